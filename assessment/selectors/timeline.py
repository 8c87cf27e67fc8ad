"""The history of a cluster as its officers read it: titles, decisions, letters, appeals, in the order of time."""

from collections.abc import Iterator
from datetime import date, datetime
from math import inf
from typing import Any

from django.utils import timezone

from assessment.enums import AppealState, DecisionKind
from assessment.models import Appeal, Decision
from assessment.selectors import published, results
from clusters.models import Cluster

Entry = dict[str, Any]
"""An entry of components/timeline.html."""


def of_cluster(cluster: Cluster) -> list[Entry]:
    """Return everything that happened to the cluster's titles, the newest first; four queries."""
    entries = [*_titles(cluster), *_decisions(cluster), *_appeals(cluster)]
    return sorted(entries, key=_moment, reverse=True)


def _moment(entry: Entry) -> tuple[date, float]:
    """Return by what an entry is sorted; of one day, a title begins before and ends after everything else."""
    when: date | datetime = entry["when"]
    if isinstance(when, datetime):
        return timezone.localdate(when), when.timestamp()
    return when, inf if entry["tone"] == "exit" else 0.0


def _titles(cluster: Cluster) -> Iterator[Entry]:
    for title in cluster.recognitions.all():
        if title.recognised_on:
            what = f"认定为{title.get_level_display()}集聚区"
            yield {"when": title.recognised_on, "what": what, "tone": "pass", "document": title.document}
        if title.ended_on:
            what = f"{title.get_level_display()}称号撤销"
            yield {"when": title.ended_on, "what": what, "tone": "exit", "document": title.end_document}


def _decisions(cluster: Cluster) -> Iterator[Entry]:
    rows = (
        Decision.objects.filter(cluster=cluster)
        .select_related("confirmed_by", "seconded_by", "supersedes", "superseded_by")
        .defer("record")
        .prefetch_related(results.letters())
    )
    for row in rows:
        is_superseded = getattr(row, "superseded_by", None) is not None
        people = [row.confirmed_by.full_name, *([row.seconded_by.full_name] if row.seconded_by else [])]
        yield {
            "when": row.decided_at,
            "what": f"{published.what(row)}（已撤销）" if is_superseded else published.what(row),
            "who": "、".join(people),
            "note": row.reason,
            "tone": published.TONES[DecisionKind(row.kind)],
            "document": "、".join(letter.document_number for letter in row.letters.all()),
        }


def _appeals(cluster: Cluster) -> Iterator[Entry]:
    rows = Appeal.objects.filter(decision__cluster=cluster).select_related("filed_by", "ruled_by", "decision")
    for row in rows.defer("decision__record"):
        what = f"对{row.decision.year}年度{row.decision.get_kind_display()}申请复核"
        yield {"when": row.filed_at, "what": what, "who": row.filed_by.full_name, "note": row.grounds}
        if row.ruled_at and row.state != AppealState.PENDING:
            who = row.ruled_by.full_name if row.ruled_by else ""
            what = f"复核申请{row.get_state_display()}"
            yield {"when": row.ruled_at, "what": what, "who": who, "note": row.ruling}
