"""Filing a report: one version, everything wrong named at once, nothing once it is closed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessment.models import Submission, SubmissionVersion
from assessment.services import submissions
from clusters.messaging.models import Message
from clusters.models import Event
from tests.assessment.views.desk.entries import snapshot, typed
from tests.factories import (
    ClusterFactory,
    DutyFactory,
    ReviewFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    UserFactory,
    figures,
)

pytestmark = pytest.mark.django_db

# ---- Filing ----------------------------------------------------------------------------------------------------------


def test_filing_makes_one_version_and_one_audit_line(desk, at, duty, officer):
    events = Event.objects.count()
    answer = desk.post(at.report, {**typed(), "action": "submit"})
    assert answer.status_code == 302
    row = Submission.objects.get(duty=duty)
    version = row.versions.get()
    assert (row.state, version.number, version.filed_by, version.values["tax"]) == ("submitted", 1, officer, "7000.00")
    assert Event.objects.count() == events + 1
    assert 'id="report-form"' not in desk.get(at.report).content.decode()


def test_second_submit_changes_nothing(desk, at, duty):
    desk.post(at.report, {**typed(), "action": "submit"})
    before = snapshot()
    again = desk.post(at.report, {**typed(tax="9999"), "action": "submit"})
    assert again.status_code == 409
    assert snapshot() == before
    assert "已提交" in again.content.decode()
    assert [row["new"] for row in again.context["unsaved"]] == ["9,999"]


def test_filing_names_everything_that_is_wrong_at_once(desk, at, duty):
    answer = desk.post(
        at.report, {**typed(tax="", revenue="1200000000", leading_revenue="1300000000"), "action": "submit"}
    )
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert "空白不等于零" in errors["value_tax"][0]
    assert "大于" in errors["value_leading_revenue"][0]
    assert "情况说明" in errors["confirm_revenue"][0]
    assert not SubmissionVersion.objects.exists()
    assert not Submission.objects.exists()


def test_blank_that_the_person_was_not_told_of_is_named_before_filing(desk, at, duty):
    """A figure that nobody needs may stay blank, yet not unnoticed (8.B20)."""
    sent = {**typed(), "action": "submit", "blank": []}
    answer = desk.post(at.report, sent)
    assert answer.status_code == 422
    assert "期末从业人员留空" in answer.context["form"].non_field_errors()[0]
    assert not SubmissionVersion.objects.exists()
    assert 'name="blank" value="jobs"' in answer.content.decode()
    assert desk.post(at.report, {**sent, "blank": ["jobs"]}).status_code == 302


def test_page_names_what_is_open_before_it_offers_to_file(desk, at, draft):
    """Blanks and unconfirmed doubts by name, each with a link to its field (8.B20)."""
    draft.values = figures(tax=None, revenue="1200000000.00", leading_revenue="900000000.00")
    draft.save()
    dialog = desk.get(at.report).content.decode().split('id="submit-open"')[1].split("</dialog>")[0]
    assert '<a href="#id_value_tax">税收</a>：必需指标未填写' in dialog
    assert '<a href="#id_confirm_revenue">营业收入</a>：数据存疑' in dialog
    assert 'value="submit"' not in dialog


def test_needed_figure_may_be_missing_with_a_remark(desk, at, duty):
    desk.post(at.report, {**typed(tax="", remark_tax="税务部门尚未提供"), "action": "submit"})
    assert Submission.objects.get(duty=duty).state == "submitted"


def test_reason_for_an_odd_pair_is_filed_for_both_figures(desk, at, duty):
    sent = typed(revenue="12000000", leading_revenue="9000000", tax="70000", confirm_revenue="平台结算口径")
    assert desk.post(at.report, {**sent, "action": "submit"}).status_code == 302
    version = Submission.objects.get(duty=duty).versions.get()
    assert version.confirmations == {"revenue": "平台结算口径", "floor_area": "平台结算口径"}


def test_reason_for_a_figure_that_is_not_odd_is_not_filed(desk, at, duty):
    desk.post(at.report, {**typed(confirm_tax="先前的说明"), "action": "submit"})
    assert Submission.objects.get(duty=duty).versions.get().confirmations == {}


def test_unconfirmed_suspect_says_so_at_its_row_with_the_likely_slip(desk, at, draft):
    draft.values = figures(revenue="1200000000.00", leading_revenue="900000000.00")
    draft.save()
    text = desk.get(at.report).content.decode()
    assert "需要确认" in text
    assert 'data-fill="id_value_revenue" data-text="120000"' in text


# ---- When it is closed -----------------------------------------------------------------------------------------------


def late(duty, state: str = "open") -> None:
    """The deadline was yesterday; the year is still open, or closed."""
    year = duty.reporting_year
    year.deadline, year.state = timezone.now() - timedelta(days=1), state
    year.save()


@pytest.mark.parametrize("state", ("open", "closed"))
def test_after_the_deadline_nothing_can_be_kept(desk, at, duty, draft, state):
    late(duty, state=state)
    before = snapshot()
    assert 'id="report-form"' not in desk.get(at.report).content.decode()
    for action in ("save", "submit"):
        answer = desk.post(at.report, {**typed(1, tax="1"), "action": action})
        assert answer.status_code == 409
        assert [row["new"] for row in answer.context["unsaved"] if row["label"] == "税收"] == ["1"]
    assert desk.post(at.autosave, typed(1)).status_code == 409
    assert snapshot() == before


def test_closed_year_leaves_no_empty_report_behind(desk, at, duty):
    late(duty, state="closed")
    desk.post(at.report, typed())
    desk.post(at.autosave, typed())
    assert not Submission.objects.exists()


def test_extended_duty_can_be_filed_after_the_years_end(desk, at, duty):
    late(duty, state="closed")
    duty.deadline_extended_to = timezone.now() + timedelta(days=3)
    duty.save()
    assert desk.post(at.report, {**typed(), "action": "submit"}).status_code == 302


def test_returned_report_is_mended_after_the_deadline(desk, at, duty):
    SubmissionFactory(duty=duty, returned=True, revision=2)
    late(duty, state="closed")
    page = desk.get(at.report)
    assert "请核对税收数据。" in page.content.decode()
    assert [row.indicator.code for _, rows in page.context["sections"] for row in rows if row.to_mend] == ["tax"]
    assert desk.post(at.report, {**typed(2, tax="7100"), "action": "submit"}).status_code == 302
    row = Submission.objects.get(duty=duty)
    assert (row.state, row.versions.count(), row.return_reason) == ("submitted", 2, "")


def test_verified_report_is_read_only_with_its_versions(desk, at, duty, officer):
    report = SubmissionFactory(duty=duty)
    first = SubmissionVersionFactory(submission=report, values=figures(tax="6900.00"), filed_by=officer)
    ReviewFactory(version=first, action="returned", reason="请核对税收。", fields=["tax"])
    second = SubmissionVersionFactory(submission=report, filed_by=officer)
    ReviewFactory(version=second)
    report.state, report.current_version, report.verified_version = "verified", second, second
    report.save()
    page = desk.get(at.report)
    latest, earliest = page.context["versions"]
    assert [(row.label, row.old, row.new) for row in latest.changes] == [("税收", Decimal(6900), Decimal(7000))]
    assert (earliest.version.review.reason, earliest.asked, earliest.changes) == ("请核对税收。", "税收", [])
    text = page.content.decode()
    assert "与上一版相比，修改 1 处" in text
    assert "需修改：税收" in text


def test_reserve_cluster_reports_without_being_judged(client, indicators, notice):
    duty = DutyFactory(cluster=ClusterFactory(reserve=True), is_judged=False)
    client.force_login(UserFactory(district=duty.district))
    page = client.get(f"/desk/reports/2021/{duty.cluster.code}/")
    assert "只报数据，不参加考核" in page.content.decode()
    assert page.context["panel"].verdict == "not_assessed"


def test_year_without_a_ruleset_says_so_instead_of_judging(client, indicators, notice):
    duty = DutyFactory(year=2030)
    client.force_login(UserFactory(district=duty.district))
    assert client.get(f"/desk/reports/2030/{duty.cluster.code}/").context["panel"].verdict == "no_rule"


# ---- Taking back -----------------------------------------------------------------------------------------------------


def test_own_officer_takes_a_filed_report_back_and_edits_again(desk, at, duty, officer):
    """(8.D28) The button leads back to the form; one audit line, and the reviewers are told."""
    reviewer = UserFactory(role="reviewer")
    desk.post(at.report, {**typed(), "action": "submit"})
    assert 'value="withdraw"' in desk.get(at.report).content.decode()
    events = Event.objects.count()
    answer = desk.post(at.report, {"action": "withdraw"}, follow=True)
    assert "已撤回，可以修改后重新提交" in answer.content.decode()
    assert 'id="report-form"' in answer.content.decode()
    row = Submission.objects.get(duty=duty)
    assert (row.state, row.versions.count()) == ("draft", 1)
    assert Event.objects.count() == events + 1
    assert Event.objects.order_by("pk").last().actor == officer
    told = Message.objects.filter(recipient=reviewer, title__startswith="已撤回").get()
    assert "无须审核" in told.text
    assert desk.post(at.report, {**typed(row.revision), "action": "submit"}).status_code == 302


def test_another_district_finds_no_report_to_take_back(client, desk, at, duty):
    """(8.D28) Foreign equals missing: 404, and nothing changes."""
    desk.post(at.report, {**typed(), "action": "submit"})
    client.force_login(UserFactory())
    before = snapshot()
    assert client.post(at.report, {"action": "withdraw"}).status_code == 404
    assert snapshot() == before


def test_report_that_the_city_took_up_is_not_taken_back(desk, at, duty):
    """(8.D28) Verified, the page offers no button and a stale one is refused in words."""
    desk.post(at.report, {**typed(), "action": "submit"})
    submissions.verify(Submission.objects.get(duty=duty), by=UserFactory(role="reviewer"))
    before = snapshot()
    refused = desk.post(at.report, {"action": "withdraw"})
    assert refused.status_code == 409
    assert "已核实" in refused.context["refusal"]
    assert 'value="withdraw"' not in refused.content.decode()
    assert snapshot() == before
