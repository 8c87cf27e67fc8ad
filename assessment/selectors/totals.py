"""Sums of verified figures over the city, by district or by category: exact, with how many clusters stand behind each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.models import Duty
from assessment.selectors.figures import from_text

BY = {"city": "全市", "district": "区市、功能区", "category": "类别"}


@dataclass(slots=True)
class Total:
    """The sums of one group. `counts` says for each indicator how many clusters reported it; blanks are not zero."""

    code: str
    name: str
    clusters: int = 0
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def totals_of(duties: Iterable[Duty], by: str) -> list[Total]:
    """Return the sums by group; the duties come with cluster, category, district and verified version loaded."""
    groups: dict[str, Total] = {}
    order: dict[str, tuple[int, str]] = {}
    for duty in duties:
        code, name, place = _group(duty, by)
        group = groups.setdefault(code, Total(code, name))
        order[code] = (place, code)
        group.clusters += 1
        version = duty.submission.verified_version
        for indicator, value in from_text(version.values if version else {}).items():
            if value is not None:
                group.sums[indicator] += value
                group.counts[indicator] += 1
    return [groups[code] for code in sorted(groups, key=lambda code: order[code])]


def _group(duty: Duty, by: str) -> tuple[str, str, int]:
    """Return code, name and place of the group; what has none stands last."""
    if by == "city":
        return "city", BY["city"], 0
    found = duty.district if by == "district" else duty.cluster.category
    return (found.code, found.name, found.order) if found else ("", "未载明", 1 << 20)
