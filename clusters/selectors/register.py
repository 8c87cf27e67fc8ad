"""The public register: what may be searched, and in which order it is shown."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from clusters.enums import Level, RecognitionState
from clusters.models import Cluster
from clusters.pinyin import fold

STANDINGS = {
    "municipal": "市级",
    "upper": "省级以上",
    "withdrawn": "称号已撤销",
    "named": "文件提及，级别未载明",
}


@dataclass(frozen=True, slots=True)
class Search:
    """What a citizen asked for; blanks mean everything."""

    text: str = ""
    district: str = ""
    category: str = ""
    standing: str = ""


def found(search: Search) -> QuerySet[Cluster]:
    """Return the published clusters that fit, by name, with district, category and titles prefetched."""
    rows = Cluster.objects.published().select_related("district", "category").prefetch_related("recognitions")
    key = fold(search.text)
    if key:
        rows = rows.filter(Q(search_key__contains=key) | Q(name_initials__contains=f" {key}") | Q(code__iexact=key))
    if search.district:
        rows = rows.filter(district=search.district)
    if search.category:
        rows = rows.filter(category=search.category)
    return _with_standing(rows, search.standing).order_by("name_key", "pk")


def _with_standing(rows: QuerySet[Cluster], standing: str) -> QuerySet[Cluster]:
    withdrawn = Q(recognitions__state=RecognitionState.WITHDRAWN)
    if standing == "municipal":
        return rows.holding(Level.MUNICIPAL)  # type: ignore[attr-defined]
    if standing == "upper":
        return rows.holding(Level.PROVINCIAL, Level.NATIONAL, Level.UPPER)  # type: ignore[attr-defined]
    if standing == "withdrawn":
        return rows.filter(withdrawn).distinct()
    if standing == "named":
        return rows.filter(recognitions__isnull=True)
    return rows
