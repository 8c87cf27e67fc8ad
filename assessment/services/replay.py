"""Recomputing a decision from its own record: same facts, same ruleset, same bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assessment.models import Decision, RulesetVersion
from assessment.rules.engine import assess
from assessment.rules.wire import facts as wire
from assessment.rules.wire.outcomes import outcome_json
from assessment.selectors import rulebook
from assessment.services.records import hash_of


def differences(decision: Decision) -> list[str]:
    """Return what does not agree, as Chinese sentences; an empty list means byte for byte identical."""
    return _differences(decision, _rulesets(decision.record["ruleset_sha256"]))


def _rulesets(*hashes: str | None) -> dict[str, RulesetVersion]:
    """Return the stored rulesets by the hash of their text: those asked for, else all."""
    rows = RulesetVersion.objects.all()
    return {row.sha256: row for row in (rows.filter(sha256__in=hashes) if hashes else rows)}


def _differences(decision: Decision, rulesets: Mapping[str, RulesetVersion]) -> list[str]:
    record, found = decision.record, []
    if hash_of(record) != decision.record_sha256:
        found.append("决定依据的内容与其哈希不符，记录可能被改动。")
    ruleset = rulesets.get(record["ruleset_sha256"])
    if record["ruleset_sha256"] and ruleset is None:
        return [*found, "决定所用的规则集已不在库中。"]
    try:
        inputs = wire.read_input(wire.canonical(record["inputs"]))
    except (KeyError, TypeError, ValueError):
        return [*found, "决定所依据的数据已不可读。"]
    outcome = assess(*inputs, rulebook.parsed(ruleset) if ruleset else None)
    # A later engine that comes to the same answer confirms it: the version is that of the record.
    outcome = replace(outcome, engine_version=record["outcome"].get("engine_version", ""))
    if outcome_json(outcome) != wire.canonical(record["outcome"]):
        found.append("按记录的数据和规则重新计算，结果与决定不一致。")
    if outcome.verdict.value != record["verdict"]:
        found.append(f"重新计算的结论为“{outcome.verdict.label}”，与决定不一致。")
    return found


def all_differences() -> Iterator[tuple[Decision, list[str]]]:
    """Yield every decision with what does not agree, in the order of issue; some hundred are in memory at a time."""
    rulesets = _rulesets()
    rows = Decision.objects.select_related("cluster").order_by("pk")
    for decision in rows.iterator(chunk_size=500):
        yield decision, _differences(decision, rulesets)
