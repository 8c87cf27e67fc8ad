"""The story of the demonstration years as it stands in the fixture: real names, made-up figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from clusters.services import reference

_FILE = "demo/story.toml"


@dataclass(frozen=True, slots=True)
class Report:
    """One yearly report of the story. `figures` are the ones that decide (万元, 平方米); the rest is derived.

    `typed_in_yuan` names the money figures that were typed in 元 by mistake; `typed`, where given, the only
    figures a draft has so far; `undecided` leaves the result to the person who tries the portal.
    """

    year: int
    state: str
    figures: Mapping[str, Decimal]
    typed: tuple[str, ...] = ()
    typed_in_yuan: tuple[str, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    confirmations: Mapping[str, str] = field(default_factory=dict)
    returned_fields: tuple[str, ...] = ()
    return_reason: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What the demonstration assumes of one cluster where no document says it, and its reports."""

    code: str
    land_area: Decimal
    district: str | None
    category: str | None
    level: str | None
    since: date | None
    reports: tuple[Report, ...]

    def report(self, year: int) -> Report | None:
        return next((report for report in self.reports if report.year == year), None)


@dataclass(frozen=True, slots=True)
class Period:
    """A closed data year: when it was opened, when it was due, and when it was decided (None = on the day of loading)."""

    year: int
    opened: datetime
    deadline: datetime
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """Invented parks of one district, in reserve since the open year: an officer may fill in and upload at will."""

    district: str
    since: date
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole story; the last year is open, `days_left` days before its deadline when it is loaded."""

    periods: tuple[Period, ...]
    open_year: int
    days_left: int
    places: tuple[Place, ...]
    practice: Practice


def told() -> Story:
    """Return the story of the fixture. A misspelt key raises TypeError or KeyError."""
    content = reference.load_fixture(_FILE)
    return Story(
        periods=tuple(Period(**row) for row in content["period"]),
        open_year=content["open"]["year"],
        days_left=content["open"]["days"],
        places=tuple(_place(row) for row in content["cluster"]),
        practice=Practice(**{**content["practice"], "names": tuple(content["practice"]["names"])}),
    )


def _place(row: dict[str, Any]) -> Place:
    return Place(
        code=row["code"],
        land_area=row["land_area"],
        district=row.get("district"),
        category=row.get("category"),
        level=row.get("level"),
        since=row.get("since"),
        reports=tuple(_report(report) for report in row["year"]),
    )


def _report(row: dict[str, Any]) -> Report:
    figures = {code: value for code, value in row.items() if isinstance(value, Decimal)}
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name not in figures
    }
    return Report(figures=figures, **told)
