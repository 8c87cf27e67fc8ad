"""The fixtures tell the story completely and only of clusters that public documents name."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assessment.enums import SubmissionState
from assessment.services.demo import story
from assessment.services.demo.story import Report
from clusters.services import reference

TOLD = story.told()
CLOSED = [period["year"] for period in TOLD["period"]]
CODES = {row["code"]: row for row in reference.read("indicators.toml", "indicator")}
PARTS = {
    "leading_revenue": "revenue", "surveyed_revenue": "revenue", "value_added": "revenue", "rd_spending": "revenue",
    "local_tax": "tax", "area_in_use": "floor_area", "new_jobs": "jobs", "surveyed_enterprises": "enterprises",
}  # fmt: skip


def reports() -> Iterator[tuple[str, int, Report]]:
    for year in (*CLOSED, TOLD["open"]["year"]):
        for cluster, report in story.reports(year).items():
            yield cluster, year, report


def test_story_is_about_documented_clusters_and_known_districts() -> None:
    codes = {row["code"] for row in reference.read("clusters.toml", "cluster")}
    districts = {row["code"] for row in reference.read("districts.toml", "district")}
    categories = {row["code"] for row in reference.read("categories.toml", "category")}
    told = {row["code"] for row in TOLD["cluster"]}
    assert len(told) == len(TOLD["cluster"]) >= 12
    assert told <= codes
    assert {cluster for cluster, _, _ in reports()} == told
    assert {row["district"] for row in TOLD["cluster"] if "district" in row} <= districts
    assert {row["category"] for row in TOLD["cluster"] if "category" in row} <= categories


def test_assumptions_fill_gaps_and_contradict_no_document() -> None:
    stated = {row["code"]: row for row in reference.read("clusters.toml", "cluster")}
    for told in TOLD["cluster"]:
        row = stated[told["code"]]
        assert not (told.get("district") and row.get("district")), told
        assert not (told.get("category") and row.get("category")), told
        assert told.get("level") not in {title["level"] for title in row.get("title", ())}, told


def test_figures_are_of_a_plausible_size_with_the_digits_of_their_indicator() -> None:
    for cluster, year, report in reports():
        assert set(report.values) == set(CODES), (cluster, year)
        for code, value in report.values.items():
            assert value is None or value == round(value, CODES[code].get("decimals", 2)), (cluster, year, code)
        assert Decimal(50_000) < (report.values["floor_area"] or 0) < Decimal(800_000), cluster


def test_parts_stay_within_their_wholes() -> None:
    for cluster, year, report in reports():
        for part, whole in PARTS.items():
            small, large = report.values[part], report.values[whole]
            if small is not None and large is not None:
                assert 0 <= small <= large, (cluster, year, part)


def test_every_special_report_has_its_figures() -> None:
    known = {(cluster, year) for cluster, year, _ in reports()}
    assert {(row["cluster"], row["year"]) for row in TOLD["report"]} <= known


def test_misspelt_key_of_a_special_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TOLD, "report", [{"cluster": "QJ-0001", "year": 2021, "remark": {}}])
    with pytest.raises(TypeError, match="remark"):
        story.reports(2021)


def test_closed_years_hold_verified_reports_only_and_the_open_year_every_state() -> None:
    assert CLOSED == [2020, 2021]
    states = {(year in CLOSED, report.state) for _, year, report in reports()}
    assert {state for is_closed, state in states if is_closed} == {SubmissionState.VERIFIED}
    assert {state for is_closed, state in states if not is_closed} == set(SubmissionState)


def test_period_is_due_after_it_was_opened_and_after_its_year() -> None:
    for period in TOLD["period"]:
        assert period["opened"] < period["deadline"]
        assert period["opened"].year == period["year"] + 1
