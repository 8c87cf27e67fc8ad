"""What the public may know of a cluster's assessments: confirmed decisions and issued letters, nothing else."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from assessment.enums import DecisionKind
from assessment.models import Decision, Letter
from clusters.letters.colophon import chinese_date
from clusters.models import Cluster

TONES = {
    DecisionKind.PASSED: "pass",
    DecisionKind.YELLOW_CARD: "card",
    DecisionKind.DELISTING: "exit",
    DecisionKind.ESCALATION: "card",
    DecisionKind.ANNULMENT: "hold",
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a cluster's public history, in the shape of the timeline component."""

    when: date
    what: str
    tone: str
    note: str = ""
    document: str = ""
    who: str = ""
    href: str = ""


def history_of(cluster: Cluster) -> list[HistoryEntry]:
    """Return the cluster's decisions, newest first; a superseded one stays visible and says so."""
    letters = Prefetch("letters", Letter.objects.select_related("series"))
    rows = (
        Decision.objects.filter(cluster=cluster)
        .select_related("superseded_by", "supersedes")
        .prefetch_related(letters)
        .order_by("-decided_on", "-pk")
    )
    return [_entry(row) for row in rows]


def what(row: Decision) -> str:
    """Return what was decided for which year, in words."""
    if row.kind == DecisionKind.ANNULMENT and row.supersedes is not None:
        return f"{row.year}年度：撤销“{row.supersedes.get_kind_display()}”决定"
    return f"{row.year}年度：{row.get_kind_display()}"


def _entry(row: Decision) -> HistoryEntry:
    superseded = getattr(row, "superseded_by", None)
    note = f"该决定已于{chinese_date(superseded.decided_on)}撤销。" if superseded else ""
    tone = "hold" if superseded else TONES[DecisionKind(row.kind)]
    numbers = "、".join(letter.document_number for letter in row.letters.all())
    return HistoryEntry(row.decided_on, what(row), tone, note, numbers)
