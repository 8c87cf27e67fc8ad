"""The story of the demonstration as its fixtures tell it: real names, made-up figures."""

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings

from assessment.selectors import figures
from clusters.services import reference


@dataclass(frozen=True, slots=True)
class Report:
    """One yearly report as its district filed it: figures in the unit of their indicator, None = blank.

    `undecided` leaves the result to the person who tries the portal.
    """

    state: str
    values: figures.Values
    remarks: dict[str, str] = field(default_factory=dict)
    confirmations: dict[str, str] = field(default_factory=dict)
    returned_fields: tuple[str, ...] = ()
    return_reason: str = ""
    undecided: bool = False


@cache
def told() -> dict[str, Any]:
    """Return the story without its figures: closed years (`period`), the `open` year, what is assumed of each
    `cluster`, parks to `practice` on, and what is special about a `report`."""
    return reference.load_fixture("demo/story.toml")


def reports(year: int) -> dict[str, Report]:
    """Return the reports of a data year by the number of their cluster. Raises TypeError for a misspelt key."""
    special: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in told()["report"]:
        if row["year"] == year:
            special[row["cluster"]] = {name: row[name] for name in row if name not in ("cluster", "year")}
    return {
        cluster: Report(state=row.pop("state"), values=figures.from_text(row), **special[cluster])
        for cluster, row in _rows("figures.csv", year)
    }


def quarters(year: int) -> dict[int, dict[str, figures.Values]]:
    """Return the figures at the end of each quarter, by quarter and number of the cluster."""
    found: dict[int, dict[str, figures.Values]] = defaultdict(dict)
    for cluster, row in _rows("quarters.csv", year):
        found[int(row.pop("quarter"))][cluster] = figures.from_text(row)
    return found


def _rows(file: str, year: int) -> list[tuple[str, dict[str, str]]]:
    """Return the rows of a data year with the number of their cluster."""
    with (settings.FIXTURES_DIR / "demo" / file).open(encoding="utf-8", newline="") as lines:
        return [(row.pop("cluster"), row) for row in csv.DictReader(lines) if row.pop("year") == str(year)]
