"""The one order in which every service locks rows, and the locks that acts about a cluster begin with.

Two acts that lock the same rows in different orders wait for each other for ever; PostgreSQL then fails one of them.
So each act locks downwards in `ORDER` only, rows of one table by primary key, and locks FOR NO KEY UPDATE:
a new row that refers to a locked one need not wait. The audit chain comes last, which `audit.act` sees to.
"""

from collections.abc import Iterable
from typing import Final

from assessment.models import Assessment, Duty
from clusters.models import Cluster, Recognition

ORDER: Final = (
    "assessment.ReportingYear",
    "assessment.Run",
    "assessment.RunChunk",
    "assessment.ImportJob",
    "clusters.User",
    "clusters.ApiToken",
    "clusters.Cluster",
    "clusters.Recognition",
    "clusters.Benefit",
    "assessment.Appeal",
    "assessment.Submission",
    "assessment.Ruling",
    "assessment.Duty",
    "assessment.RulesetVersion",
    "assessment.Assessment",
    "assessment.LetterSeries",
    "clusters.ChainHead",
)

# What of a result tells whether a new one differs.
_COMPARED = ("duty_id", "state", "input_sha256", "engine_version", "verdict")


def hold_cluster(pk: int) -> None:
    """Let one act at a time change the years and the titles of a cluster."""
    Cluster.objects.select_for_update(no_key=True).get(pk=pk)
    list(Recognition.objects.select_for_update(no_key=True).filter(cluster=pk).order_by("pk").values_list("pk"))


def hold_results(cluster: int) -> None:
    """Hold the cluster and the results of all its years, which a decision or its end may change."""
    hold_cluster(cluster)
    hold_results_of(Duty.objects.filter(cluster=cluster).order_by().values_list("pk", flat=True))


def hold_results_of(duties: Iterable[int]) -> list[Assessment]:
    """Hold these duties, so that nobody else writes a result for them, and return their results that count."""
    held = Duty.objects.select_for_update(no_key=True).filter(pk__in=duties).order_by("pk")
    pks = list(held.values_list("pk", flat=True))
    rows = Assessment.objects.current().filter(duty__in=pks).order_by("pk")
    return list(rows.select_for_update(no_key=True).only(*_COMPARED))
