"""Reminders by the clock."""

import logging

from assessment.services import reminders
from tasks.celery import app

log = logging.getLogger(__name__)


@app.task(name="reminders.before_deadlines")
def before_deadlines() -> None:
    """Tell officers of deadlines that draw near; running it again tells nobody twice."""
    written = reminders.remind_before_deadlines()
    if written:
        log.info("%s reminders of deadlines written", written)
