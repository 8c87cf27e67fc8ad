"""Judging a table of figures without touching anything else: a row for each cluster and year in, results out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessment.rules.cases.tables import HALF_WIDTH, Row, TableError, read_figure, read_table
from assessment.rules.cases.years import CaseError, read_day, read_levels
from assessment.rules.criteria import Rank, Rule, Threshold
from assessment.rules.enums import Filing, Flag
from assessment.rules.facts import Facts, Title
from assessment.rules.judge.timeline import History, YearFile, timelines
from assessment.rules.numbers import plain
from assessment.rules.outcome import Line, Outcome
from assessment.rules.policy import ByPoints, Grading
from assessment.rules.ruleset import Rulebook, Ruleset
from clusters.csvfile import CsvValue, csv_text

_KEYS = ("cluster", "group", "year")
_STATUS, _LEVEL, _SINCE = "status", "level", "recognised_on"
_OPTIONAL = (_STATUS, _LEVEL, _SINCE)
_FILINGS = {
    "": Filing.VERIFIED, "verified": Filing.VERIFIED, "已核实": Filing.VERIFIED, "missing": Filing.MISSING,
    "未报": Filing.MISSING, "draft": Filing.DRAFT, "草稿": Filing.DRAFT, "returned": Filing.RETURNED,
    "已退回": Filing.RETURNED, "in_review": Filing.SUBMITTED, "审核中": Filing.SUBMITTED,
}  # fmt: skip
_EXEMPT = ("exempt", "免考")
_LONG_AGO = date(1900, 1, 1)
_OPEN = frozenset({Flag.PRIOR_OPEN, Flag.TITLE_OPEN})
_YEAR = re.compile(r"([0-9]{4})年?")


class FiguresError(ValueError):
    """A table that cannot be read; the message (Chinese) names the row and the column."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of one row."""

    cluster: str
    group: str
    outcome: Outcome


def judge_figures(text: str, ruleset: Ruleset) -> tuple[tuple[Judged, ...], tuple[str, ...]]:
    """Judge a CSV text with the columns cluster, group, year and indicator codes (in the rulebook's units).

    A blank is missing. A year that the rulebook does not cover gets no_rule. `group` stands for every kind of group
    the rulebook uses, unless a column has that kind's own name. Earlier rows of a cluster are its history, as if
    confirmed. Returns the results in order of year and of the rows, and notes about columns that were not used.
    Raises FiguresError for what is no such table, a bad year or a second row for a cluster and year.
    """
    rows, notes = _read(text, ruleset)
    levels = frozenset({ruleset.steps[0][1].policy.titles.revocable})
    since: dict[str, date] = {}
    files: dict[str, list[YearFile]] = {}
    for row in rows:
        files.setdefault(row.cluster, []).append(YearFile(row.facts, levels=row.levels))
        if row.since is not None and since.setdefault(row.cluster, row.since) != row.since:
            raise FiguresError(f"“{_SINCE}”：{row.cluster} 写了两个不同的认定日期")
    histories = {
        cluster: History(Title(levels, since.get(cluster, _LONG_AGO)), tuple(years)) for cluster, years in files.items()
    }
    outcomes = {
        (cluster, result.year): result.outcome
        for cluster, results in timelines(histories, Rulebook([ruleset])).items()
        for result in results
    }
    ordered = sorted(rows, key=lambda row: row.facts.year)
    return tuple(Judged(row.cluster, row.group, outcomes[row.cluster, row.facts.year]) for row in ordered), notes


def table_of(judged: Sequence[Judged]) -> str:
    """Return the results as CSV text with BOM: value, points and state of every criterion, total, grade, verdict.

    Values are cut so that they never contradict the state; blank where there is none. A mean or a promotion has its
    column where there is any.
    """
    more = [name for name, read in _MORE.items() if any(read(one.outcome) is not None for one in judged)]
    codes = list(dict.fromkeys(line.code for one in judged for line in one.outcome.lines))
    heads = [f"{code}_{part}" for code in codes for part in ("value", "points", "state")]
    rows = []
    for one in judged:
        lines = {line.code: line for line in one.outcome.lines}
        cells = [cell for code in codes for cell in _cells(lines.get(code))]
        besides = [_MORE[name](one.outcome) for name in more]
        result = (one.outcome.grade, *besides, one.outcome.verdict.value, _open(one.outcome))
        rows.append((one.cluster, one.group, one.outcome.year, *cells, _digits(one.outcome.score), *result))
    return csv_text([*_KEYS, *heads, "total", "grade", *more, "verdict", "open"], rows)


def _cells(line: Line | None) -> tuple[CsvValue, CsvValue, CsvValue]:
    if line is None:
        return None, None, None
    value = line.note if line.value is None else Decimal(line.display.replace(",", ""))
    return value, _digits(line.points), line.state.value


def _digits(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(plain(value))


_MORE: dict[str, Callable[[Outcome], CsvValue]] = {
    "mean": lambda outcome: _digits(outcome.mean.value) if outcome.mean else None,
    "promotion": lambda outcome: outcome.promotion or None,
}


def _open(outcome: Outcome) -> str:
    causes = [f"{line.label}：{line.cause.label}" for line in outcome.lines if line.cause is not None]
    flags = [flag.label for flag in outcome.flags if flag in _OPEN]
    return "；".join([*(why.label for why in outcome.why), *flags, *causes])


@dataclass(frozen=True, slots=True)
class _Entry:
    cluster: str
    group: str
    facts: Facts
    levels: frozenset[str] | None
    since: date | None


def _read(text: str, ruleset: Ruleset) -> tuple[list[_Entry], tuple[str, ...]]:
    try:
        columns, rows = read_table(text, _KEYS)
    except TableError as error:
        raise FiguresError(f"数据表：{error}") from error
    if not rows:
        raise FiguresError("数据表：表头之下没有数据")
    kinds = group_kinds(ruleset)
    notes = [
        _unused(name, ruleset) for name in columns if name not in (*_KEYS, *_OPTIONAL, *kinds, *ruleset.indicators)
    ]
    entries: list[_Entry] = []
    seen: dict[tuple[str, int], int] = {}
    for row in rows:
        entry = _entry(row, kinds, ruleset)
        earlier = seen.setdefault((entry.cluster, entry.facts.year), row.number)
        if earlier != row.number:
            raise FiguresError(f"第 {row.number} 行：{entry.cluster} {entry.facts.year} 年与第 {earlier} 行重复")
        notes.extend(f"第 {row.number} 行“{code}”：{why}；按无效数据处理" for code, why in entry.facts.invalid.items())
        entries.append(entry)
    return entries, tuple(notes)


def _unused(name: str, ruleset: Ruleset) -> str:
    meant = next((code for code, indicator in ruleset.indicators.items() if indicator.label == name), "")
    hint = f"；“{name}”的代码是 {meant}" if meant else ""
    return f"列“{name}”不是规则集的指标代码，未使用{hint}"


def _entry(row: Row, kinds: Sequence[str], ruleset: Ruleset) -> _Entry:
    cells = row.cells
    year = _YEAR.fullmatch(cells["year"].translate(HALF_WIDTH))
    if year is None:
        raise FiguresError(f"第 {row.number} 行“year”：“{cells['year']}”不是数据年度，请写四位数字，如 2021")
    if not cells["cluster"]:
        raise FiguresError(f"第 {row.number} 行“cluster”：集聚区名称不能为空")
    values: dict[str, Decimal | None] = {}
    invalid: dict[str, str] = {}
    for code in ruleset.indicators:
        cell = cells.get(code)
        try:
            values[code] = read_figure(cell) if cell else None
        except ValueError as error:
            values[code], invalid[code] = None, str(error)
    groups = {kind: cells.get(kind) or cells["group"] for kind in kinds}
    status = cells.get(_STATUS, "")
    if status not in (*_FILINGS, *_EXEMPT):
        known = "、".join(filter(None, (*_FILINGS, *_EXEMPT)))
        raise FiguresError(f"第 {row.number} 行“{_STATUS}”：“{status}”不在可选范围：{known}")
    facts = Facts(
        year=int(year[1]),
        filing=_FILINGS.get(status, Filing.VERIFIED),
        exempt=status in _EXEMPT,
        values=values,
        invalid=invalid,
        groups={kind: name for kind, name in groups.items() if name},
    )
    try:
        levels = read_levels(cells[_LEVEL]) if cells.get(_LEVEL) else None
        since = read_day(cells[_SINCE], _SINCE) if cells.get(_SINCE) else None
    except CaseError as error:
        raise FiguresError(f"第 {row.number} 行：{error}") from error
    return _Entry(cells["cluster"], cells["group"], facts, levels, since)


def group_kinds(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the kinds of group (category, region …) that the rulebook uses."""
    kinds: list[str] = []
    for _, rules in ruleset.steps:
        for criterion in rules.criteria:
            kinds.extend(criterion.group_kinds)
            kinds.append(_group_of(criterion.rule))
        kinds.extend(check.group for check in rules.checks)
        kinds.extend(
            one.group for one in (rules.policy.grading, rules.policy.combine) if isinstance(one, Grading | ByPoints)
        )
    return tuple(dict.fromkeys(kind for kind in kinds if kind))


def _group_of(rule: Rule) -> str:
    if isinstance(rule, Threshold):
        return rule.by
    return rule.group if isinstance(rule, Rank) else ""
