"""Trying decision cases on a ruleset: nothing is kept but the audit line that it was done."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assessment.models import RulesetVersion
from assessment.rules.cases.decisions import CaseResult, read_rows, run_row
from assessment.rules.cases.tables import TableError, decoded
from assessment.rules.cases.years import CaseError
from assessment.rules.ruleset import Ruleset
from assessment.selectors import rulebook, rulebook_pages
from clusters.errors import DomainError
from clusters.models import User
from clusters.services import acts, audit

MAX_BYTES: Final = 1024 * 1024
MAX_CASES: Final = 500
MAX_RULES: Final = 300
MAX_CELL: Final = 20_000
MAX_SECONDS: Final = 15

_FAILURES = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Trial:
    """The results of all cases of a file, in its order."""

    results: tuple[CaseResult, ...]

    @property
    def agreed(self) -> int:
        return sum(result.is_as_expected for result in self.results)

    @property
    def differing(self) -> tuple[CaseResult, ...]:
        return tuple(result for result in self.results if not result.is_as_expected)


def run(row: RulesetVersion, content: bytes, *, by: User, with_others: bool = False) -> Trial:
    """Judge the cases of a CSV file by a ruleset; `with_others`: other years by the rulesets in force.

    Raises DomainError for a file that is too large, no text, no table of cases, or too slow to judge. A single case
    that cannot be read is a difference of its own. Judging happens outside of the transaction of the audit line.
    """
    acts.require(by, "assessment.rehearse_ruleset", "只有市级审核员和审批人可以试算用例。")
    rows = _rows(content)
    others = rulebook_pages.others_in_force(row) if with_others else []
    trial = Trial(_judged(rows, tuple(rulebook.parsed(one) for one in (row, *others))))
    with audit.act():
        audit.record(
            "规则集.用例试算",
            row,
            by=by,
            sha256=row.sha256,
            cases=len(trial.results),
            agreed=trial.agreed,
            file_sha256=hashlib.sha256(content).hexdigest(),
        )
    return trial


def _rows(content: bytes) -> list[dict[str, str]]:
    if len(content) > MAX_BYTES:
        raise DomainError(f"用例文件不能超过 {MAX_BYTES // 1024 // 1024} MB，请分成几个文件。", field="file")
    try:
        rows = read_rows(decoded(content, "用例文件"))
    except (TableError, CaseError) as error:
        raise DomainError(f"{error}。请对照本页的格式说明。", field="file") from error
    if not rows:
        raise DomainError("用例文件里没有用例：表头之下没有内容。", field="file")
    if len(rows) > MAX_CASES:
        raise DomainError(f"一次最多试算 {MAX_CASES} 个用例，本文件有 {len(rows)} 个。请分批。", field="file")
    return rows


def _judged(rows: list[dict[str, str]], rulesets: tuple[Ruleset, ...]) -> tuple[CaseResult, ...]:
    ends = time.monotonic() + MAX_SECONDS
    results = []
    for row in rows:
        if time.monotonic() > ends:
            raise DomainError(f"试算超过 {MAX_SECONDS} 秒，未完成。请减少用例后分批试算。", field="file")
        results.append(_result(row, rulesets))
    return tuple(results)


def _result(row: Mapping[str, str], rulesets: tuple[Ruleset, ...]) -> CaseResult:
    """Return the result of a row; whatever it holds, one bad case does not stop the others."""
    if max(map(len, row.values())) > MAX_CELL or len(row.get("rules", "")) > MAX_RULES:
        return _unreadable(row, "内容过长")
    try:
        return run_row(row, rulesets)
    except _FAILURES:
        return _unreadable(row, "年度、数值或层数超出范围")


def _unreadable(row: Mapping[str, str], why: str) -> CaseResult:
    name, title = row.get("case_id", "")[:80], row.get("title", "")[:200]
    return CaseResult(name, title, {}, {}, "", (f"用例无法读取：{why}",))
