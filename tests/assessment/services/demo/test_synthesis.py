"""Derived figures are the same everywhere, stay inside their wholes, and keep blanks blank."""

from decimal import Decimal

import pytest

from assessment.services.demo import story, synthesis
from assessment.services.demo.story import Place, Report
from clusters.services import reference

CODES = {row["code"] for row in reference.read("indicators.toml", "indicator")}
PARTS = {
    "leading_revenue": "revenue", "surveyed_revenue": "revenue", "value_added": "revenue", "rd_spending": "revenue",
    "local_tax": "tax", "area_in_use": "floor_area", "new_jobs": "jobs", "surveyed_enterprises": "enterprises",
}  # fmt: skip
PLACE = Place("QJ-0001", Decimal("50000.00"), None, None, None, None, ())


def report(**changes: object) -> Report:
    key = {"revenue": Decimal("120000.00"), "leading_revenue": Decimal("90000.00"), "floor_area": Decimal("100000.00")}
    return Report(2021, "draft", key | {"tax": Decimal("7000.00")}, **changes)  # type: ignore[arg-type]


def test_figures_are_the_same_each_time_and_differ_from_year_to_year() -> None:
    assert synthesis.all_figures(PLACE, report()) == synthesis.all_figures(PLACE, report())
    other = Report(2020, "draft", report().figures)
    assert synthesis.all_figures(PLACE, other) != synthesis.all_figures(PLACE, report())


def test_known_example_does_not_drift() -> None:
    """The same on every machine and in every Python: a changed figure changes decisions already shown to people."""
    figures = synthesis.all_figures(PLACE, report())
    assert {code: str(figures[code]) for code in ("jobs", "investment", "projects_100m")} == {
        "jobs": "2238",
        "investment": "9462.96",
        "projects_100m": "3",
    }


@pytest.mark.parametrize("place", story.told().places, ids=lambda place: place.code)
def test_every_indicator_is_there_and_parts_stay_within_their_wholes(place: Place) -> None:
    for told in place.reports:
        figures = synthesis.all_figures(place, told)
        assert set(figures) == (set(told.typed) or CODES)
        for part, whole in PARTS.items():
            small, large = figures.get(part), figures.get(whole)
            if small is not None and large is not None:
                assert 0 <= small <= large, (place.code, told.year, part)


def test_blank_tax_leaves_the_tax_and_its_share_blank() -> None:
    key = {code: value for code, value in report().figures.items() if code != "tax"}
    figures = synthesis.all_figures(PLACE, Report(2021, "verified", key))
    assert figures["tax"] is None
    assert figures["local_tax"] is None
    assert figures["revenue"] == Decimal("120000.00")


def test_slip_multiplies_the_named_figures_only() -> None:
    right, slipped = (synthesis.all_figures(PLACE, report(typed_in_yuan=codes)) for codes in ((), ("revenue",)))
    assert slipped["revenue"] == Decimal("1200000000.00")
    assert {code for code in right if right[code] != slipped[code]} == {"revenue"}


def test_draft_holds_only_what_was_typed() -> None:
    assert set(synthesis.all_figures(PLACE, report(typed=("revenue", "jobs")))) == {"revenue", "jobs"}
