"""Decision cases: a table of histories read, run against rulesets, every difference named."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from assessment.rules.cases.rules_column import rulebook_for
from assessment.rules.cases.tables import TableError, read_table
from assessment.rules.cases.years import CaseError, read_day, read_levels, read_year
from assessment.rules.enums import Verdict
from assessment.rules.facts import Title
from assessment.rules.judge.timeline import YearFile, YearResult, timeline
from assessment.rules.numbers import plain
from assessment.rules.outcome import Outcome, letters
from assessment.rules.ruleset import Ruleset
from clusters.csvfile import csv_text

_GROUPS = ("category", "region")
"""Columns a table of cases may have: the groups of the cluster."""

_MORE: dict[str, tuple[str, Callable[[Outcome], str]]] = {
    "expected_grades": ("等次", lambda outcome: outcome.grade),
    "expected_promotions": ("晋升", lambda outcome: outcome.promotion),
    "expected_means": ("平均得分", lambda outcome: "" if outcome.mean is None else plain(outcome.mean.value)),
}
"""Columns a table of cases may have besides: what is expected of a year by its number."""

_COLUMNS = ("case_id", "level", "recognised_on", "history", "expected_decisions")


@dataclass(frozen=True, slots=True)
class Case:
    """One row: a history and what is expected of it. Blank expectations of criteria are None: not compared; of `more`
    (by column) only the years named are."""

    case_id: str
    text: str
    title: Title
    rules: str
    files: tuple[YearFile, ...]
    criteria: Mapping[int, str] | None
    more: Mapping[str, Mapping[int, str]]
    decisions: Mapping[int, str]
    final: str
    notes: tuple[str, ...] = ()


def read_rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text (a leading BOM is ignored), blank ones left out. Raises CaseError for what is no
    table of cases."""
    try:
        _, rows = read_table(text, _COLUMNS)
    except TableError as error:
        raise CaseError(f"用例文件：{error}") from error
    return [dict(row.cells) for row in rows]


def read_case(row: Mapping[str, str], indicators: Iterable[str]) -> Case:
    """Return the case of a row; `indicators` are the codes that histories may use. Raises CaseError."""
    codes = frozenset(indicators)
    notes: list[str] = []
    groups = {kind: name for kind in _GROUPS if (name := row.get(kind, "").strip())}
    entries = _json(row["history"], "history", list)
    files = tuple(_in_groups(read_year(entry, codes, notes), groups) for entry in entries)
    criteria = row.get("expected_criteria", "").strip()
    return Case(
        case_id=row["case_id"].strip(),
        text=row.get("title", "").strip(),
        title=Title(read_levels(row["level"]), _recognised(row["recognised_on"])),
        rules=row.get("rules", "").strip(),
        files=files,
        criteria=_by_year(_json(criteria, "expected_criteria", dict)) if criteria else None,
        more={name: _by_year(_json(text, name, dict)) for name in _MORE if (text := row.get(name, "").strip())},
        decisions=_by_year(_json(row["expected_decisions"], "expected_decisions", dict)),
        final=row.get("expected_final", "").strip(),
        notes=tuple(dict.fromkeys(notes)),
    )


def _in_groups(file: YearFile, groups: Mapping[str, str]) -> YearFile:
    """Return the year with the groups of the row's own columns, for criteria that are meant for some of them."""
    corrected = None if file.corrected is None else replace(file.corrected, groups=groups)
    return replace(file, facts=replace(file.facts, groups=groups), corrected=corrected)


def _recognised(text: str) -> date:
    """Return the day of recognition; a blank (an applicant has none) stands for long ago."""
    return read_day(text, "recognised_on") if text.strip() else date.min


def _json(text: str, column: str, kind: type) -> Any:
    if not text.strip():
        raise CaseError(f"{column}：不能为空")
    try:
        data = json.loads(text, parse_float=Decimal, object_pairs_hook=partial(_once, column))
    except json.JSONDecodeError as error:
        raise CaseError(
            f"{column}：不是有效的 JSON：第 {error.pos + 1} 个字符起（“{text[error.pos : error.pos + 12]}”）看不懂；"
            "键和文字用半角双引号，各项用半角逗号隔开"
        ) from error
    except CaseError:
        raise
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{column}：不是有效的 JSON：数值的位数或嵌套的层数过多") from error
    if not isinstance(data, kind):
        raise CaseError(f"{column}：应为{'列表' if kind is list else '对象'}")
    return data


def _once(column: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys stand in it once."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise CaseError(f"{column}：键“{key}”写了两次，只能写一次")
        found[key] = value
    return found


def _by_year(data: Mapping[str, Any]) -> dict[int, str]:
    try:
        return {int(year): str(value).replace(" ", "") for year, value in data.items()}
    except ValueError as error:
        raise CaseError(f"年度应为数字：{error}") from error


_UNJUDGED = frozenset({Verdict.NOT_ASSESSED, Verdict.NO_RULE})
OUT_COLUMNS = ("case_id", "title", "result", "criteria", "decisions", "final", "differences")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What a case came to; `differences` (Chinese) is empty when all is as expected."""

    case_id: str
    text: str
    criteria: Mapping[int, str]
    decisions: Mapping[int, str]
    final: str
    differences: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_as_expected(self) -> bool:
        return not self.differences


def run_cases(text: str, rulesets: Sequence[Ruleset]) -> tuple[CaseResult, ...]:
    """Run the cases of a CSV text. A case that cannot be read is a difference; CaseError when it is no table of cases."""
    rows = read_rows(text)
    if not rows:
        raise CaseError("用例文件：表头之下没有用例")
    return tuple(run_row(row, tuple(rulesets)) for row in rows)


def run_row(row: Mapping[str, str], rulesets: tuple[Ruleset, ...]) -> CaseResult:
    """Run one row of a case file."""
    indicators = {code for ruleset in rulesets for code in ruleset.indicators}
    try:
        case = read_case(row, indicators)
        results = timeline(case.title, case.files, rulebook_for(case.rules, rulesets))
    except ValueError as error:
        return CaseResult(row.get("case_id", ""), row.get("title", ""), {}, {}, "", (f"用例无法读取：{error}",))
    return _compare(case, results)


def _compare(case: Case, results: tuple[YearResult, ...]) -> CaseResult:
    """Compare the letters of the years that were judged; those of other years only where the case names them."""
    decisions = {result.year: result.trail for result in results}
    criteria = {result.year: letters(result.outcome.carding) for result in results}
    judged = {result.year for result in results if _has_letters(result)} if case.criteria is not None else ()
    final = final_state(case, results)
    differences = [
        *_differences("结论", case.decisions, decisions, decisions),
        *_differences("标准", case.criteria or {}, criteria, judged),
        *_more_differences(case, results),
        *([f"最终状态：应为 {case.final}，得到 {final}"] if case.final and case.final != final else []),
    ]
    return CaseResult(case.case_id, case.text, criteria, decisions, final, tuple(differences), case.notes)


def _differences(
    what: str, expected: Mapping[int, str], found: Mapping[int, str], asked: Iterable[int]
) -> Iterator[str]:
    """Yield where the years expected, and those asked for besides, differ."""
    for year in sorted({*expected, *asked}):
        if expected.get(year, "") != found.get(year, ""):
            yield f"{year}年{what}：应为 {expected.get(year) or '（无）'}，得到 {found.get(year) or '（无）'}"


def _more_differences(case: Case, results: tuple[YearResult, ...]) -> Iterator[str]:
    for name, expected in case.more.items():
        what, told = _MORE[name]
        yield from _differences(what, expected, {result.year: told(result.outcome) for result in results}, ())


def _has_letters(result: YearResult) -> bool:
    return bool(result.outcome.carding) and result.outcome.verdict not in _UNJUDGED


def final_state(case: Case, results: tuple[YearResult, ...]) -> str:
    """Return where the title stands in the end: active, delisted, reserve, applicant, or what is left of it."""
    last = [result for result in results if result.recognition == results[-1].recognition]
    levels = next((file.levels for file in reversed(case.files) if file.levels is not None), case.title.levels)
    if any(result.code == "DELIST" for result in last):
        kept = [level for level in ("provincial", "national") if level in levels]
        if kept:
            return f"municipal title revoked; {' and '.join(kept)} title untouched"
        return "delisted"
    return next((level for level in ("reserve", "applicant") if level in levels), "active")


def table_of(results: Iterable[CaseResult]) -> str:
    """Return the results as CSV text with BOM, so that a spreadsheet reads the Chinese."""
    return csv_text(OUT_COLUMNS, map(_cells, results))


def _cells(result: CaseResult) -> tuple[str, ...]:
    told = "一致" if result.is_as_expected else "不一致"
    years = [" ".join(f"{year}:{value}" for year, value in by.items()) for by in (result.criteria, result.decisions)]
    return (result.case_id, result.text, told, *years, result.final, "；".join(result.differences))
