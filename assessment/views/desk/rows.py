"""The rows of the figures form and of its read-only view, grouped by the families of the notice."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from django.forms import BoundField

from assessment.enums import Family
from assessment.forms.report import ReportForm, own_errors
from assessment.models import Evidence, Indicator, Submission
from assessment.rules.enums import Severity
from assessment.rules.numbers import grouped, plain
from assessment.rules.outcome import Finding, Slip
from assessment.selectors import figures
from assessment.selectors.preview import Problem, Typed
from clusters.units import siblings

Values = Mapping[str, Decimal | None]
_LEVELS = {Severity.INVALID: "block", Severity.SUSPECT: "confirm", Severity.WARNING: "warn"}


@dataclass(frozen=True, slots=True)
class Hint:
    """What a data check says at a row, in the shape of the finding of a field row, with figures to take over."""

    level: str
    text: str
    fixes: tuple[tuple[str, str, str], ...] = ()
    """For each likely slip: the id of the input, the figure to put in, the words of the button."""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: last year's figure, this year's, what was typed and what the checks say."""

    indicator: Indicator
    last: Decimal | None
    value: Decimal | None
    hints: tuple[Hint, ...]
    to_mend: bool
    mend_reason: str
    evidence: Collection[Evidence] = ()
    field: BoundField | None = None
    remark: BoundField | None = None
    reason: BoundField | None = None
    remark_text: str = ""
    reason_text: str = ""
    earlier: Collection[Decimal | None] = ()
    """The figures of the years before the last one, oldest first."""

    @property
    def errors(self) -> list[str]:
        """The errors of the field itself; what a data check found stands among the hints already."""
        return [] if self.field is None else own_errors(self.field.form, self.field.name)

    @property
    def lead(self) -> str:
        """The first sentence of the definition; the rest unfolds."""
        head, stop, _ = self.indicator.definition.partition("。")
        return head + stop

    @property
    def rest(self) -> str:
        return self.indicator.definition[len(self.lead) :]

    @property
    def units(self) -> str:
        """The other units of the figure's kind, each in its own unit, as a pasted heading may name them (元=1/10000)."""
        return " ".join(f"{name}={factor}" for name, factor in siblings(self.indicator.unit))


@dataclass(frozen=True, slots=True)
class Told:
    """What is known beside the figures: last year's, the findings, what the city wants mended (code to reason),
    documents, and the verified figures of the years before the last one, oldest first."""

    last: Values
    findings: Collection[Finding] = ()
    to_mend: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, Collection[Evidence]] = field(default_factory=dict)
    earlier: Collection[Values] = ()


def entry_rows(form: ReportForm, values: Values, told: Told) -> list[Row]:
    """Return the rows of the form; what cannot be read stands in the form's own errors."""
    return [
        replace(
            _row(one, values, told, form),
            field=form[f"value_{one.code}"],
            remark=form[f"remark_{one.code}"],
            reason=form[f"confirm_{one.code}"],
        )
        for one in form.indicators
    ]


def reading_rows(indicators: Iterable[Indicator], report: Submission, told: Told) -> list[Row]:
    """Return the rows of the read-only view."""
    values = figures.from_text(report.values)
    return [
        replace(
            _row(one, values, told),
            remark_text=report.remarks.get(one.code, ""),
            reason_text=report.confirmations.get(one.code, ""),
            earlier=[values.get(one.code) for values in told.earlier],
        )
        for one in indicators
    ]


def _row(one: Indicator, values: Values, told: Told, form: ReportForm | None = None) -> Row:
    return Row(
        indicator=one,
        last=told.last.get(one.code),
        value=values.get(one.code),
        hints=_hints(one.code, told.findings, form),
        to_mend=one.code in told.to_mend,
        mend_reason=told.to_mend.get(one.code, ""),
        evidence=told.evidence.get(one.code, ()),
    )


def sections(rows: Iterable[Row]) -> list[tuple[Family, list[Row]]]:
    """Return the rows by family, the families in the order of the form."""
    found: dict[Family, list[Row]] = {}
    for row in rows:
        found.setdefault(Family(row.indicator.family), []).append(row)
    return list(found.items())


def faults(form: ReportForm, typed: Typed, found: Iterable[Problem]) -> list[tuple[str, str, str]]:
    """Return what must be mended before filing: the name of the figure, the id of its input, what is wrong."""
    labels = {one.code: one.label for one in form.indicators}
    unread = [(labels[code], f"id_value_{code}", why) for code, why in typed.invalid.items()]
    return unread + [
        (labels[one.field], f"id_{'confirm' if one.asks_reason else 'value'}_{one.field}", one.message) for one in found
    ]


def _hints(code: str, findings: Collection[Finding], form: ReportForm | None = None) -> tuple[Hint, ...]:
    """Return what the checks ask at the first figure of each finding. A blank is counted elsewhere, not scolded here."""
    unreadable = form.unreadable if form and form.is_bound else {}
    return tuple(
        _hint(one, form)
        for one in findings
        if one.fields[0] == code and one.severity in _LEVELS and code not in unreadable
    )


def _hint(finding: Finding, form: ReportForm | None) -> Hint:
    if finding.severity is Severity.SUSPECT and finding.confirmed:
        return Hint("noted", f"{finding.message}已填写情况说明，由市级审核员决定是否采信。")
    fixes = tuple(_fix(slip, form) for slip in finding.slips) if form else ()
    return Hint(_LEVELS[finding.severity], finding.text, fixes)


def _fix(slip: Slip, form: ReportForm) -> tuple[str, str, str]:
    """Return the figure that a slip of the unit meant, with as many decimals as the form takes."""
    decimals = next((one.decimals for one in form.indicators if one.code == slip.field), 2)
    meant = slip.corrected.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    words = f"{slip.label}改为 {grouped(meant)} {slip.declared}"
    return f"id_value_{slip.field}", plain(meant), words
