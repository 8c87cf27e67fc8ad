"""What a template asks: its columns, its clusters with the figures of last year and of now, and its identity."""

from dataclasses import dataclass, field
from typing import Final

from clusters.workbooks.table.columns import Column, Values

LAST_YEAR: Final = "上年"
CODE_HEADING: Final = "集聚区代码"
NAME_HEADING: Final = "集聚区名称"
YEAR_HEADING: Final = "数据年度"
DATA_SHEET: Final = "填报"
INSTRUCTIONS_SHEET: Final = "填报说明"
CHOICES_SHEET: Final = "选项"
IDENTITY_SHEET: Final = "标识"
# Sheets that hold no figures and are never read as the data sheet.
OWN_SHEETS: Final = (INSTRUCTIONS_SHEET, CHOICES_SHEET, IDENTITY_SHEET)


def last_heading(column: Column) -> str:
    """Return the heading of last year's figure, which stands beside this year's."""
    return LAST_YEAR + column.heading


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
