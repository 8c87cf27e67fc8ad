"""Writing a decision with the snapshot from which it can be recomputed years later."""

import hashlib
import json
from datetime import date
from typing import Any

from django.utils import timezone

from assessment.enums import DecisionKind
from assessment.models import Assessment, Decision
from assessment.rules.wire.facts import canonical
from clusters.models import User


def record_of(row: Assessment) -> dict[str, Any]:
    """Return all that the decision rests on: input, outcome, explanation, versions and hashes."""
    return {
        "cluster": {"code": row.duty.cluster.code, "name": row.duty.cluster.name},
        "year": row.duty.year,
        "inputs": json.loads(row.inputs),
        "outcome": row.outcome,
        "explanation": row.explanation,
        "verdict": row.verdict,
        "flags": row.flags,
        "input_sha256": row.input_sha256,
        "engine_version": row.engine_version,
        "ruleset_sha256": row.ruleset.sha256 if row.ruleset else None,
        "ruleset_title": row.ruleset.title if row.ruleset else None,
        "version": row.version.number if row.version else None,
        "version_sha256": row.version.sha256 if row.version else None,
    }


def hash_of(record: dict[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical JSON."""
    return hashlib.sha256(canonical(record).encode()).hexdigest()


def drafted(row: Assessment, kind: DecisionKind, *, on: date) -> Decision:
    """Return the decision that a proposal would become, unsigned and not stored."""
    record = record_of(row)
    return Decision(
        assessment=row,
        cluster=row.duty.cluster,
        recognition=row.recognition,
        year=row.duty.year,
        kind=kind,
        decided_on=on,
        record=record,
        record_sha256=hash_of(record),
    )


def write(
    row: Assessment,
    kind: DecisionKind,
    signers: list[User],
    *,
    reason: str = "",
    supersedes: Decision | None = None,
    on: date | None = None,
) -> Decision:
    """Add a decision in the caller's transaction. The round makes a second one of its kind impossible
    (unique in the database) unless the first was superseded."""
    earlier = Decision.objects.filter(recognition=row.recognition_id, kind=kind)
    if kind != DecisionKind.DELISTING:
        earlier = earlier.filter(year=row.duty.year)
    decision = drafted(row, kind, on=on or timezone.localdate())
    decision.round = earlier.filter(superseded_by__isnull=False).count() + 1
    decision.supersedes = supersedes
    decision.confirmed_by = signers[0]
    decision.seconded_by = signers[1] if len(signers) > 1 else None
    decision.reason = reason
    decision.save(force_insert=True)
    return decision
