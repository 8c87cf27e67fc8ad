"""What waits for whom: the piles of each role, their counts, their oldest, and that their addresses open."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessment.enums import RulingKind
from assessment.models import Duty, Submission
from assessment.selectors import city, completeness, workbench
from assessment.services import rulings, runs
from clusters.enums import Role
from tests.factories import (
    AppealFactory,
    AssessmentFactory,
    DutyFactory,
    ReportingYearFactory,
    RulingFactory,
    RunFactory,
    SignatureFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    UserFactory,
)
from tests.support.history import confirmed, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

BOTH = ["待核", "逾期未报", "决定撤销后待办"]
WORK = {
    Role.REVIEWER: ["待审核报送", *BOTH],
    Role.APPROVER: ["待确认达标", "待确认黄牌", "待签署摘牌", *BOTH, "复核申请", "进行中的评分"],
}


def piles(role: str) -> dict[str, workbench.Queue]:
    return {queue.label: queue for queue in workbench.queues_for(UserFactory(role=role))}


@pytest.mark.parametrize("role", (Role.REVIEWER, Role.APPROVER))
def test_officers_of_the_city_see_the_piles_they_can_work_off(role):
    """(8.A6, 8.D29) The reviewer's own queue apart from the approver's; each role's card offers only what that role can do: reviewers confirm nothing, approvers verify nothing."""
    found = piles(role)
    assert list(found) == WORK[role]
    hints = found["逾期未报"].hint, found["决定撤销后待办"].hint
    assert ("延期和认定由审批人办理" in hints[0], "免予考核" in hints[1]) == (
        role == Role.REVIEWER,
        role == Role.APPROVER,
    )


def test_pile_of_an_approver_holds_what_this_very_person_may_sign(client):
    """(8.D29) What I signed or whose report I ruled missing waits for somebody else; the list says the same."""
    me, other = UserFactory(approver=True), UserFactory(approver=True)
    signed, ruled, free = (AssessmentFactory(verdict="delist", state="proposed") for _ in range(3))
    SignatureFactory(assessment=signed, signer=me)
    RulingFactory(duty=ruled.duty, kind=RulingKind.FAILED, made_by=me)
    found = {queue.label: queue for queue in workbench.queues_for(me)}["待签署摘牌"]
    assert found.count == 1
    client.force_login(me)
    assert [row["pk"] for row in client.get(found.url).context_data["rows"]] == [free.pk]
    assert {queue.label: queue for queue in workbench.queues_for(other)}["待签署摘牌"].count == 3


def test_pile_of_appeals_holds_what_this_very_person_may_rule_on(client):
    """(8.D29) A sibling: not the appeals against decisions that I signed."""
    me = UserFactory(approver=True)
    AppealFactory(decision__confirmed_by=me)
    free = AppealFactory()
    found = {queue.label: queue for queue in workbench.queues_for(me)}["复核申请"]
    assert found.count == 1
    client.force_login(me)
    assert [row["pk"] for row in client.get(found.url).context_data["rows"]] == [free.pk]


@pytest.mark.parametrize("role", (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN))
def test_administrators_see_their_own_things_only(role):
    SubmissionFactory(submitted=True)
    found = piles(role)
    assert found
    assert not set(found) & {*WORK[Role.REVIEWER], *WORK[Role.APPROVER]}
    assert workbench.flows_for(UserFactory(role=role)) == []


@pytest.mark.parametrize("role", (Role.DISTRICT_OFFICER, Role.LEADER, Role.STATISTICS))
def test_people_without_a_place_in_the_workbench_have_no_piles(role):
    assert piles(role) == {}


@pytest.mark.parametrize("role", (Role.REVIEWER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN))
def test_address_of_every_pile_opens_for_its_reader(role):
    client, user = Client(), UserFactory(role=role)
    client.force_login(user)
    for queue in workbench.queues_for(user):
        assert client.get(queue.url).status_code == 200, queue.label


def test_pile_of_reports_counts_the_submitted_and_knows_the_oldest():
    SubmissionFactory(verified=True)
    row = SubmissionFactory(submitted=True)
    version = SubmissionVersionFactory(submission=row, filed_at=timezone.now() - timedelta(days=4))
    Submission.objects.filter(pk=row.pk).update(current_version=version)
    SubmissionFactory(submitted=True)
    queue = piles(Role.REVIEWER)["待审核报送"]
    assert (queue.count, queue.days) == (2, 4)


@pytest.mark.parametrize(
    ("verdict", "label"),
    (
        ("pass", "待确认达标"),
        ("yellow_card", "待确认黄牌"),
        ("escalate", "待确认黄牌"),
        ("delist", "待签署摘牌"),
        ("hold", "待核"),
    ),
)
def test_proposal_lies_in_the_pile_of_its_verdict_and_its_address_shows_it(verdict, label):
    duty = SubmissionFactory(verified=True, duty=DutyFactory(cluster=municipal())).duty
    name = AssessmentFactory(verdict=verdict, duty=duty).duty.cluster.name
    AssessmentFactory(verdict=verdict, duty__cluster=municipal(), state="superseded")
    found = piles(Role.APPROVER)
    assert {queue.label: queue.count for queue in found.values() if queue.count} == {label: 1}
    client = Client()
    client.force_login(UserFactory(approver=True))
    assert [row["name"] for row in client.get(found[label].url).context_data["rows"]] == [name]


def test_pile_of_late_reports_leaves_out_what_was_dealt_with():
    ReportingYearFactory(closed=True)
    DutyFactory()
    SubmissionFactory(duty=DutyFactory(), submitted=True)
    RulingFactory(duty=DutyFactory())
    RulingFactory(duty=DutyFactory(), revoked_at=timezone.now())
    DutyFactory(is_judged=False)
    extended = DutyFactory()
    Duty.objects.filter(pk=extended.pk).update(deadline_extended_to=timezone.now() + timedelta(days=1))
    assert piles(Role.APPROVER)["逾期未报"].count == 2


def test_report_is_late_once_the_deadline_of_an_open_year_has_passed():
    ReportingYearFactory(deadline=timezone.now() - timedelta(hours=1))
    DutyFactory()
    assert piles(Role.APPROVER)["逾期未报"].count == 1


def test_appeals_and_runs_that_go_on_are_counted():
    AppealFactory()
    AppealFactory(state="rejected")
    RunFactory()
    found = piles(Role.APPROVER)
    assert (found["复核申请"].count, found["进行中的评分"].count) == (1, 1)


def test_stopped_accounts_wait_for_the_security_administrator():
    UserFactory(is_active=False)
    assert piles(Role.SECURITY_ADMIN)["停用或待授权账号"].count == 1


def test_flow_of_a_year_counts_each_step():
    year = ReportingYearFactory(year=2021)
    for trait in ({}, {"submitted": True}, {"verified": True}, {"verified": True}):
        row = SubmissionFactory(**trait)
    AssessmentFactory(duty=row.duty, confirmed=True)
    DutyFactory(is_judged=False)
    (flow,) = workbench.flows_for(UserFactory(reviewer=True))
    assert (flow["year"], flow["state"]) == (year.year, "open")
    assert (flow["owed"], flow["filed"], flow["verified"]) == (5, 3, 2)
    assert (flow["assessed"], flow["scored"], flow["confirmed"]) == (4, 1, 1)


def test_flow_counts_what_the_other_pages_count(notice, approver):
    """(8.D32) One number for one thing: monitoring, dashboard and workbench agree on a year."""
    for failing in (True, False):
        cluster = municipal()
        report(cluster, 2020, failing=failing)
        confirmed(cluster, 2020, approver)
    exempt = DutyFactory(cluster=municipal(), year=2020)
    rulings.make(exempt, kind=RulingKind.EXEMPT, reason="重建", by=approver)
    SubmissionFactory(duty=DutyFactory(year=2020, is_judged=False), submitted=True)
    runs.assess_now(2020, by=None)
    (flow,) = workbench.flows_for(approver)
    total = completeness.total_of(completeness.by_district(2020))
    counts = [total.counts[code] for code in ("total", "filed", "verified")]
    assert [flow[code] for code in ("owed", "filed", "verified")] == counts == [4, 3, 2]
    assert flow["assessed"] == len(city.load(2020).assessed) == 2
