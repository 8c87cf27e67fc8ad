"""Criteria and data checks as a rulebook words them, resolved for a data year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.enums import Combine, Kind, Missing, Role, Severity
from assessment.rules.measures import Indicator, Measure


@dataclass(frozen=True, slots=True)
class Spec:
    """What every result line repeats of its criterion, so that a stored result explains itself.

    `line` is in `unit`; `up` / `down` turn the first source over the second (or the first alone) into `unit`, and are
    None where the value is no plain ratio or figure of `sources`. `terms` words the scale of a scored criterion.
    """

    code: str
    label: str
    kind: Kind
    family: str
    card: bool
    role: Role
    cite: Citation
    full: Decimal | None = None
    weight: Decimal | None = None
    unit: str = ""
    decimals: int = 0
    op: str = ""
    line: Decimal | None = None
    sources: tuple[Indicator, ...] = ()
    up: Decimal | None = None
    down: Decimal | None = None
    definition: Citation | None = None
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of a measure with a line; `parameter` names the line where the rulebook does."""

    measure: Measure
    op: str
    line: Decimal
    spec: Spec
    parameter: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line, which may differ by group (`by` names the kind of group)."""

    test: Test
    by: str
    tests: Mapping[str, Test]


@dataclass(frozen=True, slots=True)
class Compound:
    """Several conditions: all, any or at least n of them. One inside another has a `spec` of its own; None: that of
    the criterion."""

    how: Combine
    parts: tuple["Test | Compound", ...]
    spec: Spec | None = None


Condition = Test | Compound


@dataclass(frozen=True, slots=True)
class Level:
    """A level or star: its name, its points and the conditions that must all hold."""

    name: str
    points: Decimal
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels from the highest to the lowest; `rest` points when none holds."""

    levels: tuple[Level, ...]
    rest: Decimal


@dataclass(frozen=True, slots=True)
class Linear:
    """Points along a straight line between two points, level beyond them; `start` is the smaller value."""

    measure: Measure
    start: Decimal
    start_points: Decimal
    end: Decimal
    end_points: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of values up to `high` (None: without end); `takes_high` says whether the end itself belongs to it."""

    high: Decimal | None
    takes_high: bool
    points: Decimal


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands in ascending order, without gap or overlap."""

    measure: Measure
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """`hold` points for at least the base, `per_step` for each full `step` above it, at most `cap`.

    Below the base `per_step_down` is taken off for each full step, down to zero; None: no points below the base.
    """

    measure: Measure
    base: Decimal
    hold: Decimal
    step: Decimal
    per_step: Decimal
    per_step_down: Decimal | None
    cap: Decimal


@dataclass(frozen=True, slots=True)
class RankClass:
    """A class of the ranking. `by` is first, last (places), share (cumulative percent from the top) or rest."""

    by: str
    size: Decimal
    points: Decimal
    name: str


@dataclass(frozen=True, slots=True)
class Rank:
    """Points by place inside a group (empty: the whole field). `ties` says which place equals share: best or worst;
    `rounding` how many places a share of the field is: down, nearest (half up) or up."""

    measure: Measure
    group: str
    descending: bool
    ties: str
    rounding: str
    classes: tuple[RankClass, ...]


Rule = Threshold | Compound | Levels | Linear | Bands | Growth | Rank


def comparisons_in(conditions: Iterable[Condition]) -> Iterator[Test]:
    """Yield the single comparisons, however deep they stand inside one another."""
    for one in conditions:
        if isinstance(one, Test):
            yield one
        else:
            yield from comparisons_in(one.parts)


def conditions_of(rule: Threshold | Compound | Levels) -> tuple[Condition, ...]:
    """Return the conditions that a rule puts together; the line for no particular group stands for a threshold."""
    if isinstance(rule, Threshold):
        return (rule.test,)
    return rule.parts if isinstance(rule, Compound) else tuple(part for level in rule.levels for part in level.parts)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its rule, what a blank or a missing base does to it, for whom it holds.

    `pass_at`: the points from which a scored criterion counts as passed; None when it only gives points.
    `only` and `barred`: for each kind of group (category, region) the names it is for, and those it is not for.
    """

    spec: Spec
    rule: Rule
    missing: Missing
    no_base: Missing
    pass_at: Decimal | None
    only: Mapping[str, frozenset[str]]
    barred: Mapping[str, frozenset[str]]

    @property
    def group_kinds(self) -> tuple[str, ...]:
        """Return the kinds of group that decide whether the criterion holds for a cluster."""
        return tuple(dict.fromkeys((*self.only, *self.barred)))

    def is_for(self, groups: Mapping[str, str]) -> bool:
        """Return False when one of the groups that are known rules the criterion out."""
        return all(groups[kind] in names for kind, names in self.only.items() if kind in groups) and not any(
            groups.get(kind) in names for kind, names in self.barred.items()
        )

    @property
    def code(self) -> str:
        return self.spec.code


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    `form` is required, bounds, compare, ratio, factor, median, sum, base or share. `fields` are the indicators it
    asks about (the first is the one under suspicion), `measure` the quantity of a ratio or what is set
    beside the median of `group`. `low` and `high` are the limits; `takes_low` / `takes_high` whether the limit itself is admitted.
    While the finding stands, the measures in `holds` cannot be told, and with them the criteria in `touches`.
    """

    code: str
    label: str
    severity: Severity
    form: str
    instruction: str
    cite: Citation
    skips_zero: bool = False
    fields: tuple[Indicator, ...] = ()
    measure: Measure | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    takes_low: bool = True
    takes_high: bool = True
    criterion: str = ""
    group: str = ""
    holds: frozenset[str] = frozenset()
    touches: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of `fields`."""
        return tuple([field.code for field in self.fields])
