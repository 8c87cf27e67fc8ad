"""A year with a rulebook in force and verified figures, ready to be scored by the tasks."""

import pytest

from assessment.models import Run, RunChunk
from assessment.services import rulesets, runs
from tests.factories import UserFactory
from tests.support.history import municipal, report
from tests.support.sources import ROOT

YEAR = 2020
CLUSTERS = 4


@pytest.fixture
def run(db: None) -> Run:
    """A run of four clusters in two chunks, every second one failing; no message was sent for it."""
    text = (ROOT / "fixtures" / "rulesets" / "qingdao_2020.toml").read_text(encoding="utf-8")
    rulesets.install(text, name="qingdao_2020")
    for number in range(CLUSTERS):
        report(municipal(), YEAR, failing=number % 2 == 1)
    made = runs.start(YEAR, by=UserFactory(approver=True))
    whole = made.chunks.get()
    RunChunk.objects.create(run=made, number=2, snapshot=whole.snapshot[2:])
    whole.snapshot = whole.snapshot[:2]
    whole.save()
    return made
