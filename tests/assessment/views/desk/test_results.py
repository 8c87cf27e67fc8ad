"""考核结果: a district reads its own once confirmed, the city and leaders read all of them, with the whole explanation."""

import pytest
from django.urls import reverse

from assessment.models import Assessment
from assessment.services import annulments, decisions
from clusters.templatetags.figures import zh_time
from tests.assessment.views.desk.entries import HOSTILE
from tests.factories import (
    AppealFactory,
    ClusterFactory,
    DecisionFactory,
    DutyFactory,
    GradingFactory,
    ReportingYearFactory,
    UserFactory,
)
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

HERE = "/desk/results/"


def page_of(cluster, year: int) -> str:
    return reverse("assessment:result", args=[year, cluster.code])


@pytest.fixture
def cluster():
    return municipal(name="受评集聚区")


@pytest.fixture
def own(client, cluster):
    """The browser of the cluster's district."""
    client.force_login(UserFactory(district=cluster.district))
    return client


@pytest.fixture
def leader(client):
    client.force_login(UserFactory(leader=True))
    return client


def carded(cluster, approver):
    """A failing 2020, confirmed as a yellow card."""
    report(cluster, 2020, failing=True)
    return confirmed(cluster, 2020, approver)[0]


# ---- Who sees what ---------------------------------------------------------------------------------------------------


def test_results_ask_to_sign_in(client, cluster):
    assert client.get(HERE).status_code == 302
    assert client.get(page_of(cluster, 2020)).status_code == 302


@pytest.mark.parametrize("role", ("statistics", "system_admin", "security_admin", "audit_admin"))
def test_results_are_closed_to_other_roles(client, cluster, role):
    client.force_login(UserFactory(role=role))
    assert client.get(HERE).status_code == 403
    assert client.get(page_of(cluster, 2020)).status_code == 403


def test_district_sees_a_result_only_once_it_is_confirmed(own, cluster, approver):
    report(cluster, 2020, failing=True)
    scored(cluster, 2020)
    assert own.get(page_of(cluster, 2020)).status_code == 404
    (row,) = own.get(HERE, {"year": "2020"}).context["rows"]
    assert row["result"] is None
    confirmed(cluster, 2020, approver)
    assert own.get(page_of(cluster, 2020)).status_code == 200
    (row,) = own.get(HERE, {"year": "2020"}).context["rows"]
    assert row["result"].verdict == "yellow_card"


def test_list_opens_with_the_newest_published_year_for_a_district(own, cluster, approver):
    ReportingYearFactory(year=2022)
    assert own.get(HERE).context["year"] == 2022
    carded(cluster, approver)
    DecisionFactory(kind="passed", assessment__duty__year=2021)
    assert own.get(HERE).context["year"] == 2020
    assert own.get(HERE, {"year": "2022"}).context["year"] == 2022


def test_result_of_another_district_is_not_there(client, cluster, approver):
    carded(cluster, approver)
    client.force_login(UserFactory())
    assert client.get(page_of(cluster, 2020)).status_code == 404
    assert "受评集聚区" not in client.get(HERE, {"year": "2020"}).content.decode()


def test_city_and_leader_see_a_proposal_marked_as_one(leader, cluster):
    report(cluster, 2020, failing=True)
    scored(cluster, 2020)
    text = leader.get(page_of(cluster, 2020)).content.decode()
    assert "尚未确认" in text
    assert "建议结论" in text
    assert "待确认" in leader.get(HERE, {"year": "2020"}).content.decode()


@pytest.mark.parametrize("year", (0, 99999))
def test_result_of_a_year_that_cannot_be_is_not_there(leader, cluster, year):
    assert leader.get(page_of(cluster, year)).status_code == 404


@pytest.mark.parametrize("year", ("1999", "x", "²"))
def test_list_refuses_a_year_that_was_not_opened(own, cluster, year):
    DutyFactory(cluster=cluster)
    assert own.get(HERE, {"year": year}).status_code == 400


# ---- What it says ----------------------------------------------------------------------------------------------------


def test_result_shows_the_stored_explanation_as_decided(own, cluster, approver):
    decision = carded(cluster, approver)
    text = own.get(page_of(cluster, 2020)).content.decode()
    stored = decision.assessment.explanation
    verdict = stored["verdict"].replace("，建议给予", "，给予")
    sentences = [verdict, *stored["inputs"], *stored["criteria"], *stored["distances"], *stored["readings"]]
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert "营业收入差 10,000 万元" in text


@pytest.mark.parametrize("values", ({"revenue": "90000", "leading_revenue": "67500"}, {"revenue": "100500"}))
def test_confirmed_result_advises_nothing_and_what_is_stored_stays(own, leader, cluster, approver, values):
    """What has taken effect never reads 建议, near a line neither (8.A3)."""
    report(cluster, 2020, **values)
    row = confirmed(cluster, 2020, approver)[0].assessment
    stored = Assessment.objects.get(pk=row.pk).explanation
    assert "建议" in stored["verdict"]
    for client in (own, leader):
        assert "建议" not in client.get(page_of(cluster, 2020)).content.decode()
    assert Assessment.objects.get(pk=row.pk).explanation == stored
    assert row.decisions.first().record["explanation"] == stored


def test_every_signer_stands_with_time_and_words(own, cluster, approver, second):
    """Every signer's note is shown with its signer (8.A3)."""
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    decisions.confirm(row, by=approver, note="两年营业收入均未达标。")
    decisions.confirm(row, by=second)
    page = own.get(page_of(cluster, 2021))
    text = page.content.decode()
    for signature, note in zip(row.signatures.order_by("pk"), ("两年营业收入均未达标。", "（未写意见）"), strict=True):
        assert f"{zh_time(signature.signed_at)} · {signature.signer.full_name} 签署" in text
        assert note in text
    assert "建议" not in text


def test_result_shows_what_makes_it_reproducible(own, cluster, approver):
    decision = carded(cluster, approver)
    row = decision.assessment
    text = own.get(page_of(cluster, 2020)).content.decode()
    for trace in (row.ruleset.sha256, row.version.sha256, row.input_sha256, decision.record_sha256, "第1版"):
        assert trace in text


def test_result_offers_its_letter(own, cluster, approver):
    letter = carded(cluster, approver).letters.get()
    text = own.get(page_of(cluster, 2020)).content.decode()
    assert reverse("document", args=[letter.document_id]) in text
    assert letter.document_number in text


def test_leader_reads_the_number_of_a_letter_and_gets_no_download(leader, cluster, approver):
    letter = carded(cluster, approver).letters.get()
    text = leader.get(page_of(cluster, 2020)).content.decode()
    assert letter.document_number in text
    assert reverse("document", args=[letter.document_id]) not in text


def test_delisting_shows_both_decisions_and_the_history(own, cluster, approver, second):
    failed_twice(cluster, approver, second)
    page = own.get(page_of(cluster, 2021))
    assert [one["decision"].kind for one in page.context["decisions"]] == ["yellow_card", "delisting"]
    assert [entry["tone"] for entry in page.context["history"]] == ["card", "card", "exit"]
    assert page.context["panel"].verdict == "delist"


def test_annulled_decision_stays_visible_and_says_so(own, cluster, approver, second):
    decision = carded(cluster, approver)
    annulments.withdraw(decision, reason="依职权撤回", by=second)
    text = own.get(page_of(cluster, 2020)).content.decode()
    assert "撤销" in text
    assert "依职权撤回" in text
    (row,) = own.get(HERE, {"year": "2020"}).context["rows"]
    assert row["is_annulled"]
    assert row["letters"] == []


def test_grade_is_shown_once_it_is_set(own, cluster, approver):
    row = carded(cluster, approver).assessment
    (listed,) = own.get(HERE, {"year": "2020"}).context["rows"]
    assert listed["grade"] == ""
    assert "尚未评定" in own.get(page_of(cluster, 2020)).content.decode()
    GradingFactory(assessment=row, grade="fail", reason="未达标")
    (listed,) = own.get(HERE, {"year": "2020"}).context["rows"]
    assert listed["grade"] == "不合格"
    assert "尚未评定" not in own.get(page_of(cluster, 2020)).content.decode()


def test_appeal_is_shown_with_its_state_and_as_text(own, cluster, approver):
    AppealFactory(decision=carded(cluster, approver), grounds=HOSTILE)
    text = own.get(page_of(cluster, 2020)).content.decode()
    assert "审理中" in text
    assert HOSTILE not in text


def test_follow_up_beside_a_decided_year_is_told_to_the_city_only(client, cluster, approver):
    decision = carded(cluster, approver)
    Assessment.objects.create(
        **{
            field: getattr(decision.assessment, field)
            for field in ("duty", "recognition", "ruleset", "engine_version", "verdict", "inputs", "outcome")
        },
        explanation=decision.assessment.explanation,
        input_sha256="0" * 64,
    )
    client.force_login(UserFactory(reviewer=True))
    assert "后续建议" in client.get(page_of(cluster, 2020)).content.decode()
    client.force_login(UserFactory(district=cluster.district))
    page = client.get(page_of(cluster, 2020))
    assert page.context["assessment"] == decision.assessment
    assert "后续建议" not in page.content.decode()


@pytest.mark.parametrize("rows", (1, 3))
@pytest.mark.parametrize("role", ("district_officer", "approver"))
def test_list_costs_the_same_for_any_number_of_rows(client, approver, rows, role, django_assert_num_queries):
    first = municipal()
    for cluster in [first, *(ClusterFactory(municipal=True, district=first.district) for _ in range(rows - 1))]:
        GradingFactory(assessment=carded(cluster, approver).assessment)
    client.force_login(UserFactory(district=first.district) if role == "district_officer" else approver)
    with django_assert_num_queries(12):
        page = client.get(HERE, {"year": "2020"})
    assert len(page.context["rows"]) == rows


def test_result_of_which_a_part_was_taken_back_says_so_on_page_and_list(own, cluster, approver, second):
    """(8.A1) A sibling: the report upwards fell with the earlier card, and the result still concluded with it."""
    cluster.recognitions.update(level="provincial")
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    confirmed(cluster, 2021, approver)
    listed = own.get(HERE, {"year": "2021"})
    assert [row["verdict"] for row in listed.context["rows"]] == ["escalate"]
    annulments.withdraw(card, reason="面积有误", by=second)
    listed = own.get(HERE, {"year": "2021"})
    assert [row["verdict"] for row in listed.context["rows"]] == ["yellow_card"]
    page = own.get(page_of(cluster, 2021)).content.decode()
    assert "2021年度“报上级处理”决定已于" in page
    assert "原考核结论" in page


# ---- Third party -----------------------------------------------------------------------------------------------------
