"""What each part of the leaders' page shows, as the sentence that stands over it."""

from collections import Counter
from collections.abc import Sequence

from assessment.rules.criteria import Test
from assessment.selectors.city import ClusterYear, reaches
from assessment.selectors.targets import WORDS, TargetRow

_NAMED = 3
"""More names than this on one place say less than their number."""


def of_targets(rows: list[TargetRow]) -> str:
    """Return how many of the targets stand where: reached, missed, not complete, without a figure."""
    counts = Counter(row.standing for row in rows)
    parts = [f"{counts[code]} 项{word}" for code, word in WORDS.items() if counts[code]]
    return f"{len(rows)} 项目标中，{'，'.join(parts)}" if rows else ""


def of_districts(rows: list[ClusterYear]) -> str:
    """Return where most clusters are assessed, and where most cards and withdrawals fell."""
    placed = [row for row in rows if row.is_assessed and row.district]
    if not placed:
        return "各区市参加考核的集聚区"
    most = _most("参加考核", Counter(str(row.district) for row in placed))
    failed = Counter(str(row.district) for row in placed if row.has_failed)
    return f"{most}，{_most('黄牌、摘牌', failed)}" if failed else f"{most}，均无黄牌、摘牌"


def of_scatter(rows: list[ClusterYear], lines: Sequence[Test]) -> str:
    """Return how many clusters reach both lines per area, compared exactly."""
    names = "、".join(line.measure.label for line in lines[:2])
    pairs = [pair for row in rows if None not in (pair := [row.value(line.measure) for line in lines[:2]])]
    if not pairs or len(lines) < 2:
        return names or "单位面积标准"
    met = Counter(
        sum(reaches(value, line) for value, line in zip(pair, lines, strict=False) if value) for pair in pairs
    )
    tail = f"，{met[0]} 家两项均未达到" if met[0] else ""
    return f"{len(pairs)} 家中 {met[2]} 家{names}均达到标准{tail}"


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


def _most(what: str, counted: Counter[str]) -> str:
    """Return who has most and how many; everybody who shares the place, unless they are too many to name."""
    highest = max(counted.values())
    names = [name for name, count in counted.items() if count == highest]
    if len(names) > _NAMED:
        return f"{what}最多的 {len(names)} 个各 {highest} 家"
    return f"{what}以{'、'.join(names)}最多（{'各 ' if len(names) > 1 else ''}{highest} 家）"
