"""The readings a rulebook must choose: how criteria combine, how cards add up, what gaps and blanks mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.enums import Combine, Missing, State


@dataclass(frozen=True, slots=True)
class ByPoints:
    """Pass by the total score: at least `mark`, not among the last `last` of the field (of the `group`, where one is
    named), and besides the criteria with card = true, joined by `also`. Each may be None; not both first ones are.
    `is_averaged`: the score is the mean of this and the last assessment."""

    mark: Decimal | None
    last: int | None = None
    group: str = ""
    also: Combine | None = None
    is_averaged: bool = False


@dataclass(frozen=True, slots=True)
class Streak:
    """`cards` within `within` calendar years (see `Due.skips`: or assessments) end the title."""

    cards: int
    within: int


@dataclass(frozen=True, slots=True)
class Due:
    """An assessment every `every` years, counted from the data year `first`, or (None) from each recognition's first
    assessed year. `skips`: what counts by years counts by assessments; the years between are neither card nor gap."""

    every: int
    first: int | None
    skips: bool


@dataclass(frozen=True, slots=True)
class Titles:
    """The levels whose holders are assessed, and the one that can be withdrawn."""

    assessed: frozenset[str]
    revocable: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """How points become a total. `mode` is sum (points add up) or weighted (each criterion's share of its full marks
    times its weight); every item is rounded half up to `decimals` digits."""

    mode: str
    full: Decimal
    decimals: int
    bonus_cap: Decimal
    deduction_cap: Decimal


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade. By points: from `mark` up. By rank: the best `mark` percent (cumulative); None takes the rest."""

    code: str
    label: str
    mark: Decimal | None


@dataclass(frozen=True, slots=True)
class Limit:
    """No better grade than `best` while the criterion is met or missed, as `state` says."""

    criterion: str
    state: State
    best: str


@dataclass(frozen=True, slots=True)
class Grading:
    """Grades from the best down, by points or by rank (inside `group`, empty: whole field); `limits` hold them down,
    perhaps to `ungraded`, which only a limit can give."""

    by: str
    group: str
    rounding: str
    grades: tuple[Grade, ...]
    on_failure: str
    limits: tuple[Limit, ...] = ()
    ungraded: Grade | None = None

    @property
    def order(self) -> tuple[Grade, ...]:
        """All that a year can get, from the best down."""
        return self.grades if self.ungraded is None else (*self.grades, self.ungraded)

    def label_of(self, code: str) -> str:
        return next((grade.label for grade in self.order if grade.code == code), code)


@dataclass(frozen=True, slots=True)
class Promotion:
    """A holder of `held` without `to` is put forward for it when the criterion is met, or comes to one of `levels`."""

    held: str
    to: str
    criterion: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """The readings in force for a data year; `cites` says for each by its key where it comes from.

    Any one of `streak` ends the title. `first_year` as a number: that many full calendar years go before. `due` None:
    every year.
    """

    combine: Combine | ByPoints
    complete_before_card: bool
    streak: tuple[Streak, ...]
    pass_clears: bool
    gap: str
    missing: Missing
    not_reported: str
    first_year: str | int
    titles: Titles
    area: str
    near_line_percent: Decimal
    appeal_working_days: int
    warning_days: int
    scoring: Scoring | None
    grading: Grading | None
    due: Due | None
    promotion: tuple[Promotion, ...] | None
    cites: Mapping[str, Citation]
