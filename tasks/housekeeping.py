"""The sweep: whatever a lost message or a lost worker left behind is taken up again, for the rows are the truth."""

import logging

from assessment.services import runs
from tasks.celery import app
from tasks.scoring import score_chunk

log = logging.getLogger(__name__)


@app.task(name="housekeeping.resend_unfinished")
def resend_unfinished() -> None:
    """Send the chunks again whose lease ran out or whose message was lost; close the runs nobody closed."""
    left = runs.unfinished_chunks()
    for chunk_id in left:
        score_chunk.delay(chunk_id)
    if left:
        log.warning("%s unfinished chunks sent again", len(left))
    for run_id in runs.unclosed_runs():
        if runs.finish_if_done(run_id):
            log.warning("run %s closed after its last worker was lost", run_id)
