"""The quarters of the demonstration: every year asks, figures grow over the year and agree with its report."""

from decimal import Decimal

import pytest

from assessment.models import QuarterFigure, QuarterlyIndicator, Submission
from assessment.selectors import watchlist
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("demo")


def test_every_year_asks_for_the_same_figures() -> None:
    found = QuarterlyIndicator.objects.values_list("reporting_year_id", "indicator_id")
    codes = ("revenue", "leading_revenue", "tax", "jobs")
    assert set(found) == {(year, code) for year in (2020, 2021, 2022) for code in codes}


def test_last_quarter_of_a_closed_year_agrees_with_its_report() -> None:
    rows = QuarterFigure.objects.filter(quarter=4).select_related("duty__submission__verified_version")
    assert {row.duty.year for row in rows} == {2020, 2021}
    for row in rows:
        reported = row.duty.submission.verified_version.values
        for code in ("revenue", "leading_revenue", "jobs"):
            assert Decimal(row.values[code]) == Decimal(reported[code])


def test_cumulative_figures_grow_over_the_year() -> None:
    grown: dict[int, list[Decimal]] = {}
    for row in QuarterFigure.objects.order_by("quarter"):
        grown.setdefault(row.duty_id, []).append(Decimal(row.values["revenue"]))
    assert grown
    assert all(values == sorted(set(values)) for values in grown.values())
    assert {len(values) for values in grown.values()} == {3, 4}


def test_open_year_went_through_the_service_and_knows_its_officers() -> None:
    rows = QuarterFigure.objects.filter(duty__reporting_year=2022).select_related("saved_by", "duty")
    assert rows
    assert all(row.saved_by is not None and row.saved_by.district_id == row.duty.district_id for row in rows)


def test_slip_of_the_report_is_not_repeated_in_the_quarters() -> None:
    slipped = Submission.objects.get(duty__reporting_year=2022, duty__cluster__code="QJ-0001")
    third = QuarterFigure.objects.get(duty=slipped.duty, quarter=3)
    assert Decimal(third.values["revenue"]) * 1000 < Decimal(slipped.values["revenue"])


def test_watch_list_has_projections_and_a_title_at_stake() -> None:
    rows = {row.duty.cluster.code: row for row in watchlist.rows(UserFactory(leader=True), 2022)}
    marine = rows["QJ-0009"]
    assert marine.basis == "按第三季度数据推算"
    assert [reason.code for reason in marine.reasons] == ["last", "miss"]
