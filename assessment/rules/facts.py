"""What is judged: one data year of one recognition, its title and the years before, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assessment.rules.enums import Filing, Standing

Figures = Mapping[str, Decimal | None]


SPARSE = {"sparse": True}
"""Marks a field of a stored class that few rulebooks fill: its default is not stored, older records lack it."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a cluster stands in its field for one criterion: `better` others are ahead, `equal` share its place
    (itself included), of `size` that could be ranked."""

    better: int
    equal: int
    size: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """The newest verified figures of a cluster from before last year."""

    year: int
    values: Figures


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of one data year.

    `values` by indicator code, each in the unit the ruleset declares for it; None is blank. `invalid` holds, by
    code, why a text is no number. `confirmed` holds the codes whose odd value the district confirmed with a reason
    and the city accepted. `previous` are last year's verified figures, `earlier` those of the last year known before
    it: growth is told from `previous` alone, the data checks look further back. `groups` names the cluster's category,
    region and the like. `medians` are category medians by indicator code, `positions` by criterion code; both
    come from the whole field (see field.py).
    """

    year: int
    filing: Filing = Filing.VERIFIED
    values: Figures = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    invalid: Mapping[str, str] = field(default_factory=dict)
    previous: Figures | None = None
    earlier: Earlier | None = field(default=None, metadata=SPARSE)
    groups: Mapping[str, str] = field(default_factory=dict)
    ruled_failed: bool = False
    exempt: bool = False
    medians: Mapping[str, Decimal] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Title:
    """A recognition: the levels held in that year (municipal, provincial, national, reserve, applicant), since when,
    until when, and whether another cluster was merged into it."""

    levels: frozenset[str]
    recognised_on: date
    ended_on: date | None = None
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Prior:
    """How an earlier data year of the same recognition stands. `issued` is the day its card was issued, if known.

    A year that is left out was never due. A proposal that nobody has confirmed yet is WAITING. `score` is its total,
    known where the rulebook takes averages.
    """

    year: int
    standing: Standing
    issued: date | None = None
    score: Decimal | None = field(default=None, metadata=SPARSE)
