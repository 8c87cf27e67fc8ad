"""The identity a template carries with it: which template, district and year, and what each row held when it was made.

It is no signature: it tells an honest mistake (another year's file, a row pasted over) from the right file, and gives
the base of the three-way merge. What a person may write is decided by the services, not by this sheet.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.workbooks.spec import TemplateRow, TemplateSpec
from clusters.workbooks.codes import Code, Fault, fault, shorten
from clusters.workbooks.read.raw import RawSheet
from clusters.workbooks.table.columns import Column, Value

TEMPLATE_ID: Final = "qd-cluster-figures"
FIELDS: Final = ("template", "version", "district", "year", "issued", "checksum")
ROWS_BELOW: Final = len(FIELDS) + 2


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """What the template held for one cluster: the version it was taken from and the values of then, as JSON."""

    code: str
    version: str
    values: str
    columns: Mapping[str, Column]

    @property
    def base(self) -> dict[str, Value]:
        """The values of then in their types, without blanks; indicators no longer asked for are left out."""
        return {
            code: Decimal(value) if self.columns[code].is_figure else str(value)
            for code, value in json.loads(self.values).items()
            if code in self.columns
        }


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity found in a workbook."""

    template: str
    version: str
    district: str
    year: int
    issued: str
    rows: Mapping[str, RowIdentity]


def digest(*parts: str) -> str:
    """Return the SHA-256 of the parts, kept apart by a character that no cell can hold."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def row_cells(row: TemplateRow, spec: TemplateSpec) -> tuple[str, str, str, str]:
    """Return the code, version, values as JSON, and checksum that stand for a cluster in the identity sheet."""
    values = json.dumps(
        {code: str(value) for code, value in row.values.items() if value is not None},
        ensure_ascii=False,
        sort_keys=True,
    )
    return row.code, row.version, values, digest(spec.district, str(spec.year), row.code, row.version, values)


def head_cells(spec: TemplateSpec, issued: str, row_sums: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the named fields of the identity sheet; the last is the checksum over the rest and the rows."""
    fields = (TEMPLATE_ID, spec.version, spec.district, str(spec.year), issued)
    return tuple(zip(FIELDS, (*fields, digest(*fields, *sorted(row_sums))), strict=True))


def read_identity(sheet: RawSheet | None, columns: Iterable[Column]) -> Identity | Fault:
    """Return the identity of a workbook, or the fault that says why it has none that can be trusted."""
    if sheet is None:
        return fault(Code.HEADER_MISMATCH, "文件里没有模板标识，不是由本平台下载的模板")
    try:
        return parse_identity(sheet, {column.code: column for column in columns})
    except (KeyError, ValueError, IndexError, TypeError, ArithmeticError, AttributeError):
        return fault(Code.HEADER_MISMATCH, "模板标识被改动")


def parse_identity(sheet: RawSheet, columns: Mapping[str, Column]) -> Identity:
    """Parse and verify the identity sheet. Raises ValueError and the like when anything does not add up."""
    head = {text(row[0]): text(row[1]) for row in sheet.rows[: len(FIELDS)]}
    fields = tuple(head[name] for name in FIELDS[:-1])
    rows: dict[str, RowIdentity] = {}
    sums = []
    for cells in sheet.rows[ROWS_BELOW - 1 :]:
        code, version, values, checksum = map(text, cells[:4])
        if not code + version + values + checksum:
            continue
        if checksum != digest(head["district"], head["year"], code, version, values) or code in rows:
            raise ValueError(code)
        sums.append(checksum)
        rows[code] = RowIdentity(code, version, values, columns)
    if head["checksum"] != digest(*fields, *sorted(sums)):
        raise ValueError("checksum")
    template, version, district, year, issued = fields
    return Identity(template, version, district, int(year), issued, rows)


def text(cell: object) -> str:
    """Return a cell of the identity sheet as text; a spreadsheet may have turned a whole number into a float."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def compare_identity(identity: Identity, spec: TemplateSpec) -> Fault | None:
    """Return the fault of a workbook made for another template, district or year, else None."""
    if identity.template != TEMPLATE_ID:
        return fault(Code.HEADER_MISMATCH, f"模板“{shorten(identity.template)}”不是年度填报模板")
    if identity.year != spec.year:
        return fault(Code.HEADER_MISMATCH, f"文件是 {identity.year} 年度的模板，当前填报 {spec.year} 年度")
    if identity.district != spec.district:
        what = f"文件是区市代码 {shorten(identity.district)} 的模板，当前为{spec.district_name}（{spec.district}）"
        return fault(Code.HEADER_MISMATCH, what)
    return None
