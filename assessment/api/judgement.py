"""A judgement as plain values: every criterion with its exact value, line, state, distance and citation."""

from typing import Any

from assessment.api.fields import cite_of
from assessment.models import Assessment
from assessment.rules.criteria import Spec
from assessment.rules.numbers import plain
from assessment.rules.outcome import Finding, Line
from assessment.rules.wire.outcomes import read_outcome
from assessment.rules.words.distance import Change, distance
from assessment.selectors import explanations

Plain = dict[str, Any]


def criteria_of(row: Assessment) -> list[Plain]:
    """Return the criteria of a stored result, the ones that decide about a card first as the rulebook lists them."""
    return [_criterion(line) for line in read_outcome(row.outcome).lines] if row.outcome else []


def findings_of(row: Assessment) -> list[Plain]:
    """Return what the data checks found."""
    return [_finding(finding) for finding in read_outcome(row.outcome).findings] if row.outcome else []


def sections_of(row: Assessment) -> list[Plain]:
    """Return the explanation: headings with their sentences, the same words as on the pages and in the letter."""
    return [{"heading": heading, "sentences": list(lines)} for heading, lines in explanations.of_result(row).sections]


def _criterion(line: Line) -> Plain:
    spec, missed = line.spec, distance(line)
    return {
        **_comparison(line),
        "kind": spec.kind.value,
        "family": spec.family,
        "decides_card": spec.card,
        "points": _text(line.points),
        "full_points": _text(spec.full),
        "terms": spec.terms,
        "inputs": _inputs(spec, line),
        "cite": cite_of(spec.cite),
        "definition": None if spec.definition is None else cite_of(spec.definition),
        "distances": [_change(one) for one in (missed.above, missed.below) if one] if missed else [],
        "parts": [_part(part) for part in line.parts],
    }


def _part(line: Line) -> Plain:
    """A part of a compound criterion; one that is compound itself has parts of its own."""
    return _comparison(line) | ({"parts": [_part(part) for part in line.parts]} if line.parts else {})


def _comparison(line: Line) -> Plain:
    spec, cause = line.spec, line.cause
    value = None if line.value is None else {"numerator": plain(line.value[0]), "denominator": plain(line.value[1])}
    return {
        "code": spec.code,
        "label": spec.label,
        "unit": spec.unit,
        "value": None if line.value is None else line.display.replace(",", ""),
        "exact": value,
        "op": spec.op,
        "line": _text(spec.line),
        "state": line.state.value,
        "state_label": line.state.label,
        "cause": "" if cause is None else cause.value,
        "cause_label": "" if cause is None else cause.label,
        "near": line.near,
        "note": line.note,
    }


def _inputs(spec: Spec, line: Line) -> list[Plain]:
    return [
        {"code": source.code, "label": source.label, "unit": source.unit, "value": _text(value)}
        for source, value in zip(spec.sources, line.inputs, strict=True)
    ]


def _change(change: Change) -> Plain:
    return {
        "indicator": change.indicator.code,
        "label": change.indicator.label,
        "unit": change.indicator.unit,
        "have": plain(change.have),
        "need": plain(change.need),
        "by": plain(change.by),
        "text": f"{change.indicator.label}{'差' if change.rises else '超出'} {change.gap}",
    }


def _finding(finding: Finding) -> Plain:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "severity_label": finding.severity.label,
        "indicators": list(finding.fields),
        "text": finding.text,
        "confirmed": finding.confirmed,
        "cite": cite_of(finding.cite),
    }


def _text(value: Any) -> str | None:
    return None if value is None else plain(value)
