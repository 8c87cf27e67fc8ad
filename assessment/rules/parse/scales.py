"""Reading the scales of scored criteria: linear, bands, growth, rank classes."""

from decimal import Decimal

from assessment.rules.criteria import Band, Bands, Growth, Linear, Rank, RankClass, Spec
from assessment.rules.measures import Measure
from assessment.rules.numbers import ZERO, plain
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scope import Scope, amount, optional_amount


def read_measure(table: Table, scope: Scope) -> Measure:
    """Read the name of a measure that exists."""
    return table.pick(scope.measures, table.text("measure"), "算式", "measure")


def read_linear(table: Table, scope: Scope, _head: Spec) -> Linear:
    """Read two points: start = { at, points }, end = { at, points }."""
    measure = read_measure(table, scope)
    ends = []
    for key in ("start", "end"):
        with table.inner(key) as point:
            ends.append((amount(point, "at", scope, measure.unit)[0], _points(point, "points")))
    (start, start_points), (end, end_points) = ends
    if start >= end:
        table.refuse("start 的 at 应小于 end 的 at")
    if start_points == end_points:
        table.refuse("两端得分相同")
    return Linear(measure, start, start_points, end, end_points)


def read_bands(table: Table, scope: Scope, _head: Spec) -> Bands:
    """Read bands from the lowest up; each says with from / above and to / below which end belongs to it."""
    measure = read_measure(table, scope)
    rows = table.tables("bands")
    bands: list[Band] = []
    edge: tuple[Decimal, bool] | None = None
    for number, row in enumerate(rows, 1):
        low = _edge(row, "from", "above", scope, measure.unit)
        high = _edge(row, "to", "below", scope, measure.unit)
        points = _points(row, "points")
        row.done()
        _check_low(row, low, edge)
        _check_high(row, low, high, is_last=number == len(rows))
        edge = high
        bands.append(Band(high and high[0], bool(high and high[1]), points))
    return Bands(measure, tuple(bands))


def _edge(row: Table, closed: str, open_: str, scope: Scope, unit: str) -> tuple[Decimal, bool] | None:
    if row.has(closed) and row.has(open_):
        row.refuse(f"{closed} 与 {open_} 只能写一个")
    for key in (closed, open_):
        if row.has(key):
            return amount(row, key, scope, unit)[0], key == closed
    return None


def _check_low(row: Table, low: tuple[Decimal, bool] | None, edge: tuple[Decimal, bool] | None) -> None:
    """Refuse a band that does not begin where the one below it ends, at `edge` (None: there is none below)."""
    if edge is None:
        if low is not None:
            row.refuse("最低一档不写下限，否则更低的数值没有着落")
        return
    if low is None:
        row.refuse("须写下限（from 或 above），并与上一档的上限相接")
    if low[0] < edge[0] or (low[0] == edge[0] and low[1] and edge[1]):
        row.refuse(f"与上一档重叠（{plain(low[0])}）")
    if low[0] > edge[0] or not (low[1] or edge[1]):
        row.refuse(f"与上一档之间有空档（{plain(edge[0])}）")


def _check_high(
    row: Table, low: tuple[Decimal, bool] | None, high: tuple[Decimal, bool] | None, *, is_last: bool
) -> None:
    if is_last != (high is None):
        row.refuse("只有最高一档不写上限（to 或 below）")
    if low is not None and high is not None and high[0] <= low[0]:
        row.refuse("上限应大于下限")


def read_growth(table: Table, scope: Scope, _head: Spec) -> Growth:
    """Read points for holding the level, per full step above it, and the cap; perhaps a base and steps below it."""
    measure = read_measure(table, scope)
    if not measure.looks_back and not table.has("base"):
        table.refuse("应为与上年相比的算式（growth、change）；与其他基准相比的，写明基准 base", "measure")
    growth = Growth(
        measure,
        base=optional_amount(table, "base", scope, measure.unit)[0] or ZERO,
        hold=_points(table, "hold"),
        step=amount(table, "step", scope, measure.unit)[0],
        per_step=_points(table, "per_step"),
        per_step_down=table.optional("per_step_down", lambda key: _points(table, key)),
        cap=_points(table, "cap"),
    )
    if growth.step <= 0:
        table.refuse("每步幅度应大于零", "step")
    if growth.cap < growth.hold:
        table.refuse("封顶分不应低于保持分", "cap")
    return growth


def read_rank(table: Table, scope: Scope, _head: Spec) -> Rank:
    """Read the classes of a ranking, applied in the order in which they stand."""
    rank = Rank(
        read_measure(table, scope),
        group=table.phrase("group"),
        descending=table.choice("order", {"high_first": True, "low_first": False}),
        ties=table.word("ties", "best", "worst"),
        rounding=read_rounding(table),
        classes=tuple(_rank_class(row) for row in table.tables("classes")),
    )
    if [one.by == "rest" for one in rank.classes] != [*[False] * (len(rank.classes) - 1), True]:
        table.refuse("最后一类（且只有最后一类）写 rest = true", "classes")
    shares = [one.size for one in rank.classes if one.by == "share"]
    if shares != sorted(set(shares)) or any(not 0 < share <= 100 for share in shares):
        table.refuse("share 为自首位起的累计百分比，应递增且在 0 与 100 之间", "classes")
    for by in ("first", "last"):
        sizes = [one.size for one in rank.classes if one.by == by]
        if sizes != sorted(set(sizes)) or any(size < 1 for size in sizes):
            table.refuse(f"{by} 为名次数，至少为 1，有几类的应递增（后面的类包含前面的名次）", "classes")
    return rank


def read_rounding(table: Table) -> str:
    """Read how many places a share of the field is."""
    return table.word("rounding", "down", "nearest", "up", default="down")


def _rank_class(row: Table) -> RankClass:
    kinds = [key for key in ("first", "last", "share", "rest") if row.has(key)]
    if len(kinds) != 1:
        row.refuse("须且只能有一个：first（前几名）、last（后几名）、share（前百分之几）、rest（其余）")
    by = kinds[0]
    if by == "rest" and not row.flag("rest"):
        row.refuse("应为 true", "rest")
    size = ZERO if by == "rest" else row.number(by) if by == "share" else Decimal(row.whole(by))
    found = RankClass(by, size, _points(row, "points"), row.phrase("name"))
    row.done()
    return found


def _points(table: Table, key: str) -> Decimal:
    points = table.number(key)
    if points < 0:
        table.refuse('得分不应为负；扣分用 role = "deduction"', key)
    return points
