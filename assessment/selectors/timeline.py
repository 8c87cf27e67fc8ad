"""The history of a cluster in the order of time, as the public and as its officers may read it."""

from collections.abc import Iterator
from datetime import date, datetime
from math import inf
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from assessment.enums import AppealState, DecisionKind
from assessment.models import Appeal, Decision
from assessment.selectors import results
from clusters.letters.colophon import chinese_date
from clusters.models import Cluster

Entry = dict[str, Any]
"""An entry of components/timeline.html."""
_TONES: Final = {
    DecisionKind.PASSED: "pass",
    DecisionKind.YELLOW_CARD: "card",
    DecisionKind.DELISTING: "exit",
    DecisionKind.ESCALATION: "card",
    DecisionKind.ANNULMENT: "hold",
}


def decided(row: Decision, *, reason: str = "") -> Entry:
    """Return a decision (with its letters) as an entry; one that was taken back says so in the place of its reason."""
    later = getattr(row, "superseded_by", None)
    what = f"{row.year}年度：{row.get_kind_display()}"
    if row.kind == DecisionKind.ANNULMENT and row.supersedes is not None:
        what = f"{row.year}年度：撤销“{row.supersedes.get_kind_display()}”决定"
    return {
        "when": row.decided_on,
        "what": what,
        "tone": "hold" if later else _TONES[DecisionKind(row.kind)],
        "note": f"该决定已于{chinese_date(later.decided_on)}撤销。" if later else reason,
        "document": "、".join(letter.document_number for letter in row.letters.all()),
    }


def public(cluster: Cluster) -> list[Entry]:
    """Return what the public may know: confirmed decisions and issued letters, the newest first; two queries."""
    return [decided(row) for row in _rows(cluster).order_by("-decided_on", "-pk")]


def of_cluster(cluster: Cluster) -> list[Entry]:
    """Return everything that happened to the cluster's titles, the newest first; four queries."""
    entries = [*_titles(cluster), *_decisions(cluster), *_appeals(cluster)]
    return sorted(entries, key=_moment, reverse=True)


def _rows(cluster: Cluster) -> QuerySet[Decision]:
    related = ("confirmed_by", "seconded_by", "supersedes", "superseded_by")
    rows = Decision.objects.filter(cluster=cluster).select_related(*related)
    return rows.defer("record", "supersedes__record", "superseded_by__record").prefetch_related(results.letters())


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
    for row in _rows(cluster):
        entry = decided(row)
        mark = "（已撤销）" if entry["note"] else ""
        who = "、".join(one.full_name for one in (row.confirmed_by, row.seconded_by) if one)
        yield {**entry, "when": row.decided_at, "what": entry["what"] + mark, "who": who, "note": row.reason}


def _appeals(cluster: Cluster) -> Iterator[Entry]:
    rows = Appeal.objects.filter(decision__cluster=cluster).select_related("filed_by", "ruled_by", "decision")
    for row in rows.defer("decision__record"):
        what = f"对{row.decision.year}年度{row.decision.get_kind_display()}申请复核"
        yield {"when": row.filed_at, "what": what, "who": row.filed_by.full_name, "note": row.grounds}
        if row.ruled_at and row.state != AppealState.PENDING:
            who = row.ruled_by.full_name if row.ruled_by else ""
            what = f"复核申请{row.get_state_display()}"
            yield {"when": row.ruled_at, "what": what, "who": who, "note": row.ruling}
