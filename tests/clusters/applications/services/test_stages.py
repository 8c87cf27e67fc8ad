"""The result of a stage: once, by who may, with a reason when it failed."""

import pytest

from clusters.applications.enums import StageKind, StageOutcome
from clusters.applications.services import stages
from clusters.errors import DomainError, NotPermitted
from clusters.models import Event
from tests.support.applications import accepted

pytestmark = pytest.mark.django_db


def test_result_is_written_with_its_line(application, reviewer):
    row = stages.locked(accepted(application, reviewer), StageKind.EXPERT_REVIEW, reviewer)
    with pytest.raises(DomainError, match="理由"):
        stages.finish(row, StageKind.EXPERT_REVIEW, StageOutcome.FAILED, " ", by=reviewer)
    made = stages.finish(row, StageKind.EXPERT_REVIEW, StageOutcome.PASSED, "好", by=reviewer)
    assert (made.stage.kind, made.decided_by, made.note) == ("expert_review", reviewer, "好")
    assert Event.objects.filter(action="申报.专家评审", actor=reviewer).count() == 1


def test_stage_is_for_its_role(application, reviewer, approver, officer):
    row = accepted(application, reviewer)
    for person in (approver, officer):
        with pytest.raises(NotPermitted):
            stages.locked(row, StageKind.EXPERT_REVIEW, person)
