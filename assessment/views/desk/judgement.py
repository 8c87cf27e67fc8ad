"""The engine's answer in the shape of the verdict panel: for a preview and for a stored result, in the same words."""

from dataclasses import dataclass, replace
from typing import Any

from assessment.models import Assessment
from assessment.rules.enums import Severity, State
from assessment.rules.numbers import grouped
from assessment.rules.outcome import Line, Outcome
from assessment.rules.wire.outcomes import read_outcome
from assessment.rules.words.distance import distance
from assessment.rules.words.explain import Explanation, explain
from assessment.selectors import explanations, rulebook
from assessment.selectors.preview import Preview
from clusters.templatetags.figures import full_precision


@dataclass(frozen=True, slots=True)
class Panel:
    """What the verdict panel shows; `sections` is the whole explanation with its headings, `scores` the scored lines."""

    verdict: str
    label: str
    sentences: tuple[str, ...]
    criteria: tuple[dict[str, Any], ...]
    scores: tuple[Line, ...]
    flags: tuple[str, ...]
    ruleset: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def panel_of_preview(judged: Preview) -> Panel:
    """Return the panel of figures as typed: the verdict, what is lacking, what is still open."""
    explained = explain(judged.outcome, rulebook.parsed(judged.ruleset) if judged.ruleset else None)
    panel = _panel(judged.outcome, explained.sections, _short(judged, explained))
    panel = replace(panel, sentences=(*panel.sentences, *_some(judged.field)))
    # Beside the form there is room for the essence: inputs stand in the form, citations in the standards.
    return replace(panel, criteria=tuple({**card, "inputs": [], "clause": ""} for card in panel.criteria))


def panel_of_result(row: Assessment) -> Panel:
    """Return the panel of a stored result, from what was stored with it; once confirmed it advises nothing."""
    told = explanations.of_result(row)
    panel = _panel(read_outcome(row.outcome), told.sections, _some(told.verdict, told.history))
    return replace(panel, flags=tuple(explanations.flags_of(row)))


def _panel(outcome: Outcome, sections: tuple[tuple[str, tuple[str, ...]], ...], sentences: tuple[str, ...]) -> Panel:
    return Panel(
        verdict=outcome.verdict.value,
        label=outcome.verdict.label,
        sentences=sentences,
        criteria=tuple(_card(line) for line in outcome.carding),
        scores=tuple(line for line in outcome.lines if line.spec.full is not None),
        flags=tuple(flag.label for flag in outcome.flags),
        ruleset=outcome.ruleset_title,
        sections=sections,
    )


def _short(judged: Preview, explained: Explanation) -> tuple[str, ...]:
    """Return what a person who is typing wants to know; what is wrong with a figure stands at the figure."""
    asked = [one for one in judged.findings if one.is_open or one.severity is Severity.MISSING]
    at_figures = {one.text for one in (*asked, *judged.awaiting)}
    rest = [sentence for sentence in explained.open if sentence not in at_figures]
    count = len({one.fields[0] for one in asked})
    pointer = f"{count} 项数据未填写、无效或存疑，见各项下的提示。" if count else ""
    sentences = _some(explained.verdict, pointer, _awaiting(judged), explained.history, explained.joint)
    return (*sentences, *rest, *explained.near)


def _awaiting(judged: Preview) -> str:
    """Return which doubts have their reason and wait for the city, and what the figures come to once it accepts."""
    if not judged.awaiting:
        return ""
    doubts = "；".join(one.message.rstrip("。") for one in judged.awaiting)
    return f"{doubts}。已填写情况说明，待市级审核采信；说明全部采信时，预评为“{judged.if_accepted.verdict.label}”。"


def _some(*sentences: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)


def _card(line: Line) -> dict[str, Any]:
    """Return a carding line as the criterion card takes it."""
    spec = line.spec
    return {
        "label": spec.label,
        "verdict": line.state.value,
        "value": line.exact,
        "line": spec.line,
        "value_text": line.display,
        "line_text": line.target,
        "exact": "" if line.exact is None else full_precision(line.exact),
        "unit": spec.unit,
        "distance": _distance(line),
        "reason": line.cause.label if line.cause else "",
        "inputs": _inputs(line),
        "document": spec.cite.document,
        "clause": spec.cite.clause,
        "basis": spec.cite.basis.value,
        "quote": spec.cite.note,
    }


def _distance(line: Line) -> str:
    """Return what is lacking to the line by its first figure, the others unchanged."""
    found = distance(line)
    if line.near and line.state is State.PASS:
        return "接近标准线"
    if found is None or found.above is None:
        return ""
    return found.above.words


def _inputs(line: Line) -> list[dict[str, str]]:
    return [
        {"label": source.label, "value": "" if value is None else grouped(value), "unit": source.unit}
        for source, value in zip(line.spec.sources, line.inputs, strict=True)
    ]
