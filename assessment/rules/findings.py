"""Building up the findings of the data checks, and what they leave undeterminable."""

from dataclasses import dataclass, field
from decimal import Decimal

from assessment.rules.checklist import Check
from assessment.rules.enums import Cause, Severity
from assessment.rules.facts import Facts
from assessment.rules.numbers import is_usable
from assessment.rules.outcome import Finding, Slip
from assessment.rules.slips import slip_text


@dataclass(slots=True)
class Found:
    """The findings so far; `bad` fields are invalid, `asked` ones already questioned, `held` measures cannot be told."""

    findings: list[Finding] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    held: dict[str, Cause] = field(default_factory=dict)

    def add(self, finding: Finding, holds: frozenset[str]) -> None:
        """Take in a finding; while it is open, the measures `holds` cannot be told."""
        self.findings.append(finding)
        if finding.severity is Severity.INVALID:
            self.bad.add(finding.fields[0])
        if finding.severity is not Severity.WARNING:
            self.asked.update(finding.fields)
        if not finding.is_open:
            return
        cause = Cause.INVALID if finding.severity is Severity.INVALID else Cause.SUSPECT
        for measure in holds:
            if self.held.get(measure) is not Cause.INVALID:
                self.held[measure] = cause

    def readable(self, code: str, facts: Facts) -> Decimal | None:
        """Return a figure that can be looked at: it is there, is a number and was not found invalid."""
        value = facts.values.get(code)
        if value is None or code in self.bad or not is_usable(value):
            return None
        return value

    def passes_over(self, one: Check) -> bool:
        """True for a warning about a field that is already questioned more sharply."""
        return one.severity is Severity.WARNING and any(field_.code in self.asked for field_ in one.fields)


def finding_of(one: Check, facts: Facts, message: str, slips: tuple[Slip, ...] = ()) -> Finding:
    """Return the finding of a check: `message` says what is odd, the likely slips follow."""
    codes = tuple(indicator.code for indicator in one.fields)
    named = "；".join(slip_text(slip) for slip in slips)
    return Finding(
        code=one.code,
        severity=one.severity,
        fields=codes,
        label=one.label,
        message=f"{message}。{named}。" if named else f"{message}。",
        instruction=one.instruction,
        entered=facts.values.get(codes[0]),
        previous=facts.previous.get(codes[0]) if facts.previous else None,
        slips=slips,
        touches=one.touches,
        confirmed=one.severity is Severity.SUSPECT and facts.confirmed.issuperset(codes),
        cite=one.cite,
    )
