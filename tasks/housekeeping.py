"""The sweep: whatever a lost message left behind is sent again, for the rows are the truth."""

import logging

from assessment.services import runs
from tasks import policy
from tasks.celery import app
from tasks.scoring import score_chunk

log = logging.getLogger(__name__)


@app.task(name="housekeeping.resend_unfinished", **policy.DATABASE)
def resend_unfinished() -> None:
    """Send the chunks again whose lease ran out or whose message was lost."""
    left = runs.unfinished_chunks()
    for chunk_id in left:
        score_chunk.delay(chunk_id)
    if left:
        log.warning("%s unfinished chunks sent again", len(left))
