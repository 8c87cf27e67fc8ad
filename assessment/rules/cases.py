"""Running decision cases against rulesets and naming every difference from what was expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.rules.case_rows import Case, read_case, read_rows
from assessment.rules.case_rules import rulebook_for
from assessment.rules.case_years import CaseError
from assessment.rules.enums import Verdict
from assessment.rules.outcome import letters
from assessment.rules.ruleset import Ruleset
from assessment.rules.tables import csv_text
from assessment.rules.timeline import YearResult, timeline

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
    decisions = {result.year: result.trail for result in results}
    criteria = {result.year: letters(result.outcome.carding) for result in results}
    final = final_state(case, results)
    differences = [
        *_decision_differences(case, decisions),
        *_criteria_differences(case, results, criteria),
        *([f"最终状态：应为 {case.final}，得到 {final}"] if case.final and case.final != final else []),
    ]
    return CaseResult(case.case_id, case.text, criteria, decisions, final, tuple(differences), case.notes)


def _decision_differences(case: Case, decisions: Mapping[int, str]) -> list[str]:
    return [
        f"{year}年结论：应为 {case.decisions.get(year, '（无）')}，得到 {decisions.get(year, '（无）')}"
        for year in sorted({*case.decisions, *decisions})
        if case.decisions.get(year) != decisions.get(year)
    ]


def _criteria_differences(case: Case, results: tuple[YearResult, ...], criteria: Mapping[int, str]) -> list[str]:
    """Compare the letters of the years that were judged; those of other years only where the case names them."""
    if case.criteria is None:
        return []
    judged = {result.year for result in results if _has_letters(result)}
    return [
        f"{year}年标准：应为 {case.criteria.get(year, '（无）')}，得到 {criteria.get(year, '（无）')}"
        for year in sorted({*case.criteria, *judged})
        if case.criteria.get(year) != criteria.get(year)
    ]


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


def table_of(results: Sequence[CaseResult]) -> str:
    """Return the results as CSV text with BOM, so that a spreadsheet reads the Chinese."""
    return csv_text(
        OUT_COLUMNS,
        [
            (
                result.case_id,
                result.text,
                "一致" if result.is_as_expected else "不一致",
                _joined(result.criteria),
                _joined(result.decisions),
                result.final,
                "；".join(result.differences),
            )
            for result in results
        ],
    )


def _joined(values: Mapping[int, str]) -> str:
    return " ".join(f"{year}:{value}" for year, value in values.items())
