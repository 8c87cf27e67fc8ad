"""What the engine answers: the verdict and everything needed to read, check and explain it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from assessment.rules.citation import Citation
from assessment.rules.criteria import Spec
from assessment.rules.enums import Cause, Flag, Severity, Standing, State, Verdict, Why
from assessment.rules.facts import SPARSE
from assessment.rules.measures import Indicator
from assessment.rules.numbers import SIGNS, Ratio, grouped, shown


class Line(NamedTuple):
    """The result of one criterion (a named tuple, because a run makes millions of them).

    `inputs` are the figures of `spec.sources`, in that order; `value` is the exact value as numerator and positive
    denominator, in `spec.unit`. `note` names a level or a place. `parts` are the comparisons of a compound criterion.
    """

    spec: Spec
    inputs: tuple[Decimal | None, ...]
    value: Ratio | None
    state: State
    cause: Cause | None = None
    points: Decimal | None = None
    near: bool = False
    note: str = ""
    parts: tuple["Line", ...] = ()

    @property
    def code(self) -> str:
        return self.spec.code

    @property
    def label(self) -> str:
        return self.spec.label

    @property
    def figures(self) -> tuple[tuple[Indicator, Decimal | None], ...]:
        """The indicators with what was reported for them."""
        return tuple(zip(self.spec.sources, self.inputs, strict=True))

    @property
    def leaves(self) -> tuple["Line", ...]:
        """The comparisons that the line consists of: of a compound one the innermost, else the line itself."""
        return tuple(leaf for part in self.parts for leaf in part.leaves) or (self,)

    @property
    def unclear(self) -> tuple["Line", ...]:
        """The line itself while it is undetermined; of one that failed, its parts that are."""
        if self.state is State.UNDETERMINED:
            return (self,)
        return tuple(inner for part in self.parts for inner in part.unclear) if self.state is State.FAIL else ()

    @property
    def target(self) -> str:
        """The line to reach for reading: ≥ 10,000; the terms where it is no single number."""
        line = self.spec.line
        return self.spec.terms if line is None else f"{SIGNS.get(self.spec.op, '')} {grouped(line)}"

    @property
    def exact(self) -> Fraction | None:
        """The value as an exact fraction, in `spec.unit`."""
        return None if self.value is None else Fraction(self.value[0]) / Fraction(self.value[1])

    @property
    def display(self) -> str:
        """The value for reading, cut so that it never contradicts the state; an em dash when there is none."""
        return "—" if self.value is None else shown(self.value, self.spec.decimals, self.spec.op, self.spec.line)


@dataclass(frozen=True, slots=True)
class Slip:
    """A likely slip of the unit: the figure was typed in `unit`; `corrected` is it in the declared unit."""

    field: str
    label: str
    unit: str
    declared: str
    corrected: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """What a data check found. `fields` are the indicator codes it is about; a suspect is settled when all of them are
    in `Facts.confirmed`. `touches` are the criteria that cannot be told while it stands."""

    code: str
    severity: Severity
    fields: tuple[str, ...]
    label: str
    message: str
    instruction: str
    entered: Decimal | None
    previous: Decimal | None
    slips: tuple[Slip, ...]
    touches: tuple[str, ...]
    confirmed: bool
    cite: Citation

    @property
    def is_open(self) -> bool:
        """True while it stands in the way of a judgement."""
        return self.severity is Severity.INVALID or (self.severity is Severity.SUSPECT and not self.confirmed)

    @property
    def text(self) -> str:
        """The message followed by what to do."""
        return f"{self.message}{self.instruction}"


class Mean(NamedTuple):
    """The mean of this year's total and that of the last assessment, which was for data year `year`."""

    value: Decimal
    year: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The proposal for one data year. An officer decides; see `Flag` for what stands in the way of confirming it.

    `rests_on` are the data years of the cards a second card or delisting rests on, this year included; `waits_for`
    the years not yet decided; `open_years` the years on hold that may change it. `result` joins the carding lines.
    `mean` decides in place of `score` where the rulebook averages; `promotion` is the level it is put forward for.
    """

    year: int
    verdict: Verdict
    flags: tuple[Flag, ...]
    why: tuple[Why, ...]
    rests_on: tuple[int, ...]
    waits_for: tuple[int, ...]
    open_years: tuple[int, ...]
    result: State
    lines: tuple[Line, ...]
    score: Decimal | None
    full: Decimal | None
    grade: str
    grade_label: str
    findings: tuple[Finding, ...]
    ruleset_code: str
    ruleset_title: str
    ruleset_sha256: str
    engine_version: str
    mean: Mean | None = field(default=None, metadata=SPARSE)
    promotion: str = field(default="", metadata=SPARSE)

    @property
    def carding(self) -> tuple[Line, ...]:
        """The lines that decide about a card."""
        return tuple(line for line in self.lines if line.spec.card)

    @property
    def missed(self) -> tuple[Line, ...]:
        """The carding lines that were missed."""
        return tuple(line for line in self.carding if line.state is State.FAIL)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_open)

    def has(self, flag: Flag) -> bool:
        return flag in self.flags


LETTERS = {State.PASS: "P", State.FAIL: "F", State.UNDETERMINED: "U", State.EXCLUDED: "-", State.SCORED: "S"}


def letters(lines: Sequence[Line]) -> str:
    """Return one letter a line: P pass, F fail, U undetermined; --- when there is none."""
    return "".join(LETTERS[line.state] for line in lines) or "---"


ANNULLED = "ANNULLED"
CARD_VERDICTS = frozenset({Verdict.YELLOW_CARD, Verdict.DELIST, Verdict.ESCALATE})


def code_of(outcome: Outcome) -> str:
    """Return the decision code of a proposal: NONE, YELLOW, YELLOW_PRIOR_OPEN, DELIST, HOLD …"""
    if outcome.verdict is not Verdict.YELLOW_CARD:
        return "NONE" if outcome.verdict is Verdict.PASS else outcome.verdict.name
    if outcome.has(Flag.DELIST_SUSPENDED):
        return "YELLOW_DELIST_SUSPENDED"
    return "YELLOW_PRIOR_OPEN" if outcome.has(Flag.PRIOR_OPEN) else "YELLOW"


def standing_after(outcome: Outcome, *, appealed: bool = False) -> Standing:
    """Return how the year stands for later years once its proposal is confirmed."""
    if outcome.verdict is Verdict.PASS:
        return Standing.PASSED
    if outcome.verdict is Verdict.DELIST:
        return Standing.DELISTED
    if outcome.verdict in CARD_VERDICTS:
        return Standing.CARD_APPEALED if appealed else Standing.CARD
    if outcome.verdict is Verdict.HOLD:
        return Standing.OPEN
    return Standing.EXEMPT if Why.EXEMPTED in outcome.why else Standing.NOT_ASSESSED
