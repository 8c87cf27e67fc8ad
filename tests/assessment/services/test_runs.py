"""Runs: a snapshot, chunks scored once, the same input twice changes nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Assessment, ReportingYear, Run, RunChunk
from assessment.services import runs
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
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
    assert runs.finish_if_done(run.pk) is True


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
