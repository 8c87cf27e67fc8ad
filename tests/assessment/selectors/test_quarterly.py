"""Quarterly figures as they stand: the latest version of each quarter, in one query."""

from decimal import Decimal

import pytest

from assessment.models import QuarterFigure, QuarterlyIndicator
from assessment.selectors import quarterly
from tests.factories import DutyFactory, IndicatorFactory, ReportingYearFactory, UserFactory

pytestmark = pytest.mark.django_db


def saved(duty, quarter, revision, **values):
    return QuarterFigure.objects.create(duty=duty, quarter=quarter, revision=revision, values=values)


def test_latest_version_of_each_quarter_counts():
    duty = DutyFactory()
    saved(duty, 1, 2, revenue="120")
    saved(duty, 1, 1, revenue="100")
    saved(duty, 2, 1, revenue=None)
    found = quarterly.series([duty.cluster_id], [2021])[duty.cluster_id, 2021]
    assert {quarter: (one.revision, dict(one.values)) for quarter, one in found.items()} == {
        1: (2, {"revenue": Decimal(120)}),
        2: (1, {"revenue": None}),
    }


def test_falling_cumulative_figure_is_noticed():
    duty = DutyFactory()
    saved(duty, 1, 1, revenue="100", tax=None)
    saved(duty, 2, 1, revenue="90", tax="5")
    found = quarterly.series([duty.cluster_id], [2021])[duty.cluster_id, 2021]
    assert quarterly.falls(found, 2, "revenue")
    assert not quarterly.falls(found, 2, "tax")
    assert not quarterly.falls(found, 1, "revenue")


def test_year_asks_in_the_order_of_the_form():
    year = ReportingYearFactory()
    for code, order in (("late", 9), ("early", 1)):
        QuarterlyIndicator.objects.create(
            reporting_year=year, indicator=IndicatorFactory(code=code, order=order), nature="cumulative"
        )
    assert [one.indicator_id for one in quarterly.asked(2021)] == ["early", "late"]
    assert quarterly.asked(2020) == []


@pytest.mark.parametrize("clusters", (1, 3))
def test_series_cost_one_query_for_any_number_of_clusters(clusters, django_assert_num_queries):
    duties = [saved(DutyFactory(), 1, 1, revenue="1").duty for _ in range(clusters)]
    with django_assert_num_queries(1):
        quarterly.series([duty.cluster_id for duty in duties], [2020, 2021])


def test_clusters_that_saved_the_quarter_are_counted_once_and_within_sight():
    own, foreign = DutyFactory(), DutyFactory()
    saved(own, 1, 1, revenue="1")
    saved(own, 1, 2, revenue="2")
    saved(foreign, 1, 1, revenue="1")
    assert quarterly.filled(UserFactory(leader=True), 2021, 1) == 2
    assert quarterly.filled(UserFactory(district=own.district), 2021, 1) == 1
    assert quarterly.filled(UserFactory(leader=True), 2021, 2) == 0
    assert quarterly.filled(UserFactory(audit_admin=True), 2021, 1) == 0
