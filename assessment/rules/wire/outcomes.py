"""Outcomes as canonical JSON, complete in themselves: they can be shown again without the rulebook."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessment.rules.citation import Citation
from assessment.rules.criteria import Spec
from assessment.rules.enums import Basis, Cause, Flag, Kind, Role, Severity, State, Verdict, Why
from assessment.rules.measures import Indicator
from assessment.rules.numbers import plain
from assessment.rules.outcome import Finding, Line, Outcome, Slip
from assessment.rules.wire.facts import canonical


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _cite_data(cite: Citation) -> list[str]:
    return [cite.document, cite.clause, cite.basis.value, cite.note]


def _read_cite(data: list[str]) -> Citation:
    return Citation(data[0], data[1], Basis(data[2]), data[3])


def _spec_data(spec: Spec) -> dict[str, Any]:
    return {
        "code": spec.code,
        "label": spec.label,
        "kind": spec.kind.value,
        "family": spec.family,
        "card": spec.card,
        "role": spec.role.value,
        "unit": spec.unit,
        "decimals": spec.decimals,
        "op": spec.op,
        "line": _text(spec.line),
        "full": _text(spec.full),
        "weight": _text(spec.weight),
        "sources": [[source.code, source.label, source.unit] for source in spec.sources],
        "up": _text(spec.up),
        "down": _text(spec.down),
        "cite": _cite_data(spec.cite),
        "definition": None if spec.definition is None else _cite_data(spec.definition),
        "terms": spec.terms,
    }


def _read_spec(data: Mapping[str, Any]) -> Spec:
    return Spec(
        code=data["code"],
        label=data["label"],
        kind=Kind(data["kind"]),
        family=data["family"],
        card=data["card"],
        role=Role(data["role"]),
        unit=data["unit"],
        decimals=data["decimals"],
        op=data["op"],
        line=_number(data["line"]),
        full=_number(data["full"]),
        weight=_number(data["weight"]),
        sources=tuple(Indicator(*source) for source in data["sources"]),
        up=_number(data["up"]),
        down=_number(data["down"]),
        cite=_read_cite(data["cite"]),
        definition=None if data["definition"] is None else _read_cite(data["definition"]),
        terms=data["terms"],
    )


def _line_data(line: Line) -> dict[str, Any]:
    return {
        "spec": _spec_data(line.spec),
        "inputs": [_text(value) for value in line.inputs],
        "value": None if line.value is None else [plain(line.value[0]), plain(line.value[1])],
        "display": line.display,
        "state": line.state.value,
        "cause": None if line.cause is None else line.cause.value,
        "points": _text(line.points),
        "near": line.near,
        "note": line.note,
        "parts": [_line_data(part) for part in line.parts],
    }


def _read_line(data: Mapping[str, Any]) -> Line:
    value = data["value"]
    return Line(
        spec=_read_spec(data["spec"]),
        inputs=tuple(_number(text) for text in data["inputs"]),
        value=None if value is None else (Decimal(value[0]), Decimal(value[1])),
        state=State(data["state"]),
        cause=None if data["cause"] is None else Cause(data["cause"]),
        points=_number(data["points"]),
        near=data["near"],
        note=data["note"],
        parts=tuple(_read_line(part) for part in data["parts"]),
    )


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain JSON values."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "fields": list(finding.fields),
        "label": finding.label,
        "message": finding.message,
        "instruction": finding.instruction,
        "entered": _text(finding.entered),
        "previous": _text(finding.previous),
        "slips": [[slip.field, slip.label, slip.unit, slip.declared, plain(slip.corrected)] for slip in finding.slips],
        "touches": list(finding.touches),
        "confirmed": finding.confirmed,
        "cite": _cite_data(finding.cite),
    }


def read_finding(data: Mapping[str, Any]) -> Finding:
    """Return the finding of `finding_data`."""
    return Finding(
        code=data["code"],
        severity=Severity(data["severity"]),
        fields=tuple(data["fields"]),
        label=data["label"],
        message=data["message"],
        instruction=data["instruction"],
        entered=_number(data["entered"]),
        previous=_number(data["previous"]),
        slips=tuple(
            Slip(field, label, unit, declared, Decimal(corrected))
            for field, label, unit, declared, corrected in data["slips"]
        ),
        touches=tuple(data["touches"]),
        confirmed=data["confirmed"],
        cite=_read_cite(data["cite"]),
    )


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain JSON values, decimals as strings; `display` repeats a value for reading."""
    return {
        "year": outcome.year,
        "verdict": outcome.verdict.value,
        "flags": [flag.value for flag in outcome.flags],
        "why": [why.value for why in outcome.why],
        "rests_on": list(outcome.rests_on),
        "waits_for": list(outcome.waits_for),
        "open_years": list(outcome.open_years),
        "result": outcome.result.value,
        "lines": [_line_data(line) for line in outcome.lines],
        "score": _text(outcome.score),
        "full": _text(outcome.full),
        "grade": outcome.grade,
        "grade_label": outcome.grade_label,
        "findings": [finding_data(finding) for finding in outcome.findings],
        "ruleset": {
            "code": outcome.ruleset_code,
            "title": outcome.ruleset_title,
            "sha256": outcome.ruleset_sha256,
        },
        "engine_version": outcome.engine_version,
    }


def read_outcome(data: Mapping[str, Any]) -> Outcome:
    """Return the outcome of `outcome_data`."""
    ruleset = data["ruleset"]
    return Outcome(
        year=data["year"],
        verdict=Verdict(data["verdict"]),
        flags=tuple(Flag(flag) for flag in data["flags"]),
        why=tuple(Why(why) for why in data["why"]),
        rests_on=tuple(data["rests_on"]),
        waits_for=tuple(data["waits_for"]),
        open_years=tuple(data["open_years"]),
        result=State(data["result"]),
        lines=tuple(_read_line(line) for line in data["lines"]),
        score=_number(data["score"]),
        full=_number(data["full"]),
        grade=data["grade"],
        grade_label=data["grade_label"],
        findings=tuple(read_finding(finding) for finding in data["findings"]),
        ruleset_code=ruleset["code"],
        ruleset_title=ruleset["title"],
        ruleset_sha256=ruleset["sha256"],
        engine_version=data["engine_version"],
    )


def outcome_json(outcome: Outcome) -> str:
    """Return an outcome as canonical JSON: the same outcome gives the same bytes."""
    return canonical(outcome_data(outcome))


def outcome_from_json(text: str) -> Outcome:
    """Return the outcome of `outcome_json`."""
    return read_outcome(json.loads(text))
