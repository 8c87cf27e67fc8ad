"""The ranking page: places inside each category, with the grade a reviewer set."""

import pytest

from assessment.services import grades, runs
from clusters.models import Cluster
from tests.factories import CategoryFactory, UserFactory
from tests.support.history import municipal, proposal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

HERE = "/dashboard/ranking/"
BETTER = {
    "investment": "9000000",
    "projects_100m": "50",
    "jobs": "900000",
    "new_jobs": "90000",
    "enterprises": "9000",
    "surveyed_enterprises": "900",
    "surveyed_revenue": "100000",
    "local_tax": "6000",
    "value_added": "90000",
    "rd_spending": "9000",
    "platforms": "9",
}
POOR = dict.fromkeys(BETTER, "1")


@pytest.fixture
def leader(client):
    client.force_login(UserFactory(leader=True))
    return client


def test_year_that_was_not_scored_has_no_places(leader):
    report(municipal(), 2020)
    answer = leader.get(HERE, {"year": "2020"})
    assert answer.context["groups"] == []
    assert "该年度尚未评分" in answer.content.decode()


def test_places_grades_and_blanks_are_shown(leader, reviewer):
    category = CategoryFactory(name="金融")
    for name, values in (("缺数据园", {}), ("较差园", POOR), ("较好园", BETTER)):
        report(municipal(name=name, category=category), 2020, **values)
    runs.assess_now(2020, by=None)
    best = Cluster.objects.get(name="较好园")
    grades.grade(proposal(best, 2020), grade="excellent", reason="核定为优秀", by=reviewer)
    answer = leader.get(HERE, {"year": "2020"})
    ((_, rows),) = answer.context["groups"]
    places = [(row.assessment.duty.cluster.name, row.place) for row in rows]
    assert places == [("较好园", 1), ("较差园", 2), ("缺数据园", None)]
    text = answer.content.decode()
    for words in ("金融", "优秀", "核定为优秀", "未评定", "数据不全，未计分"):
        assert words in text
