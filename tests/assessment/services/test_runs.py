"""Runs: a snapshot, chunks scored once, the same input twice changes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Assessment, ReportingYear, Run, RunChunk
from assessment.selectors import workbench
from assessment.services import announcements, decisions, runs
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Event
from tests.factories import DutyFactory, ReportingYearFactory, SubmissionFactory
from tests.support.history import municipal, report

pytestmark = pytest.mark.django_db


def test_run_scores_every_judged_duty(notice):
    passing, failing, missing = municipal(), municipal(), municipal()
    report(passing, 2020)
    report(failing, 2020, failing=True)
    DutyFactory(cluster=missing, year=2020)
    DutyFactory(year=2020, is_judged=False)
    run, written = runs.assess_now(2020, by=None)
    verdicts = dict(Assessment.objects.values_list("duty__cluster", "verdict"))
    assert verdicts == {passing.pk: "pass", failing.pk: "yellow_card", missing.pk: "hold"}
    assert (run.state, run.total, written) == ("finished", 3, 3)
    assert run.counts == {"hold": 1, "not_due": 1, "pass": 1, "yellow_card": 1}


def test_report_whose_deadline_has_not_come_is_not_late(notice):
    """(7.A4) Not begun or a draft: 尚未报送 until the deadline, its own where it has one; only then 未按期报送."""
    soon, gone = timezone.now() + timedelta(days=9), timezone.now() - timedelta(days=1)
    for year, closed in ((2020, False), (2021, True)):
        ReportingYearFactory(year=year, **({"closed": True} if closed else {}))
    draft = DutyFactory(cluster=municipal(), year=2020)
    SubmissionFactory(duty=draft)
    late = DutyFactory(cluster=municipal(), year=2021)
    extended = DutyFactory(cluster=municipal(), year=2021, deadline_extended_to=soon)
    over = DutyFactory(cluster=municipal(), year=2020, deadline_extended_to=gone)
    counts = {year: runs.assess_now(year, by=None)[0].counts for year in (2020, 2021)}
    why = {row.duty_id: row.outcome["why"] for row in Assessment.objects.all()}
    assert why == {
        draft.pk: ["not_due"],
        late.pk: ["not_reported"],
        extended.pk: ["not_due"],
        over.pk: ["not_reported"],
    }
    assert counts == {2020: {"hold": 2, "not_due": 1}, 2021: {"hold": 2, "not_due": 1}}


def test_report_becomes_late_when_the_deadline_has_passed(notice):
    """(7.A4) The next run after the deadline says so; a rulebook that fails the unreported fails nobody before."""
    duty = DutyFactory(cluster=municipal(), year=2020)
    runs.assess_now(2020, by=None)
    ReportingYear.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    runs.assess_now(2020, by=None)
    outcome = Assessment.objects.current().get(duty=duty).outcome
    assert outcome["why"] == ["not_reported"]


def test_second_run_with_the_same_input_changes_nothing(notice):
    report(municipal(), 2020)
    runs.assess_now(2020, by=None)
    before = list(Assessment.objects.values())
    _, written = runs.assess_now(2020, by=None)
    assert written == 0
    assert list(Assessment.objects.values()) == before


def test_year_without_a_ruleset_is_refused():
    ReportingYearFactory(year=2023)
    with pytest.raises(DomainError, match="没有施行的规则集"):
        runs.start(2023, by=None)
    assert not Run.objects.exists()


def test_year_that_is_not_open_is_refused(notice):
    with pytest.raises(DomainError, match="尚未开启"):
        runs.start(2020, by=None)


def test_second_open_run_is_refused_and_names_the_first(notice, approver):
    report(municipal(), 2020)
    first = runs.start(2020, by=approver)
    with pytest.raises(NotAllowedNow, match=f"第{first.pk}批"):
        runs.start(2020, by=approver)


def test_start_is_for_approvers(notice, reviewer):
    ReportingYearFactory(year=2020)
    with pytest.raises(NotPermitted):
        runs.start(2020, by=reviewer)


def test_snapshot_is_what_was_verified_at_the_start(notice, approver):
    submission = report(municipal(), 2020)
    run = runs.start(2020, by=approver)
    (chunk,) = run.chunks.all()
    assert chunk.snapshot == [[submission.duty_id, submission.verified_version_id]]


def test_chunk_is_scored_once(notice, approver):
    report(municipal(), 2020)
    (chunk,) = runs.start(2020, by=approver).chunks.all()
    assert runs.assess_chunk(chunk.pk) == 1
    assert runs.assess_chunk(chunk.pk) == 0


def test_claim_gives_a_chunk_to_one_worker_until_the_lease_runs_out(notice, approver):
    report(municipal(), 2020)
    (chunk,) = runs.start(2020, by=approver).chunks.all()
    assert runs.claim(chunk.pk) is True
    assert runs.claim(chunk.pk) is False
    RunChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert runs.claim(chunk.pk) is True


def test_chunk_that_never_finishes_is_parked_after_three_attempts(notice, approver):
    report(municipal(), 2020)
    run = runs.start(2020, by=approver)
    (chunk,) = run.chunks.all()
    for _ in range(3):
        assert runs.claim(chunk.pk)
        RunChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert runs.claim(chunk.pk) is False
    chunk.refresh_from_db()
    assert chunk.state == "parked"


@pytest.fixture
def with_parked_work(notice, approver, monkeypatch):
    """A run of two clusters in two chunks: one scored, one parked after three attempts."""
    monkeypatch.setattr(runs, "CHUNK_SIZE", 1)
    for name in ("甲园", "乙园"):
        report(municipal(name=name), 2020)
    run = runs.start(2020, by=approver)
    done, lost = run.chunks.order_by("number")
    runs.assess_chunk(done.pk)
    for _ in range(4):
        runs.claim(lost.pk)
        RunChunk.objects.filter(pk=lost.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    return run


def test_run_with_parked_work_is_not_finished_and_raises_an_alarm(with_parked_work, approver):
    """(8.A11) Neither by whoever did the last chunk nor by the sweep; the audit and the workbench say so."""
    run = with_parked_work
    assert runs.finish_if_done(run.pk) is False
    assert runs.unclosed_runs() == []
    assert Event.objects.filter(action="评分批次.搁置", object_id=str(run.pk)).count() == 1
    assert "1个批次有搁置部分，须重新评分" in {queue.hint for queue in workbench.queues_for(approver)}


def test_parked_work_is_retried_by_an_approver_and_then_the_run_ends(with_parked_work, approver, reviewer):
    """(8.A11)"""
    run = with_parked_work
    with pytest.raises(NotPermitted):
        runs.retry(run, by=reviewer)
    assert runs.retry(run, by=approver) == 1
    (left,) = runs.unfinished_chunks()
    assert runs.claim(left)
    assert runs.assess_chunk(left) == 1
    assert runs.finish_if_done(run.pk) is True
    with pytest.raises(NotAllowedNow):
        runs.retry(run, by=approver)


def test_list_is_not_announced_while_clusters_of_the_register_are_left_out(with_parked_work, approver):
    """(8.A11) Nor after the run was cancelled: what counts is who owes figures, not who was scored."""
    run = with_parked_work
    decisions.confirm(Assessment.objects.get(state="proposed"), by=approver)
    assert "评分尚未完成" in announcements.refusal(2020)
    runs.cancel(run, reason="搁置", by=approver)
    with pytest.raises(NotAllowedNow, match="1家尚未评分"):
        announcements.announce(2020, by=approver)


def test_finish_closes_the_run_for_one_caller_only(notice, approver):
    report(municipal(), 2020)
    run = runs.start(2020, by=approver)
    assert runs.finish_if_done(run.pk) is False
    runs.assess_chunk(run.chunks.get().pk)
    assert runs.finish_if_done(run.pk) is True
    assert runs.finish_if_done(run.pk) is False


def test_cancelled_run_scores_no_more(notice, approver):
    report(municipal(), 2020)
    run = runs.start(2020, by=approver)
    runs.cancel(run, reason="数据有误", by=approver)
    assert runs.assess_chunk(run.chunks.get().pk) == 0
    assert runs.start(2020, by=approver).pk != run.pk


@pytest.mark.parametrize("clusters", (1, 3))
def test_scoring_costs_the_same_for_any_number_of_clusters(notice, approver, clusters, django_assert_max_num_queries):
    for _ in range(clusters):
        report(municipal(), 2020)
    (chunk,) = runs.start(2020, by=approver).chunks.all()
    with django_assert_max_num_queries(20):
        runs.assess_chunk(chunk.pk)
