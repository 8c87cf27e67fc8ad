"""Reading a table of decision cases: rows of text in, histories and expectations out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.rules.case_years import CaseError, read_day, read_levels, read_year
from assessment.rules.facts import Title
from assessment.rules.table_input import TableError, read_table
from assessment.rules.timeline import YearFile

_COLUMNS = ("case_id", "level", "recognised_on", "history", "expected_decisions")


@dataclass(frozen=True, slots=True)
class Case:
    """One row: a history and what is expected of it. Blank expectations of criteria are None: not compared."""

    case_id: str
    text: str
    title: Title
    rules: str
    files: tuple[YearFile, ...]
    criteria: Mapping[int, str] | None
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
    files = tuple(read_year(entry, codes, notes) for entry in _json(row["history"], "history", list))
    criteria = row.get("expected_criteria", "").strip()
    return Case(
        case_id=row["case_id"].strip(),
        text=row.get("title", "").strip(),
        title=Title(read_levels(row["level"]), _recognised(row["recognised_on"])),
        rules=row.get("rules", "").strip(),
        files=files,
        criteria=_by_year(_json(criteria, "expected_criteria", dict)) if criteria else None,
        decisions=_by_year(_json(row["expected_decisions"], "expected_decisions", dict)),
        final=row.get("expected_final", "").strip(),
        notes=tuple(dict.fromkeys(notes)),
    )


def _recognised(text: str) -> date:
    """Return the day of recognition; a blank (an applicant has none) stands for long ago."""
    return read_day(text, "recognised_on") if text.strip() else date.min


def _json(text: str, column: str, kind: type) -> Any:
    if not text.strip():
        raise CaseError(f"{column}：不能为空")
    try:
        data = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise CaseError(
            f"{column}：不是有效的 JSON：第 {error.pos + 1} 个字符起（“{text[error.pos : error.pos + 12]}”）看不懂；"
            "键和文字用半角双引号，各项用半角逗号隔开"
        ) from error
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{column}：不是有效的 JSON：数值的位数或嵌套的层数过多") from error
    if not isinstance(data, kind):
        raise CaseError(f"{column}：应为{'列表' if kind is list else '对象'}")
    return data


def _by_year(data: Mapping[str, Any]) -> dict[int, str]:
    try:
        return {int(year): str(value).replace(" ", "") for year, value in data.items()}
    except ValueError as error:
        raise CaseError(f"年度应为数字：{error}") from error
