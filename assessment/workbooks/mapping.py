"""Reading the bureau's old workbooks: foreign headings mapped to indicators, every unit and every column accounted for."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from assessment.workbooks.reader import CODE, NAME, Row, Sheet
from assessment.workbooks.spec import CODE_HEADING, NAME_HEADING, OWN_SHEETS, YEAR_HEADING
from clusters.workbooks.codes import Code, Place, fault, refuse, shorten
from clusters.workbooks.read.raw import Cell, written
from clusters.workbooks.read.sandbox import load_book
from clusters.workbooks.table.columns import Column, Value
from clusters.workbooks.table.headings import normalise
from clusters.workbooks.table.numbers import BadCell, check_bounds, figure_of
from clusters.workbooks.table.table import MAX_FAULTS, Table, table_of
from clusters.workbooks.table.texts import code_of, is_footer, text_of
from clusters.workbooks.table.units import Conversion, conversion

YEAR: Final = "#year"
IGNORED: Final = "#ignored:"
KEYS: Final = {"code": CODE, "name": NAME, "year": YEAR}
UNIT_IN_HEADING: Final = re.compile(r"\(([^()]+)\)$")
YEAR_TEXT: Final = re.compile(r"(20[0-9]{2})\s*年?(?:度)?")
# Old figures may carry more decimals than the form allows; what is converted keeps them all.
SOURCE_PLACES: Final = 10


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One foreign heading: the indicator it becomes, and the conversion when it holds figures."""

    heading: str
    column: Column
    conversion: Conversion | None


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
            f"{item.heading} → {item.column.label}" + (f"：{item.conversion}" if item.conversion else "")
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


def conversion_for(heading: str, column: Column, stated: str) -> Conversion | None:
    """Return the conversion of a heading's figures. Raises WorkbookRefused (header_mismatch)."""
    if not column.is_figure or not column.unit:
        return None
    bracket = UNIT_IN_HEADING.search(normalise(heading))
    unit = stated or (bracket[1] if bracket else "")
    if not unit:
        raise refuse(Code.HEADER_MISMATCH, f"表头“{shorten(heading)}”没有写明计量单位")
    found = conversion(unit, column.unit)
    if found is None:
        raise refuse(Code.HEADER_MISMATCH, f"“{shorten(heading)}”的单位 {shorten(unit)} 不能换算为{column.unit}")
    return found


def read_mapped(data: bytes, mapping: HeadingMap) -> Sheet:
    """Read a foreign workbook by its map. Raises WorkbookRefused with every fault found.

    `Sheet.remarks` names each cell whose converted figure has no end and was rounded (亩 to 平方米).
    """
    required = {heading: KEYS[key] for key, heading in mapping.keys.items()}
    required |= {item.heading: item.column.code for item in mapping.columns}
    optional = {heading: IGNORED + heading for heading in mapping.ignored}
    key_headings = tuple(mapping.keys[key] for key in ("code", "name") if key in mapping.keys)
    table = table_of(load_book(data), key_headings, required, optional, OWN_SHEETS)
    reading = MappedRows(table, mapping)
    rows = reading.read()
    return Sheet(table.sheet.name, rows, hashlib.sha256(data).hexdigest(), None, tuple(reading.remarks))


class MappedRows:
    """The rows of a foreign table."""

    def __init__(self, table: Table, mapping: HeadingMap) -> None:
        self.table = table
        self.mapping = mapping
        self.letters = {item.column.code: table.heading.letters(item.column.code) for item in mapping.columns}
        self.seen: dict[tuple[str, str, int], int] = {}
        self.faults = table.faults
        self.remarks: list[str] = []

    def read(self) -> tuple[Row, ...]:
        """Return all rows. Raises WorkbookRefused."""
        rows = []
        for number, cells in self.table.rows:
            row = self._read_row(number, cells)
            if row is not None:
                rows.append(row)
            if len(self.faults) >= MAX_FAULTS:
                break
        self.table.refuse_if_faulty()
        if not rows:
            raise refuse(Code.NO_DATA_ROWS, f"工作表“{shorten(self.table.sheet.name)}”没有数据行")
        return tuple(rows)

    def _read_row(self, number: int, cells: list[Cell]) -> Row | None:
        code, name = self._key_text(cells, CODE), self._key_text(cells, NAME)
        if not self._is_data(number, code, name, cells):
            return None
        year = self._year(number, cells)
        key = (code or name, name if not code else "", year or 0)
        if key in self.seen:
            what = f"{code or name} 同时在第 {self.seen[key]} 行和第 {number} 行"
            self.faults.append(fault(Code.DUPLICATE_KEY, what, place=self._key_place(number)))
            return None
        self.seen[key] = number
        values = {item.column.code: self._value(number, cells, item) for item in self.mapping.columns}
        return Row(number, code, name, values, self.letters, year=year)

    def _key_text(self, cells: list[Cell], key: str) -> str:
        index = self.table.heading.columns.get(key)
        if index is None:
            return ""
        return code_of(cells[index]) if key == CODE else written(cells[index]).strip()

    def _key_place(self, number: int) -> Place:
        return self.table.place(number, CODE if CODE in self.table.heading.columns else NAME)

    def _is_data(self, number: int, code: str, name: str, cells: list[Cell]) -> bool:
        key = code if CODE in self.table.heading.columns else name
        if key and not is_footer(key) and not is_footer(name):
            return True
        shown = next((str(cell) for cell in cells if cell != ""), "")
        what = f"第 {number} 行以“{shorten(shown, 20)}”开头"
        self.faults.append(fault(Code.NOT_A_DATA_ROW, what, place=self._key_place(number), value=shown))
        return False

    def _year(self, number: int, cells: list[Cell]) -> int | None:
        index = self.table.heading.columns.get(YEAR)
        if index is None:
            return self.mapping.year
        match = YEAR_TEXT.fullmatch(code_of(cells[index]))
        if match is None:
            place = self.table.place(number, YEAR)
            what = f"年度“{shorten(cells[index])}”"
            self.faults.append(fault(Code.NOT_A_NUMBER, what, place=place, value=cells[index], example="2021"))
            return None
        return int(match[1])

    def _value(self, number: int, cells: list[Cell], item: MappedColumn) -> Value:
        code = item.column.code
        cell = cells[self.table.heading.columns[code]]
        if cell == "" or self.table.place(number, code).cell in self.table.blamed:
            return None
        try:
            if not item.column.is_figure:
                return text_of(cell, item.column)
            return self._figure(number, cell, item)
        except BadCell as bad:
            place = self.table.place(number, code)
            self.faults.append(fault(bad.code, bad.what, place=place, value=written(cell), example=item.column.example))
            return None

    def _figure(self, number: int, cell: Cell, item: MappedColumn) -> Decimal | None:
        column = item.column
        if item.conversion is None or item.conversion.factor == 1:
            return figure_of(cell, column)
        stated = figure_of(cell, Column(column.code, column.label, unit=item.conversion.source, decimals=SOURCE_PLACES))
        if stated is None:
            return None
        figure, exact = item.conversion.apply(stated, column.places)
        check_bounds(figure, column)
        if not exact:
            address = f"{self.letters[column.code]}{number}"
            self.remarks.append(f"{address} {item.heading} {stated} 换算后四舍六入为 {figure}{column.unit}")
        return figure
