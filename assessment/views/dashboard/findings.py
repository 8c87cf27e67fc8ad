"""What each part of the leaders' page shows, as the sentence that stands over it."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from assessment.selectors.city import ClusterYear
from assessment.selectors.targets import TargetRow
from clusters.models import District

_NAMED = 3
"""More names than this on one place say less than their number."""


def of_targets(rows: list[TargetRow]) -> str:
    """Return how many of the targets are reached, missed, and without a figure."""
    met = Counter(row.met for row in rows)
    parts = [f"{met[True]} 项已达到", f"{met[False]} 项未达到"]
    if met[None]:
        parts.append(f"{met[None]} 项尚无数据")
    return f"{len(rows)} 项目标中，{'，'.join(parts)}"


def of_districts(rows: list[ClusterYear]) -> str:
    """Return where most clusters are assessed, and where most cards and withdrawals fell."""
    placed = [row for row in rows if row.is_assessed and row.district]
    if not placed:
        return "各区市参加考核的集聚区"
    most = _most("参加考核", Counter(_short(row.district) for row in placed))
    failed = Counter(_short(row.district) for row in placed if row.has_failed)
    return f"{most}，{_most('黄牌、摘牌', failed)}" if failed else f"{most}，均无黄牌、摘牌"


def of_scatter(rows: list[ClusterYear], lines: Mapping[str, Decimal]) -> str:
    """Return how many clusters reach both lines per floor area, compared exactly."""
    pairs = [
        (revenue, tax)
        for row in rows
        if (revenue := row.per_m2("revenue")) is not None and (tax := row.per_m2("tax")) is not None
    ]
    if not pairs or "revenue" not in lines or "tax" not in lines:
        return "单位面积营业收入与税收"
    goals = Fraction(lines["revenue"]), Fraction(lines["tax"])
    both = sum(revenue >= goals[0] and tax >= goals[1] for revenue, tax in pairs)
    neither = sum(revenue < goals[0] and tax < goals[1] for revenue, tax in pairs)
    tail = f"，{neither} 家两项均低于标准" if neither else ""
    return f"{len(pairs)} 家中 {both} 家单位面积营业收入、税收均达到标准{tail}"


def of_categories(rows: list[ClusterYear]) -> str:
    """Return in which category most cards and withdrawals fell."""
    judged = [row for row in rows if row.is_assessed]
    names = {row.cluster.category_id: str(row.cluster.category or "类别未载明") for row in judged}
    failed = Counter(names[row.cluster.category_id] for row in judged if row.has_failed)
    if not judged:
        return "各类别考核结论"
    if not failed:
        return f"{len(names)} 个类别均无黄牌、摘牌"
    return f"{len(names)} 个类别中 {len(failed)} 个有黄牌、摘牌，{_most('', failed)}"


def _short(district: District | None) -> str:
    """Return the name as the map writes it, without its second name in brackets."""
    return str(district).split("（")[0]


def _most(what: str, counted: Counter[str]) -> str:
    """Return who has most and how many; everybody who shares the place, unless they are too many to name."""
    highest = max(counted.values())
    names = [name for name, count in counted.items() if count == highest]
    if len(names) > _NAMED:
        return f"{what}最多的 {len(names)} 个各 {highest} 家"
    return f"{what}以{'、'.join(names)}最多（{'各 ' if len(names) > 1 else ''}{highest} 家）"
