"""The sweep: what a lost message or a lost worker left behind is finished, and nothing else is touched."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Assessment, Run, RunChunk
from assessment.services import runs
from tasks.celery import app
from tasks.housekeeping import resend_unfinished
from tasks.scoring import ring_for
from tests.support.processes import free_port
from tests.support.worker import WorkerProcess, broker
from tests.tasks.conftest import CLUSTERS


def state_of(run: Run) -> str:
    return Run.objects.get(pk=run.pk).state


@pytest.mark.worker
@pytest.mark.redis
def test_chunk_whose_message_was_lost_is_finished_by_the_sweep(celery_worker_process: WorkerProcess, run):
    resend_unfinished.delay()
    celery_worker_process.wait_for(lambda: state_of(run) == "finished")
    assert Assessment.objects.count() == CLUSTERS


def test_run_started_while_the_broker_is_down_is_finished_by_the_sweep(run, django_capture_on_commit_callbacks):
    with broker(app, f"redis://127.0.0.1:{free_port()}/0"), django_capture_on_commit_callbacks(execute=True):
        ring_for(run.pk)
    assert state_of(run) == "running"
    resend_unfinished.delay()
    assert state_of(run) == "finished"
    assert Assessment.objects.count() == CLUSTERS


def test_sweep_leaves_a_chunk_to_the_worker_that_has_it(run):
    chunk = run.chunks.first()
    assert runs.claim(chunk.pk)
    resend_unfinished.delay()
    chunk.refresh_from_db()
    assert (chunk.state, chunk.attempts) == ("waiting", 1)
    assert state_of(run) == "running"


def test_sweep_parks_a_chunk_that_nobody_could_finish_and_the_run_stays_open(run):
    RunChunk.objects.filter(number=1).update(attempts=3, lease_until=timezone.now() - timedelta(seconds=1))
    resend_unfinished.delay()
    assert list(run.chunks.values_list("state", flat=True)) == ["parked", "done"]
    assert state_of(run) == "running"


def test_sweep_closes_a_run_whose_worker_was_lost_after_the_last_chunk(run):
    for chunk in run.chunks.all():
        runs.assess_chunk(chunk.pk)
    assert state_of(run) == "running"
    resend_unfinished.delay()
    assert state_of(run) == "finished"
    assert Run.objects.get(pk=run.pk).counts == {"pass": 2, "yellow_card": 2}


def test_sweep_with_nothing_to_do_does_nothing(run):
    Run.objects.filter(pk=run.pk).update(state="cancelled")
    resend_unfinished.delay()
    assert not Assessment.objects.exists()
    assert state_of(run) == "cancelled"
