"""Scoring by messages: however often one arrives, whoever dies on the way, each duty gets one proposal."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from assessment.models import Assessment, Run, RunChunk
from clusters.models import Event
from tasks.housekeeping import resend_unfinished
from tasks.scoring import score_chunk, start_run
from tests.support.worker import WorkerProcess
from tests.tasks.conftest import CLUSTERS


def state_of(run: Run) -> str:
    return Run.objects.get(pk=run.pk).state


def attempts(run: Run) -> list[int]:
    return list(run.chunks.order_by("number").values_list("attempts", flat=True))


def assert_scored_once(run: Run) -> None:
    """The run is closed, once, and every duty of it has exactly one proposal."""
    duties = [duty for snapshot in run.chunks.values_list("snapshot", flat=True) for duty, _ in snapshot]
    assert state_of(run) == "finished"
    assert Counter(Assessment.objects.values_list("duty", flat=True)) == Counter(duties)
    assert Event.objects.filter(action="评分批次.完成").count() == 1
    assert Run.objects.get(pk=run.pk).counts == {"pass": CLUSTERS // 2, "yellow_card": CLUSTERS // 2}


def test_start_scores_every_chunk_and_closes_the_run(run):
    start_run.delay(run.pk)
    assert_scored_once(run)


def test_run_stays_open_while_a_chunk_waits(run):
    score_chunk.delay(run.chunks.first().pk)
    assert state_of(run) == "running"


def test_message_of_a_cancelled_run_scores_nothing(run):
    Run.objects.filter(pk=run.pk).update(state="cancelled")
    start_run.delay(run.pk)
    assert not Assessment.objects.exists()
    assert state_of(run) == "cancelled"


@pytest.mark.worker
@pytest.mark.redis
def test_message_delivered_three_times_makes_one_proposal(celery_worker_process: WorkerProcess, run):
    sent = [score_chunk.delay(chunk.pk).id for chunk in run.chunks.all() for _ in range(3)]
    celery_worker_process.wait_for(lambda: all(f"{each}] succeeded" in celery_worker_process.said() for each in sent))
    assert_scored_once(run)
    assert attempts(run) == [1, 1]


@pytest.mark.worker
@pytest.mark.redis
def test_worker_killed_in_the_middle_of_a_run_leaves_nothing_undone(celery_worker_process: WorkerProcess, run):
    with transaction.atomic():
        # Nobody can write a proposal while this lock is held, so both children are in the middle of their chunk.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE assessment_assessment IN ACCESS EXCLUSIVE MODE")
        start_run.delay(run.pk)
        celery_worker_process.wait_for(lambda: attempts(run) == [1, 1])
        celery_worker_process.kill()
    assert not Assessment.objects.exists()
    celery_worker_process.start()
    RunChunk.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    resend_unfinished.delay()
    celery_worker_process.wait_for(lambda: state_of(run) == "finished")
    assert_scored_once(run)
    assert attempts(run) == [2, 2]
