"""A rulebook in memory: for each data year in force its measures, criteria, checks and policy, ready to apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assessment.rules.citation import Citation, Dated, Parameter
from assessment.rules.criteria import Check, Criterion
from assessment.rules.judge.checks import Probe
from assessment.rules.judge.criteria import Judge
from assessment.rules.measures import Indicator, Measure
from assessment.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Family:
    """A family of criteria (投入、产出 …) with its full marks, where it states them."""

    code: str
    label: str
    full: Decimal | None


@dataclass(frozen=True, slots=True)
class Target:
    """A target of the city as a whole; it never gives a card to a cluster.

    `over` says how a measure becomes one figure: "pooled" total over total, "each" every cluster must reach the line,
    "added" what the data years from `since` on added. Without a measure, `count` names what the register counts.
    """

    code: str
    label: str
    measure: Measure | None
    op: str
    line: Decimal
    cite: Citation
    unit: str = ""
    over: str = "pooled"
    count: str = ""
    is_approximate: bool = False
    by_year: int | None = None
    since: int = 0


@dataclass(frozen=True, slots=True)
class YearRules:
    """Everything that holds in a data year, every number resolved."""

    policy: Policy
    measures: Mapping[str, Measure]
    criteria: tuple[Criterion, ...]
    carding: tuple[Criterion, ...]
    checks: tuple[Check, ...]
    targets: tuple[Target, ...]
    users_of: Mapping[str, frozenset[str]]
    """By indicator code: the measures that use it."""
    criteria_of: Mapping[str, tuple[str, ...]]
    """By measure code: the criteria that look at it."""

    labels: Mapping[str, str]
    """By indicator code: its label."""
    probes: tuple[tuple[frozenset[str], Probe], ...]
    """The checks as functions, each with the measures it holds up."""
    judges: tuple[Judge, ...]
    """The criteria as functions."""


def touched(criteria_of: Mapping[str, tuple[str, ...]], measures: frozenset[str]) -> tuple[str, ...]:
    """Return the criteria that look at any of `measures`, each once, sorted."""
    return tuple(sorted({code for measure in measures for code in criteria_of.get(measure, ())}))


@dataclass(frozen=True, slots=True)
class Authority:
    """What letters and lists quote: the document and its clause on assessment and exit, in their own words.

    `document` is the full title without 《》, `number` its 文号, `subject` what the clause provides for (关于…的规定),
    `quotation` the clause itself; empty where the rulebook does not say. `title` is the title that can be lost and
    `exit` what losing it means, as half a sentence: 撤销其…称号，予以摘牌，并停止享受….
    """

    document: str
    number: str
    short: str
    clause: str
    subject: str
    quotation: str
    title: str
    exit: str

    @property
    def cited(self) -> str:
        """The document at its first mention: 《title》（number，以下简称《short》）; the number alone without a title."""
        return f"《{self.document}》（{self.number}，以下简称《{self.short}》）" if self.document else self.number

    @property
    def named(self) -> str:
        """The document when it is mentioned again: 《short》."""
        return f"《{self.short}》" if self.document else self.number


@dataclass(frozen=True, slots=True)
class RulebookEntry:
    """One entry of the rulebook in words, with its history."""

    section: str
    code: str
    label: str
    values: tuple[Dated[str], ...]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A parsed rulebook. `text` is what was read and `sha256` its hash; `last_year` None means until further notice."""

    name: str
    code: str
    title: str
    text: str
    sha256: str
    first_year: int
    last_year: int | None
    cite: Citation
    authority: Authority
    indicators: Mapping[str, Indicator]
    families: tuple[Family, ...]
    parameters: Mapping[str, Parameter]
    policies: tuple[RulebookEntry, ...]
    steps: tuple[tuple[int, YearRules], ...]
    """The rules by the data year from which they hold, in order; at least one, the first for `first_year`."""

    def covers(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def at(self, year: int) -> YearRules | None:
        """Return the rules of a data year; None when the rulebook is not in force for it."""
        if not self.covers(year):
            return None
        return next(rules for since, rules in reversed(self.steps) if since <= year)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rulesets, of which at most one is in force for a data year."""

    rulesets: tuple[Ruleset, ...]

    def __init__(self, rulesets: Sequence[Ruleset]) -> None:
        ordered = tuple(sorted(rulesets, key=lambda ruleset: ruleset.first_year))
        for earlier, later in pairwise(ordered):
            if earlier.covers(later.first_year):
                raise ValueError(f"规则集“{earlier.title}”与“{later.title}”的施行年度重叠：{later.first_year}年")
        object.__setattr__(self, "rulesets", ordered)

    def for_year(self, year: int) -> Ruleset | None:
        """Return the ruleset in force for a data year, or None: then there is no verdict."""
        return next((ruleset for ruleset in self.rulesets if ruleset.covers(year)), None)
