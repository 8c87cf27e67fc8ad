"""The panel: votes that add up, outcomes that follow them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clusters.applications.enums import PanelMode, StageKind, StageOutcome
from clusters.applications.models import Panel
from clusters.applications.services import panels
from clusters.applications.services.panels import Meeting, Vote
from clusters.errors import DomainError, NotAllowedNow
from tests.factories import ApplicationFactory, CallFactory
from tests.support.applications import accepted, brought_to

pytestmark = pytest.mark.django_db
ORDER_2024 = (StageKind.RECOMMENDATION, StageKind.EXPERT_REVIEW, StageKind.PANEL, StageKind.ANNOUNCEMENT)
PASSED, FAILED = StageOutcome.PASSED, StageOutcome.FAILED
PEOPLE = ["甲", "乙", "丙"]


@pytest.fixture
def rows(folder, reviewer):
    call = CallFactory(stages=ORDER_2024)
    return [brought_to(StageKind.PANEL, accepted(ApplicationFactory(call=call), reviewer), reviewer) for _ in range(2)]


def meeting(mode=PanelMode.VOTES, **changes) -> Meeting:
    return Meeting(**{"held_on": timezone.localdate(), "present": PEOPLE, "mode": mode, "minutes": "纪要", **changes})


def test_meeting_decides_on_each_by_its_votes(rows, reviewer):
    votes = [Vote(rows[0], PASSED, "", 2, 1, 0), Vote(rows[1], FAILED, "规划不成熟", 1, 2, 0)]
    panel = panels.record(rows[0].call, meeting=meeting(), votes=votes, by=reviewer)
    assert [(one.outcome, one.in_favour) for one in panel.votes.all()] == [("passed", 2), ("failed", 1)]
    assert rows[1].results.get(stage__kind="panel").note == "规划不成熟"
    with pytest.raises(NotAllowedNow):
        panels.record(rows[0].call, meeting=meeting(), votes=votes, by=reviewer)


@pytest.mark.parametrize(
    ("changes", "vote", "words"),
    (
        ({}, (PASSED, "", 1, 1, 0), "合计须等于出席人数 3 人"),
        ({}, (PASSED, "", 3, None, 0), "合计须等于"),
        ({}, (PASSED, "", 1, 2, 0), "结论与票数不符"),
        ({}, (FAILED, "x", 2, 1, 0), "结论与票数不符"),
        ({"mode": PanelMode.CONSENSUS}, (PASSED, "", 3, 0, 0), "不填票数"),
        ({"present": [" "]}, (PASSED, "", 3, 0, 0), "出席人员"),
        ({"minutes": ""}, (PASSED, "", 3, 0, 0), "会议纪要"),
        ({"held_on": timezone.localdate() + timedelta(days=2)}, (PASSED, "", 3, 0, 0), "不能晚于"),
    ),
)
def test_bad_meeting_is_refused_whole(rows, reviewer, changes, vote, words):
    with pytest.raises(DomainError, match=words):
        panels.record(rows[0].call, meeting=meeting(**changes), votes=[Vote(rows[0], *vote)], by=reviewer)
    assert not Panel.objects.exists()
    assert not rows[0].results.filter(stage__kind="panel").exists()


def test_application_of_another_call_is_refused(rows, reviewer):
    with pytest.raises(DomainError, match="不属于本批次"):
        panels.record(CallFactory(), meeting=meeting(PanelMode.CONSENSUS), votes=[Vote(rows[0], PASSED)], by=reviewer)
