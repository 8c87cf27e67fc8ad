"""Sums of verified figures over the city, by district or by category: exact, with how many clusters stand behind each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Value

from assessment.models import Duty
from assessment.selectors.figures import from_text

BY = {"city": "全市", "district": "区市、功能区", "category": "类别"}

# Code, name and place of the group; what has none stands last.
_GROUPED: Mapping[str, tuple[Any, ...]] = {
    "city": (Value("city"), Value(BY["city"]), Value(0)),
    "district": ("district_id", "district__name", "district__order"),
    "category": ("cluster__category_id", "cluster__category__name", "cluster__category__order"),
}


@dataclass(slots=True)
class Total:
    """The sums of one group. `counts` says for each indicator how many clusters reported it; blanks are not zero."""

    code: str
    name: str
    clusters: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def totals_of(duties: QuerySet[Duty], by: str) -> list[Total]:
    """Return the sums by group over the duties with verified figures; one query."""
    groups: dict[str, Total] = {}
    order: dict[str, tuple[int, str]] = {}
    rows = duties.order_by().values_list(*_GROUPED[by], "submission__verified_version__values")
    for code, name, place, values in rows:
        key = code or ""
        group = groups.setdefault(key, Total(key, name or "未载明"))
        order[key] = (1 << 20 if place is None else place, key)
        group.clusters += 1
        for indicator, value in from_text(values or {}).items():
            if value is not None:
                group.sums[indicator] += value
                group.counts[indicator] += 1
    return [groups[key] for key in sorted(groups, key=order.__getitem__)]
