"""Recognition: by two persons, as ranked, in one transaction; refusals with their reasons."""

from datetime import date

import pytest

from clusters.applications.enums import StageKind, StageOutcome
from clusters.applications.models import Application, Batch, StageResult
from clusters.applications.services import experts, recognitions
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Benefit, Cluster, Recognition
from tests.factories import ApplicationFactory, CallFactory, ClusterFactory, UserFactory
from tests.support.applications import accepted, asked, brought_to, scored

pytestmark = pytest.mark.django_db
ORDER = (StageKind.RECOMMENDATION, StageKind.EXPERT_REVIEW, StageKind.ANNOUNCEMENT)
ON = date(2026, 11, 2)


@pytest.fixture
def call(folder):
    return CallFactory(stages=ORDER, reward="一次性奖励", reward_places=1, reward_basis="测试政策")


def judged(call, reviewer, *, first, outcome=StageOutcome.PASSED, note="", **fields):
    """An application that three experts gave the same marks."""
    row = accepted(ApplicationFactory(call=call, **fields), reviewer)
    for one in asked(row, reviewer):
        scored(one, first, "30")
    experts.conclude(row, outcome=outcome, note=note, by=reviewer)
    return row


def test_batch_is_recognised_by_two_and_everything_follows(call, reviewer, approver):
    best, second = judged(call, reviewer, first="55"), judged(call, reviewer, first="50")
    bad = judged(call, reviewer, first="10", outcome=StageOutcome.FAILED, note="规模不足")
    batch = recognitions.propose(call, document="测试认定文件", recognised_on=ON, by=approver)
    assert [(one["name"], one["place"], one["is_rewarded"]) for one in batch.entries] == [
        (best.name, 1, True),
        (second.name, 2, False),
        (bad.name, None, False),
    ]
    with pytest.raises(NotPermitted, match="另一位"):
        recognitions.confirm(batch, by=approver)
    clusters = recognitions.confirm(batch, by=UserFactory(approver=True))
    assert [one.name for one in clusters] == [best.name, second.name]
    assert set(Application.objects.values_list("name", "state")) == {
        (best.name, "recognised"),
        (second.name, "recognised"),
        (bad.name, "refused"),
    }
    titles = Recognition.objects.filter(level="municipal", document="测试认定文件", recognised_on=ON)
    assert titles.count() == 2
    assert Benefit.objects.get().recognition.cluster.name == best.name
    assert Cluster.objects.get(name=best.name).land_area == pytest.approx(120000.50)
    assert best.plan_revision.due_on > ON
    with pytest.raises(NotAllowedNow, match="已经办结"):
        recognitions.confirm(batch, by=UserFactory(approver=True))


def test_cluster_of_the_register_keeps_its_number_and_gets_a_new_title(call, reviewer, approver):
    """A renewed application after a delisting: a new recognition of the same place."""
    cluster = ClusterFactory(municipal=True)
    Recognition.objects.filter(cluster=cluster).update(state="withdrawn", ended_on=ON)
    judged(call, reviewer, first="50", cluster=cluster, district=cluster.district, name=cluster.name)
    batch = recognitions.propose(call, document="文件", recognised_on=ON, by=approver)
    assert recognitions.confirm(batch, by=UserFactory(approver=True)) == [cluster]
    assert set(cluster.recognitions.values_list("state", flat=True)) == {"withdrawn", "active"}


def test_open_stage_or_undecided_check_bars_the_batch(call, reviewer, approver):
    with pytest.raises(NotAllowedNow, match="没有受理"):
        recognitions.propose(call, document="文件", recognised_on=ON, by=approver)
    row = accepted(ApplicationFactory(call=call), reviewer)
    ApplicationFactory(call=call, state="submitted", number="x")
    with pytest.raises(NotAllowedNow, match=f"{row.name}还在专家评审环节；还有 1 家"):
        recognitions.propose(call, document="文件", recognised_on=ON, by=approver)
    assert not Batch.objects.exists()


def test_proposal_that_no_longer_holds_is_not_confirmed(call, reviewer, approver):
    row = judged(call, reviewer, first="50")
    batch = recognitions.propose(call, document="文件", recognised_on=ON, by=approver)
    with pytest.raises(NotAllowedNow, match="已有待确认"):
        recognitions.propose(call, document="文件", recognised_on=ON, by=approver)
    Application.objects.filter(pk=row.pk).update(state="withdrawn")
    judged(call, reviewer, first="40")
    with pytest.raises(NotAllowedNow, match="名次与提出时不同"):
        recognitions.confirm(batch, by=UserFactory(approver=True))
    assert not Recognition.objects.exists()
    with pytest.raises(DomainError, match="理由"):
        recognitions.drop(batch, reason="", by=approver)
    recognitions.drop(batch, reason="有撤回", by=approver)
    assert recognitions.propose(call, document="文件", recognised_on=ON, by=approver).pk != batch.pk


def test_person_with_a_hand_in_a_stage_does_not_confirm(call, reviewer, approver):
    row = judged(call, reviewer, first="50")
    batch = recognitions.propose(call, document="文件", recognised_on=ON, by=approver)
    reviewer.role = "approver"
    reviewer.save()
    assert StageResult.objects.filter(application=row, decided_by=reviewer).exists()
    with pytest.raises(NotPermitted, match="办理过"):
        recognitions.confirm(batch, by=reviewer)


@pytest.mark.parametrize("person", ("reviewer", "officer"))
def test_only_approvers_propose(call, reviewer, officer, person):
    with pytest.raises(NotPermitted):
        recognitions.propose(call, document="文件", recognised_on=ON, by=locals()[person])


def test_order_that_nobody_wrote_code_for_runs_to_its_end(folder, reviewer, approver):
    """Issue 9: stages are data; a public notice before the visit, no experts at all."""
    order = (
        StageKind.RECOMMENDATION,
        StageKind.PUBLIC_NOTICE,
        StageKind.PANEL,
        StageKind.SITE_VISIT,
        StageKind.ANNOUNCEMENT,
    )
    call = CallFactory(stages=order)
    brought_to(StageKind.ANNOUNCEMENT, accepted(ApplicationFactory(call=call), reviewer), reviewer)
    batch = recognitions.propose(call, document="文件", recognised_on=ON, by=approver)
    assert len(recognitions.confirm(batch, by=UserFactory(approver=True))) == 1


@pytest.mark.parametrize("year", (2022, 2024))
def test_stages_of_both_years_run(folder, reviewer, approver, year):
    middle = {
        2022: (StageKind.EXPERT_REVIEW, StageKind.SITE_VISIT, StageKind.PUBLIC_NOTICE),
        2024: (StageKind.EXPERT_REVIEW, StageKind.PANEL),
    }[year]
    call = CallFactory(stages=(StageKind.RECOMMENDATION, *middle, StageKind.ANNOUNCEMENT))
    brought_to(StageKind.ANNOUNCEMENT, accepted(ApplicationFactory(call=call), reviewer), reviewer)
    batch = recognitions.propose(call, document="文件", recognised_on=ON, by=approver)
    assert len(recognitions.confirm(batch, by=UserFactory(approver=True))) == 1
