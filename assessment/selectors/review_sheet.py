"""One filed report as its reviewer reads it: figures beside last year and the category, findings, versions."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assessment.enums import Family, Kind
from assessment.models import Evidence, Indicator, Submission, SubmissionVersion
from assessment.rules.enums import Severity
from assessment.rules.facts import Facts
from assessment.rules.outcome import Finding
from assessment.selectors import figures, rulebook
from assessment.selectors.preview import Preview, Typed, preview
from assessment.selectors.verification import Risk, facts_filed, figure_medians, findings_in_field, risk_of

_ORDER = {Severity.INVALID: 0, Severity.MISSING: 1, Severity.SUSPECT: 2, Severity.WARNING: 3}
_LEVELS = {
    Severity.INVALID: "block",
    Severity.MISSING: "block",
    Severity.SUSPECT: "confirm",
    Severity.WARNING: "warn",
}


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with the district's reason for it. `codes` are the figures whose reason may be accepted."""

    finding: Finding
    reason: str
    codes: tuple[str, ...]
    is_accepted: bool

    @property
    def level(self) -> str:
        """How the finding is shown: block, confirm or warn."""
        return _LEVELS[self.finding.severity]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One indicator as a reviewer sees it, with what was found about it."""

    indicator: Indicator
    value: Decimal | None
    last: Decimal | None
    middle: Decimal | None
    remark: str
    was_returned: bool
    notes: tuple[Note, ...]
    evidence: tuple[Evidence, ...] = ()
    mend_reason: str = ""

    @property
    def kind(self) -> str:
        """How the figure is written: money with two decimals, areas and counts with what they have."""
        return "money" if self.indicator.kind == Kind.MONEY else "plain"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filed version, ready to be reviewed: families of lines, findings, what it would lead to."""

    version: SubmissionVersion
    families: tuple[tuple[str, tuple[FigureLine, ...]], ...]
    risk: Risk
    preview: Preview
    has_medians: bool


def sheet(row: Submission, reasons: Mapping[str, str] | None = None) -> Sheet:
    """Return the latest filed version of a report (the working copy while nothing was filed) for its reviewer.

    `reasons` are those typed so far, by indicator, why a figure is to be mended.

    The preview believes the reasons that the city accepted: before the review none, so that a doubt holds it.
    """
    duty = figures.loaded([row.duty_id])[0]
    version = row.current_version or SubmissionVersion(submission=row, values=row.values, remarks=row.remarks)
    review = getattr(version, "review", None) if version.pk else None
    accepted = frozenset(review.accepted if review is not None else ())
    judged = preview(duty, Typed(figures.from_text(version.values), version.confirmations, accepted=accepted))
    category = duty.cluster.category_id or ""
    middle = figure_medians(duty.year, category)
    facts = replace(facts_filed(duty, version), previous=judged.facts.previous, earlier=judged.facts.earlier)
    findings = findings_in_field(facts, rulebook.for_entry(duty.year))
    notes = _notes(findings, version, accepted)
    lines = [
        replace(line, mend_reason=(reasons or {}).get(line.indicator.code, ""))
        for line in _lines(row, version, (facts, middle), notes)
    ]
    return Sheet(version, _families(lines), risk_of(findings), judged, bool(middle))


def _notes(
    findings: Collection[Finding], version: SubmissionVersion, accepted: frozenset[str]
) -> dict[str, tuple[Note, ...]]:
    """Return the findings by the indicator they are shown under, the gravest first."""
    by_code: dict[str, tuple[Note, ...]] = defaultdict(tuple)
    for finding in sorted(findings, key=lambda finding: _ORDER[finding.severity]):
        codes = tuple(code for code in finding.fields if version.confirmations.get(code))
        asks = finding.severity is Severity.SUSPECT
        reasons = dict.fromkeys(version.confirmations[code] for code in codes) if asks else {}
        note = Note(finding, "；".join(reasons), codes if asks else (), accepted.issuperset(finding.fields))
        by_code[finding.fields[0]] += (note,)
    return by_code


def _lines(
    row: Submission,
    version: SubmissionVersion,
    compared: tuple[Facts, Mapping[str, Decimal]],
    notes: Mapping[str, tuple[Note, ...]],
) -> list[FigureLine]:
    facts, middle = compared
    documents = list(row.evidence.standing())
    return [
        FigureLine(
            indicator=indicator,
            value=facts.values.get(indicator.code),
            last=(facts.previous or {}).get(indicator.code),
            middle=middle.get(indicator.code),
            remark=version.remarks.get(indicator.code, ""),
            was_returned=indicator.code in row.returned_fields,
            notes=notes.get(indicator.code, ()),
            evidence=tuple(one for one in documents if one.indicator_code == indicator.code),
        )
        for indicator in Indicator.objects.in_force(facts.year)
    ]


def _families(lines: list[FigureLine]) -> tuple[tuple[str, tuple[FigureLine, ...]], ...]:
    grouped: dict[str, list[FigureLine]] = {}
    for line in lines:
        grouped.setdefault(line.indicator.family, []).append(line)
    return tuple((Family(family).label, tuple(members)) for family, members in grouped.items())


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that differs between two versions."""

    label: str
    unit: str
    old: Decimal | None
    new: Decimal | None


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A filed version with what it changed and what the city said of it."""

    version: SubmissionVersion
    changes: tuple[Change, ...]


def versions(row: Submission) -> list[VersionEntry]:
    """Return every filed version, the newest first, each with its figures that differ from the one before."""
    rows = list(row.versions.select_related("filed_by", "review__reviewed_by").order_by("number"))
    labels = {indicator.code: indicator for indicator in Indicator.objects.in_force(row.duty.year)}
    entries, before = [], None
    for version in rows:
        entries.append(VersionEntry(version, _changes(before, version, labels) if before else ()))
        before = version
    return entries[::-1]


def _changes(
    before: SubmissionVersion, after: SubmissionVersion, labels: Mapping[str, Indicator]
) -> tuple[Change, ...]:
    old, new = figures.from_text(before.values), figures.from_text(after.values)
    codes = [*labels, *sorted((old.keys() | new.keys()) - labels.keys())]
    return tuple(
        Change(
            labels[code].label if code in labels else code,
            labels[code].unit if code in labels else "",
            old.get(code),
            new.get(code),
        )
        for code in codes
        if old.get(code) != new.get(code)
    )
