"""The page of a report: what it shows, what it keeps, what it refuses without changing anything."""

from decimal import Decimal

import pytest

from assessment.enums import Source
from assessment.models import Submission
from assessment.services import submissions
from tests.assessment.views.desk.entries import HOSTILE, snapshot, typed
from tests.factories import (
    DutyFactory,
    ReviewFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    UserFactory,
    figures,
)

pytestmark = pytest.mark.django_db

# ---- Who may open it -------------------------------------------------------------------------------------------------


def test_report_asks_to_sign_in(client, at):
    assert client.get(at.report).status_code == 302
    before = snapshot()
    refused = client.post(at.report, typed(tax="8,123.45"))
    assert refused.status_code == 403
    assert "8,123.45" in refused.content.decode()
    assert snapshot() == before


def test_report_of_another_district_is_not_there(client, at, draft):
    client.force_login(UserFactory())
    before = snapshot()
    for send in (client.get, client.post):
        assert send(at.report).status_code == 404
    assert client.post(at.autosave, typed()).status_code == 404
    assert client.post(at.preview, typed()).status_code == 404
    assert snapshot() == before


def test_foreign_and_missing_reports_answer_alike(client, at, duty):
    client.force_login(UserFactory())
    foreign = client.get(at.report)
    missing = client.get(at.report.replace(duty.cluster.code, "QJ-9999"))
    assert (foreign.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize("year", ("0", "1999", "99999999999999999999"))
def test_year_that_cannot_be_is_not_there(desk, at, year):
    assert desk.get(at.report.replace("/2021/", f"/{year}/")).status_code == 404


@pytest.mark.parametrize("role", ("leader", "statistics", "system_admin", "security_admin", "audit_admin"))
def test_report_is_closed_to_other_roles(client, at, role):
    client.force_login(UserFactory(role=role))
    assert client.get(at.report).status_code == 403


@pytest.mark.parametrize("role", ("reviewer", "approver"))
def test_city_reads_the_report_and_cannot_write_it(client, at, draft, role):
    client.force_login(UserFactory(role=role))
    page = client.get(at.report)
    assert page.status_code == 200
    assert 'id="report-form"' not in page.content.decode()
    before = snapshot()
    assert client.post(at.report, typed(1)).status_code == 403
    assert client.post(at.autosave, typed(1)).status_code == 403
    assert snapshot() == before


# ---- What it shows ---------------------------------------------------------------------------------------------------


def test_opening_a_report_begins_nothing(desk, at):
    page = desk.get(at.report)
    assert page.status_code == 200
    assert not Submission.objects.exists()
    assert 'name="revision" value="0"' in page.content.decode()


def test_form_shows_last_years_verified_figures_and_the_preview(desk, at, duty, draft):
    SubmissionFactory(
        duty=DutyFactory(cluster=duty.cluster, year=2020), values=figures(revenue="100000.00"), verified=True
    )
    page = desk.get(at.report)
    text = page.content.decode()
    row = next(row for _, rows in page.context["sections"] for row in rows if row.indicator.code == "revenue")
    assert (row.last, row.value) == (100000, 120000)
    assert "比上年增长 20.0 %" in text
    assert page.context["panel"].verdict == "pass"
    assert [family.label for family, _ in page.context["sections"]] == ["产出", "税收", "面积", "就业"]


def test_last_years_unverified_figures_are_not_shown(desk, at, duty, draft):
    SubmissionFactory(duty=DutyFactory(cluster=duty.cluster, year=2020), submitted=True)
    page = desk.get(at.report)
    assert {row.last for _, rows in page.context["sections"] for row in rows} == {None}


def test_paper_shows_the_verified_figures_of_several_years_at_once(desk, at, duty, draft):
    """(8.D28) Also of the report that may still be changed; a year that nobody verified has no column."""
    for year, revenue in ((2018, "70000.00"), (2020, "100000.00")):
        SubmissionFactory(
            duty=DutyFactory(cluster=duty.cluster, year=year), values=figures(revenue=revenue), verified=True
        )
    SubmissionFactory(duty=DutyFactory(cluster=duty.cluster, year=2019), submitted=True)
    SubmissionFactory(duty=DutyFactory(year=2019), verified=True)
    page = desk.get(f"{at.report}?print=1")
    row = next(row for _, rows in page.context["sections"] for row in rows if row.indicator.code == "revenue")
    assert (page.context["earlier_years"], row.earlier, row.last, row.value) == ([2018], [70000], 100000, 120000)
    text = page.content.decode()
    for words in ("填报人", "审核人", "负责人", "（盖章）", f"填报单位：{duty.district}", "返回填报"):
        assert words in text


def test_blank_report_is_no_paper_to_sign(desk, at, duty):
    """(8.D28)"""
    text = desk.get(f"{at.report}?print=1").content.decode()
    assert "（盖章）" not in text
    assert "返回填报" in text


def test_hostile_words_are_shown_as_text(desk, at, duty, draft):
    draft.remarks, draft.confirmations, draft.values = {"tax": HOSTILE}, {"tax": HOSTILE}, figures(tax="-5")
    draft.save()
    assert HOSTILE not in desk.get(at.report).content.decode()
    refused = desk.post(at.report, typed(1, revenue=HOSTILE, remark_tax=HOSTILE)).content.decode()
    assert HOSTILE not in refused
    assert "&lt;script&gt;" in refused


# ---- Keeping a draft -------------------------------------------------------------------------------------------------


def test_draft_is_kept_as_typed(desk, at, duty, officer):
    answer = desk.post(at.report, typed(tax="", revenue="1,250,00０", remark_tax="待税务部门提供"))
    assert (answer.status_code, answer["Location"]) == (302, at.report)
    row = Submission.objects.get(duty=duty)
    assert (row.values["revenue"], row.values["tax"], row.remarks) == ("1250000", None, {"tax": "待税务部门提供"})
    assert (row.state, row.revision, row.saved_by, row.source) == ("draft", 1, officer, Source.FORM)


def test_wrong_figure_gets_its_message_and_keeps_what_was_typed(desk, at, draft):
    before = snapshot()
    answer = desk.post(at.report, typed(1, revenue="1e5", tax="8,123.45"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不接受科学计数法" in text
    assert 'value="1e5"' in text
    assert 'value="8,123.45"' in text
    assert snapshot() == before


def test_stale_form_shows_both_versions_and_keeps_what_was_typed(desk, at, draft, colleague):
    submissions.save_draft(draft, submissions.Entry(values={"tax": Decimal(8888)}, revision=1), by=colleague)
    before = snapshot()
    answer = desk.post(at.report, typed(1, tax="7777"))
    assert answer.status_code == 409
    assert snapshot() == before
    (tax,) = [one for one in answer.context["conflict"] if one["field"] == "value_tax"]
    assert (tax["old"], tax["new"], tax["text"]) == ("8,888", "7,777", "8888")
    text = answer.content.decode()
    assert "填报员乙" in text
    assert 'value="7777"' in text
    assert 'name="revision" value="2"' in text


def test_stale_form_saved_again_after_comparing_is_kept(desk, at, draft, colleague):
    submissions.save_draft(draft, submissions.Entry(values={"tax": Decimal(8888)}, revision=1), by=colleague)
    desk.post(at.report, typed(1, tax="7777"))
    assert desk.post(at.report, typed(2, tax="7777")).status_code == 302
    draft.refresh_from_db()
    assert (draft.values["tax"], draft.revision) == ("7777", 3)


@pytest.mark.parametrize("versions", (1, 3))
def test_report_costs_the_same_for_any_number_of_versions(desk, at, duty, versions, django_assert_num_queries):
    report = SubmissionFactory(duty=duty, returned=True)
    for _ in range(versions - 1):
        ReviewFactory(version=SubmissionVersionFactory(submission=report), action="returned")
    with django_assert_num_queries(18):
        assert len(desk.get(at.report).context["versions"]) == versions
