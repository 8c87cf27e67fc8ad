"""What runs by the clock."""

import pytest

from tasks.celery import app

SCHEDULE = app.conf.beat_schedule


@pytest.mark.parametrize("entry", sorted(SCHEDULE))
def test_schedule_names_a_task_that_exists(entry: str) -> None:
    app.loader.import_default_modules()
    assert SCHEDULE[entry]["task"] in app.tasks


def test_unfinished_work_is_looked_for_every_minute() -> None:
    """The sweep is what makes a lost message a delay instead of a loss."""
    sweeps = [entry["schedule"] for entry in SCHEDULE.values() if entry["task"] == "housekeeping.resend_unfinished"]
    assert sweeps == [60.0]
