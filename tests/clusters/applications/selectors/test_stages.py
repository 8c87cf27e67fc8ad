"""Where an application stands in its call."""

import pytest

from clusters.applications.enums import StageKind, StageOutcome
from clusters.applications.selectors import stages
from clusters.applications.services import experts
from tests.factories import ApplicationFactory
from tests.support.applications import accepted, asked, brought_to, scored

pytestmark = pytest.mark.django_db


def test_stage_is_the_first_without_a_result(application, reviewer):
    assert stages.current(application) is None
    row = accepted(application, reviewer)
    assert stages.current(row).kind == StageKind.EXPERT_REVIEW
    row = brought_to(StageKind.PUBLIC_NOTICE, row, reviewer)
    assert stages.current(row).kind == StageKind.PUBLIC_NOTICE
    assert stages.waiting(row.call, StageKind.PUBLIC_NOTICE) == [row]
    assert stages.waiting(row.call, StageKind.SITE_VISIT) == []


def test_failed_stage_is_the_last(application, reviewer):
    row = accepted(application, reviewer)
    for one in asked(row, reviewer):
        scored(one, "10", "10")
    experts.conclude(row, outcome=StageOutcome.FAILED, note="规模不足", by=reviewer)
    assert stages.has_failed(row)
    assert stages.current(row) is None
    assert "已有环节未通过" in stages.refusal(row, StageKind.SITE_VISIT)


def test_refusal_says_where_it_stands(application, reviewer):
    assert "没有集体决策环节" in stages.refusal(application, StageKind.PANEL)
    assert "申报当前为“草稿”" in stages.refusal(application, StageKind.SITE_VISIT)
    assert "现在的环节是专家评审" in stages.refusal(accepted(application, reviewer), StageKind.SITE_VISIT)
    assert stages.refusal(ApplicationFactory(), StageKind.EXPERT_REVIEW)
