"""The identity a template carries with it: which template, district and year, and what each row held when it was made.

It is no signature: it tells an honest mistake (another year's file, a row pasted over) from the right file, and gives
the base of the three-way merge. What a person may write is decided by the services, not by this sheet.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from assessment.workbooks.spec import TemplateRow, TemplateSpec
from clusters.workbooks.codes import Code, Fault, fault, shorten
from clusters.workbooks.read.raw import RawSheet
from clusters.workbooks.table.columns import Column, Values

TEMPLATE_ID: Final = "qd-cluster-figures"
FIELDS: Final = ("template", "version", "district", "year", "issued", "checksum")
ROWS_BELOW: Final = len(FIELDS) + 2


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


def bases_of(sheet: RawSheet | None, spec: TemplateSpec) -> dict[str, Values] | Fault:
    """Return by cluster code what the template held when it was given out, without blanks.

    Where the workbook is not the template of the district and year, or the identity cannot be trusted, the fault that
    says so.
    """
    if sheet is None:
        return fault(Code.HEADER_MISMATCH, "文件里没有模板标识，不是由本平台下载的模板")
    try:
        head, rows = parsed(sheet)
        columns = {column.code: column for column in spec.columns}
        bases = {code: base_of(values, columns) for code, values in rows.items()}
    except (KeyError, ValueError, IndexError, TypeError, ArithmeticError, AttributeError):
        return fault(Code.HEADER_MISMATCH, "模板标识被改动")
    return wrong_template(head, spec) or bases


def parsed(sheet: RawSheet) -> tuple[dict[str, str], dict[str, str]]:
    """Return the named fields, and the values of each cluster as JSON. Raises ValueError and the like for what does
    not add up."""
    head = {text(row[0]): text(row[1]) for row in sheet.rows[: len(FIELDS)]}
    rows: dict[str, str] = {}
    sums = []
    for cells in sheet.rows[ROWS_BELOW - 1 :]:
        code, version, values, checksum = map(text, cells[:4])
        if not code + version + values + checksum:
            continue
        if checksum != digest(head["district"], head["year"], code, version, values) or code in rows:
            raise ValueError(code)
        sums.append(checksum)
        rows[code] = values
    if head["checksum"] != digest(*(head[name] for name in FIELDS[:-1]), *sorted(sums)):
        raise ValueError("checksum")
    return head, rows


def base_of(values: str, columns: Mapping[str, Column]) -> Values:
    """Return the values of then in their types; indicators no longer asked for are left out."""
    return {
        code: Decimal(value) if columns[code].is_figure else str(value)
        for code, value in json.loads(values).items()
        if code in columns
    }


def text(cell: object) -> str:
    """Return a cell of the identity sheet as text; a spreadsheet may have turned a whole number into a float."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def wrong_template(head: Mapping[str, str], spec: TemplateSpec) -> Fault | None:
    """Return the fault of a workbook made for another template, district or year, else None."""
    if head["template"] != TEMPLATE_ID:
        return fault(Code.HEADER_MISMATCH, f"模板“{shorten(head['template'])}”不是年度填报模板")
    if head["year"] != str(spec.year):
        return fault(Code.HEADER_MISMATCH, f"文件是 {head['year']} 年度的模板，当前填报 {spec.year} 年度")
    if head["district"] != spec.district:
        what = f"文件是区市代码 {shorten(head['district'])} 的模板，当前为{spec.district_name}（{spec.district}）"
        return fault(Code.HEADER_MISMATCH, what)
    return None
