"""Building up the findings of the data checks, and what they leave undeterminable."""

from assessment.rules.checklist import Check
from assessment.rules.enums import Cause, Severity
from assessment.rules.outcome import Finding, Slip
from assessment.rules.slips import slip_text
from assessment.rules.view import View


class Found:
    """The findings so far; `bad` fields are invalid, `asked` ones already questioned, `held` measures cannot be told."""

    __slots__ = ("asked", "bad", "findings", "held")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.bad: set[str] = set()
        self.asked: set[str] = set()
        self.held: dict[str, Cause] = {}

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

    def passes_over(self, one: Check) -> bool:
        """True for a warning about a field that is already questioned more sharply."""
        return one.severity is Severity.WARNING and not self.asked.isdisjoint(one.codes)


def finding_of(one: Check, view: View, message: str, slips: tuple[Slip, ...] = ()) -> Finding:
    """Return the finding of a check: `message` says what is odd, the likely slips follow."""
    facts, first = view.facts, one.codes[0]
    named = "；".join(slip_text(slip) for slip in slips)
    return Finding(
        code=one.code,
        severity=one.severity,
        fields=one.codes,
        label=one.label,
        message=f"{message}。{named}。" if named else f"{message}。",
        instruction=one.instruction,
        entered=view.values.get(first),
        previous=view.last_year(first),
        slips=slips,
        touches=one.touches,
        confirmed=one.severity is Severity.SUSPECT and facts.confirmed.issuperset(one.codes),
        cite=one.cite,
    )
