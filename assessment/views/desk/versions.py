"""What changed: between filed versions, between two officers' entries, between what is stored and what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.enums import ReviewAction
from assessment.forms.report import ReportForm
from assessment.models import Indicator, Review, Submission, SubmissionVersion
from assessment.selectors import figures
from clusters.templatetags.figures import full_precision

_TONES = {ReviewAction.VERIFIED: "pass", ReviewAction.RETURNED: "card"}


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One filed version with the city's answer and its differences to the version before."""

    version: SubmissionVersion
    review: Review | None
    asked: str
    changes: list[dict[str, Any]]
    is_first: bool

    @property
    def tone(self) -> str:
        return _TONES[ReviewAction(self.review.action)] if self.review else ""


def entries(report: Submission, indicators: Sequence[Indicator]) -> list[VersionEntry]:
    """Return the filed versions of a report, newest first."""
    if report.pk is None:
        return []
    filed = list(report.versions.select_related("filed_by", "review__reviewed_by").order_by("number"))
    labels = {one.code: one.label for one in indicators}
    found = []
    for before, version in zip([None, *filed], filed, strict=False):
        review = getattr(version, "review", None)
        asked = "、".join(labels.get(code, code) for code in review.fields) if review else ""
        changes = _changes(before, version, indicators) if before else []
        found.append(VersionEntry(version, review, asked, changes, before is None))
    return found[::-1]


def _changes(
    before: SubmissionVersion, after: SubmissionVersion, indicators: Iterable[Indicator]
) -> list[dict[str, Any]]:
    """Return the differing figures and words of two versions as rows of the difference table."""
    old, new = figures.from_text(before.values), figures.from_text(after.values)
    found = [
        _row(one.label, one.unit, _written(old.get(one.code)), _written(new.get(one.code)))
        for one in indicators
        if old.get(one.code) != new.get(one.code)
    ]
    for kind, name in (("remarks", "备注"), ("confirmations", "情况说明")):
        said, says = getattr(before, kind), getattr(after, kind)
        found += [
            _row(f"{one.label}（{name}）", "", said.get(one.code, ""), says.get(one.code, ""))
            for one in indicators
            if said.get(one.code, "") != says.get(one.code, "")
        ]
    return found


def _row(label: str, unit: str, old: str, new: str) -> dict[str, Any]:
    return {"label": label, "unit": unit, "old": old, "new": new, "changed": True}


def _written(value: Any) -> str:
    return "" if value is None else full_precision(value)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field in which what is stored differs from what was typed; `text` is what taking theirs over puts in."""

    label: str
    unit: str
    field: str
    theirs: str
    mine: str
    text: str


def conflicts(report: Submission, form: ReportForm) -> list[Conflict]:
    """Return the differences between what somebody else stored and what was typed, in the order of the form."""
    return list(_differences(report, form))


def unsaved(report: Submission, form: ReportForm) -> list[dict[str, Any]]:
    """Return what was typed and could not be kept, as rows of the difference table."""
    return [_row(one.label, one.unit, one.theirs, one.mine) for one in _differences(report, form)]


def _differences(report: Submission, form: ReportForm) -> Iterable[Conflict]:
    form.is_valid()
    typed = form.values()
    stored = figures.from_text(report.values)
    unreadable = form.unreadable
    for one in form.indicators:
        code, name = one.code, f"value_{one.code}"
        if code in unreadable or typed.get(code) != stored.get(code):
            mine = form[name].value() or "" if code in unreadable else _written(typed.get(code))
            yield Conflict(one.label, one.unit, name, _written(stored.get(code)), mine, _plain(report.values, code))
        yield from _words(one, "remark", "备注", report.remarks, form)
        yield from _words(one, "confirm", "情况说明", report.confirmations, form)


def _words(one: Indicator, kind: str, label: str, stored: Mapping[str, str], form: ReportForm) -> Iterable[Conflict]:
    name = f"{kind}_{one.code}"
    mine, theirs = (form[name].value() or "").strip(), stored.get(one.code, "")
    if mine != theirs:
        yield Conflict(f"{one.label}（{label}）", "", name, theirs, mine, theirs)


def _plain(stored: Mapping[str, str | None], code: str) -> str:
    return stored.get(code) or ""
