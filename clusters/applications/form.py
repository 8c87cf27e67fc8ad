"""The form of an application as data: its sections and fields, read from the TOML text that a call carries.

A call keeps its own copy of the text, so that a later change of the form never rewrites what was filed under it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

KINDS: Final = ("text", "long", "date", "choice", "number", "table")
PERIODS: Final = 3
"""Figures are asked for the two last full years and for the current year up to the call's cut-off date."""


class BadForm(ValueError):
    """The text is no form; the message names the section and the field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked. `unit` and `decimals` belong to numbers, `options` to choices, `columns` to tables."""

    code: str
    label: str
    kind: str
    is_required: bool = False
    help: str = ""
    unit: str = ""
    decimals: int = 0
    max_length: int = 200
    options: tuple[str, ...] = ()
    columns: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the task list. `by_period`: each field is asked for every period of the call."""

    code: str
    label: str
    lead: str
    fields: tuple[Field, ...]
    by_period: bool = False

    def entries(self) -> list[tuple[str, Field, int | None]]:
        """Return the keys under which answers are stored, each with its field and its period (0 is the oldest)."""
        if not self.by_period:
            return [(one.code, one, None) for one in self.fields]
        return [(f"{one.code}_{period}", one, period) for one in self.fields for period in range(PERIODS)]


def parse(text: str) -> tuple[Section, ...]:
    """Return the sections of a form. Raises BadForm (Chinese)."""
    try:
        rows = tomllib.loads(text).get("section", [])
    except tomllib.TOMLDecodeError as error:
        raise BadForm(f"申报表格的定义不是有效的 TOML：{error}。") from None
    sections = tuple(_section(row) for row in rows)
    _unique("申报表格", [one.code for one in sections])
    if not sections:
        raise BadForm("申报表格没有任何部分（section）。")
    return sections


def _section(row: Mapping[str, Any]) -> Section:
    code, label = _need(row, "code", "申报表格的部分"), _need(row, "label", "申报表格的部分")
    fields = tuple(_field(one, label) for one in row.get("field", []))
    if not fields:
        raise BadForm(f"“{label}”没有任何项目（field）。")
    _unique(label, [one.code for one in fields])
    return Section(code, label, row.get("lead", ""), fields, bool(row.get("by_period", False)))


def _field(row: Mapping[str, Any], where: str) -> Field:
    code, label = _need(row, "code", where), _need(row, "label", where)
    kind = row.get("kind", "text")
    if kind not in KINDS:
        raise BadForm(f"“{where}”的“{label}”种类为“{kind}”，只能是：{'、'.join(KINDS)}。")
    columns = tuple(_field(one, label) for one in row.get("column", []))
    if (kind == "table") != bool(columns):
        raise BadForm(f"“{where}”的“{label}”：表格（table）须列出各栏（column），其他种类没有栏。")
    options = tuple(row.get("options", ()))
    if (kind == "choice") != bool(options):
        raise BadForm(f"“{where}”的“{label}”：选择（choice）须列出选项（options），其他种类没有选项。")
    return Field(
        code=code,
        label=label,
        kind=kind,
        is_required=bool(row.get("required", False)),
        help=row.get("help", ""),
        unit=row.get("unit", ""),
        decimals=int(row.get("decimals", 0)),
        max_length=int(row.get("max", 2000 if kind == "long" else 200)),
        options=options,
        columns=columns,
    )


def _need(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise BadForm(f"“{where}”中有一项缺少 {name}。")
    return value


def _unique(where: str, codes: list[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise BadForm(f"“{where}”的代码重复：{'、'.join(twice)}。")
