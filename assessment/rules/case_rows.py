"""Reading a table of decision cases: rows of text in, histories and expectations out."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.rules.case_years import CaseError, read_day, read_levels, read_year
from assessment.rules.facts import Title
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
    """Return the rows of a CSV text (a leading BOM is ignored). Raises CaseError when columns are missing."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    absent = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if absent:
        raise CaseError(f"用例文件缺少列：{'、'.join(absent)}")
    return [{key: value or "" for key, value in row.items() if isinstance(value, str | None)} for row in reader]


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
    try:
        data = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise CaseError(f"{column}：不是有效的 JSON：{error}") from error
    if not isinstance(data, kind):
        raise CaseError(f"{column}：应为{'列表' if kind is list else '对象'}")
    return data


def _by_year(data: Mapping[str, Any]) -> dict[int, str]:
    try:
        return {int(year): str(value).replace(" ", "") for year, value in data.items()}
    except ValueError as error:
        raise CaseError(f"年度应为数字：{error}") from error
