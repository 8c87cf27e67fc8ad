"""Several results confirmed in one go: what a person has seen of each before it is done."""

import pytest

from assessment.models import Assessment, Decision
from tests.support.history import municipal, report, scored
from tests.support.workbench import listed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_bulk_step_shows_verdict_figures_and_marks_before_it_acts(approving):
    """(8.A6) Bulk confirmation shows verdict, figures, near-line marks for each row before it acts."""
    cluster = municipal(name="黄牌园")
    report(cluster, 2021, failing=True)
    scored(cluster, 2021)
    data = {
        "action": "confirm_selected",
        "_selected_action": [row.pk for row in Assessment.objects.all()],
        "index": "0",
    }
    shown = text(approving.post(listed(Assessment), data))
    for words in ("黄牌警告", "各标准的数值", "单位面积营业收入 9,000", "须注意"):
        assert words in shown
    assert not Decision.objects.exists()
