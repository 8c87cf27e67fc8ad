"""Reading the bureau's old workbooks: foreign headings mapped to indicators, every unit and every column accounted for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final

from assessment.workbooks.spec import CODE_HEADING, NAME_HEADING, OWN_SHEETS, YEAR_HEADING
from clusters.workbooks.codes import Code, fault, refuse, shorten
from clusters.workbooks.read.raw import Cell, written
from clusters.workbooks.read.sandbox import load_book
from clusters.workbooks.table.columns import Column
from clusters.workbooks.table.headings import normalise
from clusters.workbooks.table.numbers import check_bounds, figure_of
from clusters.workbooks.table.rows import CODE, NAME, Key, Row, Sheet, no_data_row, read_rows, reader_of
from clusters.workbooks.table.table import Table, in_order, table_of
from clusters.workbooks.table.texts import code_of, is_footer
from clusters.workbooks.table.units import Conversion, conversion

YEAR: Final = "#year"
IGNORED: Final = "#ignored:"
KEYS: Final = {"code": CODE, "name": NAME, "year": YEAR}
UNIT_IN_HEADING: Final = re.compile(r"\(([^()]+)\)$")
YEAR_TEXT: Final = re.compile(r"(20[0-9]{2})\s*年?(?:度)?")
# Old figures may carry more decimals than the form allows; what is converted keeps them all.
SOURCE_PLACES: Final = 10
AS_IT_IS: Final = Conversion("", "", Fraction(1))


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One foreign heading: the indicator it becomes, and how its figures are converted."""

    heading: str
    column: Column
    conversion: Conversion

    @property
    def is_converted(self) -> bool:
        """Whether the figures change on the way."""
        return self.conversion.factor != 1

    def stated(self, cell: Cell) -> Decimal | None:
        """Return the figure in the unit of the heading, None for a blank cell. Raises BadCell."""
        source = Column(self.column.code, self.column.label, unit=self.conversion.source, decimals=SOURCE_PLACES)
        return figure_of(cell, source)

    def converted(self, cell: Cell) -> Decimal | None:
        """Return the figure in the unit of the indicator, None for a blank cell. Raises BadCell."""
        stated = self.stated(cell)
        if stated is None:
            return None
        figure, _ = self.conversion.apply(stated, self.column.places)
        check_bounds(figure, self.column)
        return figure


@dataclass(frozen=True, slots=True)
class HeadingMap:
    """How a foreign workbook is read. Headings that are neither mapped, keys nor ignored refuse the file.

    `keys` maps code, name and year to their headings (code or name is needed); without a year heading all rows are of
    `year`. `ignored` names the headings that are left out on purpose.
    """

    columns: tuple[MappedColumn, ...]
    keys: Mapping[str, str] = field(default_factory=lambda: {"code": CODE_HEADING, "name": NAME_HEADING})
    year: int | None = None
    ignored: tuple[str, ...] = ()

    @property
    def statement(self) -> tuple[str, ...]:
        """Each mapping in words, to be shown before anything is read: `营业总收入（元） → 营业收入：元 → 万元（÷10000）`."""
        return tuple(
            f"{item.heading} → {item.column.label}" + (f"：{item.conversion}" if item.conversion.source else "")
            for item in self.columns
        )


def heading_map(
    mapping: Mapping[str, str],
    columns: Iterable[Column],
    *,
    keys: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    year: int | None = None,
    ignored: Iterable[str] = (),
) -> HeadingMap:
    """Build a map from foreign headings to indicator codes.

    The unit of a figure is the one in the heading's brackets, or the one `units` states for the heading; a figure whose
    unit is nowhere stated, or cannot become the indicator's, is refused. Raises WorkbookRefused (header_mismatch).
    """
    known = {column.code: column for column in columns}
    stated = units or {}
    mapped = []
    for heading, code in mapping.items():
        if code not in known:
            raise refuse(Code.HEADER_MISMATCH, f"映射“{shorten(heading)}”指向不存在的指标 {shorten(code)}")
        column = known[code]
        mapped.append(MappedColumn(heading, column, conversion_for(heading, column, stated.get(heading, ""))))
    names = dict(keys or {"code": CODE_HEADING, "name": NAME_HEADING})
    if not {"code", "name"} & set(names) or set(names) - set(KEYS):
        raise refuse(Code.HEADER_MISMATCH, "映射须指明集聚区代码或名称所在的列")
    if "year" not in names and year is None:
        raise refuse(Code.HEADER_MISMATCH, f"映射须指明“{YEAR_HEADING}”所在的列或固定年度")
    if len({item.column.code for item in mapped}) != len(mapped):
        raise refuse(Code.HEADER_DUPLICATE, "两个表头映射到同一指标")
    return HeadingMap(tuple(mapped), names, year, tuple(ignored))


def conversion_for(heading: str, column: Column, stated: str) -> Conversion:
    """Return the conversion of a heading's figures. Raises WorkbookRefused (header_mismatch)."""
    if not column.is_figure or not column.unit:
        return AS_IT_IS
    bracket = UNIT_IN_HEADING.search(normalise(heading))
    unit = stated or (bracket[1] if bracket else "")
    if not unit:
        raise refuse(Code.HEADER_MISMATCH, f"表头“{shorten(heading)}”没有写明计量单位")
    found = conversion(unit, column.unit)
    if found is None:
        raise refuse(Code.HEADER_MISMATCH, f"“{shorten(heading)}”的单位 {shorten(unit)} 不能换算为{column.unit}")
    return found


def read_mapped(data: bytes, mapping: HeadingMap) -> Sheet:
    """Read a foreign workbook by its map; what is wrong with cells and rows is in `Sheet.faults`.

    Raises WorkbookRefused when its headings are not those of the map, or it holds nothing. `Sheet.remarks` names each cell whose converted figure has no end and was rounded (亩 to 平方米).
    """
    required = {heading: KEYS[key] for key, heading in mapping.keys.items()}
    required |= {item.heading: item.column.code for item in mapping.columns}
    optional = {heading: IGNORED + heading for heading in mapping.ignored}
    key_headings = tuple(mapping.keys[key] for key in ("code", "name") if key in mapping.keys)
    table = table_of(load_book(data), key_headings, required, optional, OWN_SHEETS)
    readers = [reader_of(table, item.column, item.converted if item.is_converted else None) for item in mapping.columns]
    rows = read_rows(table, readers, partial(key_of, table, mapping.year))
    if not rows and not table.faults:
        raise refuse(Code.NO_DATA_ROWS, f"工作表“{shorten(table.sheet.name)}”没有数据行")
    return Sheet(table.sheet.name, rows, in_order(table.faults), tuple(rounded(table, rows, mapping)))


def key_of(table: Table, fixed_year: int | None, number: int, cells: list[Cell]) -> Key | None:
    """Return code, name and year of a row as they are written; a total, a remark or a signature is a fault."""
    columns = table.columns
    code = code_of(cells[columns[CODE]]) if CODE in columns else ""
    name = written(cells[columns[NAME]]).strip() if NAME in columns else ""
    key = code if CODE in columns else name
    if not key or is_footer(key) or is_footer(name):
        table.faults.append(no_data_row(table, number, cells))
        return None
    if YEAR not in columns:
        return Key(code, name, fixed_year)
    cell = cells[columns[YEAR]]
    match = YEAR_TEXT.fullmatch(code_of(cell))
    if match is None:
        place, what = table.place(number, YEAR), f"年度“{shorten(cell)}”"
        table.faults.append(fault(Code.NOT_A_NUMBER, what, place=place, value=cell, example="2021"))
    return Key(code, name, int(match[1]) if match else None)


def rounded(table: Table, rows: Iterable[Row], mapping: HeadingMap) -> Iterator[str]:
    """Yield a remark for each converted figure that had no end."""
    cells = dict(table.rows)
    for row in rows:
        for item in (one for one in mapping.columns if one.is_converted and row.values[one.column.code] is not None):
            code, unit = item.column.code, item.column.unit
            stated = item.stated(cells[row.number][table.columns[code]])
            if stated is not None and not item.conversion.apply(stated, item.column.places)[1]:
                yield f"{row.cells[code]} {item.heading} {stated} 换算后四舍六入为 {row.values[code]}{unit}"
