"""Several results confirmed in one go: what a person has seen of each before it is done."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Assessment, Decision
from assessment.services import runs
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


def test_bulk_step_marks_what_lies_near_its_line(approving):
    """(8.A6) A pass just above the line says so before it is confirmed."""
    report(municipal(name="险过园"), 2021, revenue="100500", leading_revenue="75400", tax="7000")
    runs.assess_now(2021, by=None)
    data = {"action": "confirm_selected", "_selected_action": [Assessment.objects.get().pk], "index": "0"}
    shown = text(approving.post(listed(Assessment), data))
    assert "单位面积营业收入 10,050" in shown
    assert "接近标准线" in shown


def test_looking_at_several_costs_as_many_queries_as_looking_at_one(approving):
    """(8.A6) However many are selected: freshness, four eyes and who is left are read for all at once."""

    def asked(count: int) -> int:
        for number in range(count):
            report(municipal(), 2021, failing=number % 2 == 0)
        runs.assess_now(2021, by=None)
        rows = list(Assessment.objects.filter(state="proposed"))
        data = {"action": "confirm_selected", "_selected_action": [row.pk for row in rows], "index": "0"}
        with CaptureQueriesContext(connection) as seen:
            shown = approving.post(listed(Assessment), data)
        assert shown.status_code == 200
        assert shown.context_data["count"] == len(rows)
        return len(seen)

    asked(2)
    few = asked(0)
    assert asked(6) == few
    assert few <= 45
