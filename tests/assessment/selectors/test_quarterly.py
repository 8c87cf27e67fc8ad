"""Quarterly figures as they stand: the latest version of each quarter, in one query."""

from datetime import date
from decimal import Decimal

import pytest

from assessment.models import QuarterFigure, QuarterlyIndicator, ReportingYear
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


@pytest.mark.parametrize(
    ("quarter", "last_day"),
    ((1, date(2021, 3, 31)), (2, date(2021, 6, 30)), (3, date(2021, 9, 30)), (4, date(2021, 12, 31))),
)
def test_quarter_has_ended_on_the_day_after_its_last(quarter, last_day):
    assert not quarterly.has_ended(2021, quarter, last_day)
    assert quarterly.has_ended(2021, quarter, date.fromordinal(last_day.toordinal() + 1))


def test_quarters_to_fill_are_those_that_are_over_and_lack_a_cluster():
    """(8.D28) A quarter not over yet, a foreign district, a closed year and one that asks for nothing are none."""
    duty = DutyFactory(year=2021)
    officer = UserFactory(district=duty.district)
    assert quarterly.to_fill(officer, date(2021, 10, 1)) == []
    QuarterlyIndicator.objects.create(
        reporting_year=duty.reporting_year, indicator=IndicatorFactory(), nature="balance"
    )
    QuarterlyIndicator.objects.create(
        reporting_year=duty.reporting_year, indicator=IndicatorFactory(), nature="balance"
    )
    DutyFactory(year=2021)
    saved(duty, 1, 1, revenue="1")
    saved(duty, 1, 2, revenue="2")
    found = quarterly.to_fill(officer, date(2021, 9, 30))
    assert found == [quarterly.OpenQuarter(2021, 2, 1, 1)]
    assert [one.quarter for one in quarterly.to_fill(officer, date(2021, 10, 1))] == [2, 3]
    ReportingYear.objects.update(state="closed")
    assert quarterly.to_fill(officer, date(2021, 10, 1)) == []
