"""What a template asks: its columns, its clusters with the figures of last year and of now, and its identity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

Value = Decimal | str | None
Values = Mapping[str, Value]

LAST_YEAR: Final = "上年"
CODE_HEADING: Final = "集聚区代码"
NAME_HEADING: Final = "集聚区名称"
YEAR_HEADING: Final = "数据年度"


class Kind(StrEnum):
    """What a cell of the column holds."""

    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One indicator or text of the report.

    `unit` is part of the heading and the unit of storage; `decimals` is the most a figure may have (0 for WHOLE);
    `min` and `max` are inclusive and in `unit`; `help` is the 口径; `group` is the family shown above the heading.
    """

    code: str
    label: str
    unit: str = ""
    kind: Kind = Kind.NUMBER
    decimals: int = 2
    min: Decimal | None = None
    max: Decimal | None = None
    help: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    group: str = ""

    @property
    def heading(self) -> str:
        """The heading in the template, such as `营业收入（万元）`."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def last_heading(self) -> str:
        """The heading of last year's figure beside it."""
        return LAST_YEAR + self.heading

    @property
    def is_figure(self) -> bool:
        """Whether the column holds numbers."""
        return self.kind in (Kind.NUMBER, Kind.WHOLE)

    @property
    def places(self) -> int:
        """The number of decimal places allowed."""
        return 0 if self.kind is Kind.WHOLE else self.decimals

    @property
    def example(self) -> str:
        """A right entry, for error messages."""
        if self.kind is Kind.CHOICE:
            return self.choices[0] if self.choices else ""
        if self.kind is Kind.TEXT:
            return "文字说明"
        return "1250" if self.places == 0 else f"1250.{'5'.ljust(self.places, '0')}"


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One cluster: `values` are stored when the template is made, `last` are last year's figures.

    `version` names the stored state the values were taken from, for the three-way merge.
    """

    code: str
    name: str
    values: Values = field(default_factory=dict)
    last: Values = field(default_factory=dict)
    version: str = ""


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """A template for one district and data year; `deadline` is shown as it is given (2022年3月31日)."""

    district: str
    district_name: str
    year: int
    columns: tuple[Column, ...]
    rows: tuple[TemplateRow, ...]
    deadline: str = ""
    version: str = "1"
    note: str = ""

    @property
    def has_last_year(self) -> bool:
        """Whether any figure of last year stands beside this year's."""
        return any(row.last for row in self.rows)

    @property
    def title(self) -> str:
        """The title of sheet and file."""
        return f"{self.district_name}现代服务业集聚区 {self.year} 年度数据填报表"
