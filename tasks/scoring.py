"""Scoring a run: one task a chunk, and one that sends the chunks of a run."""

import logging

from django.db import transaction

from assessment.models import RunChunk
from assessment.services import runs
from tasks.celery import app

log = logging.getLogger(__name__)


def ring_for(run_id: int) -> None:
    """Call the workers once the transaction that started the run stands.

    Where the broker does not answer, the run stays started: its chunks are rows, and the sweep sends them later.
    """

    def ring() -> None:
        start_run.delay(run_id)

    transaction.on_commit(ring, robust=True)


@app.task(name="scoring.start_run")
def start_run(run_id: int) -> None:
    """Send every chunk of the run to the workers."""
    for chunk_id in RunChunk.objects.filter(run=run_id).values_list("pk", flat=True):
        score_chunk.delay(chunk_id)


@app.task(name="scoring.score_chunk")
def score_chunk(chunk_id: int) -> None:
    """Score one chunk if nobody else has it; close the run if it was the last."""
    if runs.claim(chunk_id):
        written = runs.assess_chunk(chunk_id)
        log.info("chunk %s scored, %s new proposals", chunk_id, written)
    runs.finish_if_done(RunChunk.objects.values_list("run_id", flat=True).get(pk=chunk_id))
