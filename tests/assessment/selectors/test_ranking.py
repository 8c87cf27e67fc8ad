"""Ranking inside categories: ties share a place, a result without a score is last, repeatable."""

import pytest

from assessment.selectors import ranking
from assessment.services import runs
from tests.factories import CategoryFactory, SubmissionVersionFactory, figures
from tests.support.history import municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

SCORED = {
    "investment": "20000",
    "projects_100m": "5",
    "rd_spending": "2000",
    "jobs": "4000",
    "new_jobs": "300",
    "local_tax": "4000",
    "value_added": "50000",
}


def test_places_are_given_inside_each_category():
    one, other = CategoryFactory(), CategoryFactory()
    best, worse, blank, alone = (municipal(category=category) for category in (one, one, one, other))
    report(best, 2020, **SCORED, tax="9000")
    report(worse, 2020, **SCORED)
    report(blank, 2020)
    report(alone, 2020, **SCORED)
    runs.assess_now(2020, by=None)
    (_, first), (_, second) = ranking.by_category(2020)
    assert [(row.assessment.duty.cluster, row.place) for row in first] == [(best, 1), (worse, 2), (blank, None)]
    assert [(row.assessment.duty.cluster, row.place) for row in second] == [(alone, 1)]
    assert first[0].firm == ranking.by_category(2020)[0][1][0].firm


@pytest.mark.parametrize("clusters", (1, 3))
def test_ranking_costs_the_same_for_any_number_of_clusters(clusters, django_assert_num_queries):
    for _ in range(clusters):
        report(municipal(), 2020, **SCORED)
    runs.assess_now(2020, by=None)
    with django_assert_num_queries(3):
        first = ranking.by_category(2020)
    with django_assert_num_queries(2):
        again = ranking.by_category(2020)
    assert [row.firm for _, rows in again for row in rows] == [row.firm for _, rows in first for row in rows]


def test_places_are_drawn_anew_when_a_result_is_replaced():
    category = CategoryFactory()
    best, worse = (municipal(category=category) for _ in range(2))
    fallen = report(best, 2020, **SCORED, tax="9000")
    report(worse, 2020, **SCORED)
    runs.assess_now(2020, by=None)
    ((_, before),) = ranking.by_category(2020)
    assert [row.firm.best for row in before] == [1, 2]
    lower = figures(**{**SCORED, "jobs": "1000", "investment": "2000"})
    fallen.verified_version = SubmissionVersionFactory(submission=fallen, values=lower)
    fallen.save()
    runs.assess_now(2020, by=None)
    ((_, after),) = ranking.by_category(2020)
    assert [(row.assessment.duty.cluster, row.firm.place) for row in after] == [(worse, 1), (best, 2)]
