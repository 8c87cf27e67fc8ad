"""The one order in which every service locks rows, and the locks that acts about a cluster begin with.

Two acts that lock the same rows in different orders wait for each other for ever; PostgreSQL then fails one of them.
So each act locks downwards in `ORDER` only, rows of one table by primary key or by year, and locks FOR NO KEY UPDATE:
a new row that refers to a locked one need not wait. The audit chain comes last, which `audit.act` sees to.
"""

from typing import Final

from assessment.models import Assessment
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
    "assessment.Duty",
    "assessment.Submission",
    "assessment.Ruling",
    "assessment.RulesetVersion",
    "assessment.Assessment",
    "assessment.Appeal",
    "assessment.LetterSeries",
    "clusters.ChainHead",
)


def hold_cluster(pk: int) -> None:
    """Let one act at a time change the years and the titles of a cluster."""
    Cluster.objects.select_for_update(no_key=True).get(pk=pk)
    list(Recognition.objects.select_for_update(no_key=True).filter(cluster=pk).order_by("pk").values_list("pk"))


def hold_results(cluster: int) -> None:
    """Hold the cluster and all its results, which a decision or its end may change in every later year."""
    hold_cluster(cluster)
    rows = Assessment.objects.current().filter(duty__cluster=cluster)
    list(
        rows.select_for_update(of=("self",), no_key=True)
        .order_by("duty__reporting_year_id", "pk")
        .values_list("pk", flat=True)
    )
