"""One filed report as its reviewer reads it: figures beside last year and the category, findings, versions."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from assessment.enums import Family
from assessment.models import Evidence, Indicator, Submission, SubmissionVersion
from assessment.rules.enums import Severity
from assessment.rules.outcome import Finding
from assessment.selectors import figures, rulebook
from assessment.selectors.preview import Preview, Typed, preview
from assessment.selectors.verification import Risk, figure_medians, findings_in_field, risk_of

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filed version, ready to be reviewed: families of lines, findings, what it would lead to."""

    version: SubmissionVersion
    families: tuple[tuple[str, list[FigureLine]], ...]
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
    facts = figures.as_verified(duty, figures.from_text(version.values), {})
    facts = replace(facts, previous=judged.facts.previous, earlier=judged.facts.earlier)
    findings = findings_in_field(facts, rulebook.for_entry(duty.year))
    notes = _notes(findings, version, accepted)
    documents = list(row.evidence.standing())
    families: dict[str, list[FigureLine]] = defaultdict(list)
    for one in Indicator.objects.in_force(duty.year):
        line = FigureLine(
            indicator=one,
            value=facts.values.get(one.code),
            last=(facts.previous or {}).get(one.code),
            middle=middle.get(one.code),
            remark=version.remarks.get(one.code, ""),
            was_returned=one.code in row.returned_fields,
            notes=notes.get(one.code, ()),
            evidence=tuple(document for document in documents if document.indicator_code == one.code),
            mend_reason=(reasons or {}).get(one.code, ""),
        )
        families[Family(one.family).label].append(line)
    return Sheet(version, tuple(families.items()), risk_of(findings), judged, bool(middle))


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


class Change(NamedTuple):
    """One figure, remark or reason that differs between two versions; None and "" where there was none."""

    label: str
    unit: str
    old: Decimal | str | None
    new: Decimal | str | None


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A filed version with what it changed, and the names of the figures that its reviewer wanted mended."""

    version: SubmissionVersion
    changes: list[Change]
    asked: str


def versions(row: Submission, asked_for: Iterable[Indicator] | None = None) -> list[VersionEntry]:
    """Return every filed version, the newest first, each with what differs from the one before.

    `asked_for` are the indicators of the data year, for a caller who has them.
    """
    if row.pk is None:
        return []
    filed = list(row.versions.select_related("filed_by", "review__reviewed_by").order_by("number"))
    indicators = {one.code: one for one in asked_for or Indicator.objects.in_force(row.duty.year)}
    found = []
    for before, version in zip([None, *filed], filed, strict=False):
        review = getattr(version, "review", None)
        asked = [indicators[code].label if code in indicators else code for code in review.fields] if review else []
        changes = list(_changes(before, version, indicators)) if before else []
        found.append(VersionEntry(version, changes, "、".join(asked)))
    return found[::-1]


def _changes(
    before: SubmissionVersion, after: SubmissionVersion, indicators: Mapping[str, Indicator]
) -> Iterator[Change]:
    old, new = figures.from_text(before.values), figures.from_text(after.values)
    for code in [*indicators, *sorted((old.keys() | new.keys()) - indicators.keys())]:
        if old.get(code) != new.get(code):
            known = indicators.get(code)
            yield Change(known.label if known else code, known.unit if known else "", old.get(code), new.get(code))
    for kind, name in (("remarks", "备注"), ("confirmations", "情况说明")):
        said, says = getattr(before, kind), getattr(after, kind)
        for code, one in indicators.items():
            if said.get(code, "") != says.get(code, ""):
                yield Change(f"{one.label}（{name}）", "", said.get(code, ""), says.get(code, ""))
