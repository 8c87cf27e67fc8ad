"""The fixture tells the story completely and only of clusters that public documents name."""

from decimal import Decimal

from assessment.enums import SubmissionState
from assessment.services.demo import story
from clusters.services import reference

TOLD = story.told()
KEY = {"revenue", "leading_revenue", "tax", "floor_area"}


def test_story_is_about_documented_clusters_and_known_districts() -> None:
    codes = {row["code"] for row in reference.read("clusters.toml", "cluster")}
    districts = {row["code"] for row in reference.read("districts.toml", "district")}
    categories = {row["code"] for row in reference.read("categories.toml", "category")}
    assert len({place.code for place in TOLD.places}) == len(TOLD.places) >= 12
    for place in TOLD.places:
        assert place.code in codes
        assert place.district is None or place.district in districts
        assert place.category is None or place.category in categories


def test_assumptions_fill_gaps_and_contradict_no_document() -> None:
    stated = {row["code"]: row for row in reference.read("clusters.toml", "cluster")}
    for place in TOLD.places:
        row = stated[place.code]
        assert not (place.district and row.get("district")), place.code
        assert not (place.category and row.get("category")), place.code
        assert place.level not in {title["level"] for title in row.get("title", ())}, place.code


def test_key_figures_are_decimals_of_a_plausible_size() -> None:
    for place in TOLD.places:
        for report in place.reports:
            assert set(report.figures) <= KEY
            assert all(figure == figure.quantize(Decimal("0.01")) for figure in report.figures.values())
            assert Decimal(50_000) < report.figures["floor_area"] < Decimal(800_000), place.code


def test_closed_years_hold_verified_reports_only_and_the_open_year_every_state() -> None:
    closed = {period.year for period in TOLD.periods}
    assert closed == {2020, 2021}
    states = {(report.year in closed, report.state) for place in TOLD.places for report in place.reports}
    assert {state for is_closed, state in states if is_closed} == {SubmissionState.VERIFIED}
    assert {state for is_closed, state in states if not is_closed} == set(SubmissionState)


def test_period_is_due_after_it_was_opened_and_after_its_year() -> None:
    for period in TOLD.periods:
        assert period.opened < period.deadline
        assert period.opened.year == period.year + 1
