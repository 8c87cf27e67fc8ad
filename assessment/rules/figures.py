"""Judging a table of figures without touching anything else: a row for each cluster and year in, results out."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assessment.rules.codes import standing_after
from assessment.rules.criteria import Rank, Rule, Threshold
from assessment.rules.facts import Facts, Prior, Title
from assessment.rules.field import Entrant, judge_field
from assessment.rules.numbers import figure, plain
from assessment.rules.outcome import Line, Outcome
from assessment.rules.ruleset import Ruleset, YearRules
from assessment.rules.tables import csv_text

_KEYS = ("cluster", "group", "year")
_LONG_AGO = date(1900, 1, 1)


class FiguresError(ValueError):
    """A table that cannot be read; the message (Chinese) names the row."""


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
    Raises FiguresError for missing columns, a bad year or a second row for a cluster and year.
    """
    rows, notes = _read(text, ruleset)
    title = Title(frozenset({_first_rules(ruleset).policy.titles.revocable}), _LONG_AGO)
    figures = {(row.cluster, row.facts.year): row.facts.values for row in rows}
    priors: dict[str, tuple[Prior, ...]] = {}
    judged: list[Judged] = []
    for year in sorted({row.facts.year for row in rows}):
        field = [row for row in rows if row.facts.year == year]
        entrants = [
            Entrant(
                row.cluster,
                replace(row.facts, previous=figures.get((row.cluster, year - 1))),
                title,
                priors.get(row.cluster, ()),
            )
            for row in field
        ]
        outcomes = judge_field(entrants, ruleset)
        for row in field:
            outcome = outcomes[row.cluster]
            priors[row.cluster] = (*priors.get(row.cluster, ()), Prior(year, standing_after(outcome)))
            judged.append(Judged(row.cluster, row.group, outcome))
    return tuple(judged), notes


def table_of(judged: Sequence[Judged]) -> str:
    """Return the results as CSV text with BOM: value, points and state of every criterion, total, grade, verdict.

    Values are cut so that they never contradict the state; blank where there is none.
    """
    codes = list(dict.fromkeys(line.code for one in judged for line in one.outcome.lines))
    heads = [f"{code}_{part}" for code in codes for part in ("value", "points", "state")]
    rows = []
    for one in judged:
        lines = {line.code: line for line in one.outcome.lines}
        cells = [cell for code in codes for cell in _cells(lines.get(code))]
        total = "" if one.outcome.score is None else plain(one.outcome.score)
        result = (total, one.outcome.grade, one.outcome.verdict.value, _open(one.outcome))
        rows.append((one.cluster, one.group, one.outcome.year, *cells, *result))
    return csv_text([*_KEYS, *heads, "total", "grade", "verdict", "open"], rows)


def _cells(line: Line | None) -> tuple[str, str, str]:
    if line is None:
        return "", "", ""
    value = "" if line.value is None else line.display.replace(",", "")
    return value or line.note, "" if line.points is None else plain(line.points), line.state.value


def _open(outcome: Outcome) -> str:
    causes = [f"{line.label}：{line.cause.label}" for line in outcome.lines if line.cause is not None]
    return "；".join([*(why.label for why in outcome.why), *causes])


@dataclass(frozen=True, slots=True)
class _Row:
    cluster: str
    group: str
    facts: Facts


def _read(text: str, ruleset: Ruleset) -> tuple[list[_Row], tuple[str, ...]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = list(reader.fieldnames or ())
    absent = [key for key in _KEYS if key not in columns]
    if absent:
        raise FiguresError(f"数据表缺少列：{'、'.join(absent)}")
    kinds = group_kinds(ruleset)
    unused = [name for name in columns if name not in (*_KEYS, *kinds, *ruleset.indicators)]
    rows: list[_Row] = []
    seen: set[tuple[str, int]] = set()
    for number, cells in enumerate(reader, 2):
        row = _row(
            number, {key: (value or "").strip() for key, value in cells.items() if isinstance(key, str)}, kinds, ruleset
        )
        if (row.cluster, row.facts.year) in seen:
            raise FiguresError(f"第{number}行：{row.cluster}{row.facts.year}年重复")
        seen.add((row.cluster, row.facts.year))
        rows.append(row)
    return rows, tuple(f"列“{name}”不是规则集的指标，未使用" for name in unused)


def _row(number: int, cells: Mapping[str, str], kinds: Sequence[str], ruleset: Ruleset) -> _Row:
    if not cells["year"].isdecimal() or not cells["cluster"]:
        raise FiguresError(f"第{number}行：集聚区不能为空，年度应为四位数字")
    values: dict[str, Decimal | None] = {}
    invalid: dict[str, str] = {}
    for code in ruleset.indicators:
        cell = cells.get(code)
        try:
            values[code] = figure(cell) if cell else None
        except ValueError as error:
            values[code], invalid[code] = None, str(error)
    groups = {kind: cells.get(kind) or cells["group"] for kind in kinds}
    facts = Facts(
        year=int(cells["year"]),
        values=values,
        invalid=invalid,
        groups={kind: name for kind, name in groups.items() if name},
    )
    return _Row(cells["cluster"], cells["group"], facts)


def group_kinds(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the kinds of group (category, region …) that the rulebook uses."""
    kinds: list[str] = []
    for _, rules in ruleset.steps:
        for criterion in rules.criteria:
            kinds.extend(criterion.group_kinds)
            kinds.append(_group_of(criterion.rule))
        kinds.extend(check.group for check in rules.checks)
        if rules.policy.grading is not None:
            kinds.append(rules.policy.grading.group)
    return tuple(dict.fromkeys(kind for kind in kinds if kind))


def _group_of(rule: Rule) -> str:
    if isinstance(rule, Threshold):
        return rule.by
    return rule.group if isinstance(rule, Rank) else ""


def _first_rules(ruleset: Ruleset) -> YearRules:
    return ruleset.steps[0][1]
