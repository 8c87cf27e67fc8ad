"""Tables inside an official document: full lines, fixed columns, head repeated, no row broken over pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell

from clusters.letters import layout, styles
from clusters.letters.layout import HEITI
from clusters.letters.ooxml import element, run

_OUTER_EIGHTHS_PT = 8
_INNER_EIGHTHS_PT = 4
_PADDING = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in millimetres and how its cells are aligned."""

    heading: str
    width_mm: float
    align: str = "center"


def add(document: Document, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    """Append a table as wide as the type area; a cell's lines are separated by newlines."""
    table = document.add_table(rows=0, cols=len(columns))
    widths = _widths(columns)
    _properties(table, sum(widths))
    for grid_column, twips in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        grid_column.w = twips * 635
    _row(table, [column.heading for column in columns], columns, widths, head=True)
    for row in rows:
        _row(table, row, columns, widths, head=False)
    return table


def _widths(columns: Sequence[Column]) -> list[int]:
    """Twips per column; the last takes what rounding leaves, so the table is exactly 156 mm wide."""
    widths = [layout.mm(column.width_mm) for column in columns]
    widths[-1] = layout.mm(layout.TYPE_WIDTH_MM) - sum(widths[:-1])
    return widths


def _properties(table: Table, width: int) -> None:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (
            ("top", _OUTER_EIGHTHS_PT),
            ("left", _OUTER_EIGHTHS_PT),
            ("bottom", _OUTER_EIGHTHS_PT),
            ("right", _OUTER_EIGHTHS_PT),
            ("insideH", _INNER_EIGHTHS_PT),
            ("insideV", _INNER_EIGHTHS_PT),
        )
    )
    replace_properties(
        table,
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{_PADDING // 2}" w:type="dxa"/><w:left w:w="{_PADDING}" w:type="dxa"/>'
        f'<w:bottom w:w="{_PADDING // 2}" w:type="dxa"/><w:right w:w="{_PADDING}" w:type="dxa"/></w:tblCellMar>',
    )


def replace_properties(table: Table, inner: str) -> None:
    """Put own ``w:tblPr`` in place of the one python-docx writes (it names a style that is not here)."""
    old = table._tbl.tblPr
    old.addprevious(element(f"<w:tblPr>{inner}</w:tblPr>"))
    table._tbl.remove(old)


def _row(table: Table, texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], *, head: bool) -> None:
    row = table.add_row()
    properties: BaseOxmlElement = row._tr.get_or_add_trPr()
    properties.append(element("<w:cantSplit/>"))
    if head:
        properties.append(element("<w:tblHeader/>"))
    for cell, text, column, twips in zip(row.cells, texts, columns, widths, strict=True):
        _fill(cell, text, "center" if head else column.align, head=head)
        cell._tc.get_or_add_tcPr().append(element('<w:vAlign w:val="center"/>'))
        cell.width = twips * 635


def _fill(cell: _Cell, text: str, align: str, *, head: bool) -> None:
    for index, line in enumerate(text.split("\n")):
        paragraph = cell.add_paragraph() if index else cell.paragraphs[0]
        paragraph._p.style = styles.CELL
        properties = paragraph._p.get_or_add_pPr()
        if head:
            properties._insert_keepNext(element("<w:keepNext/>"))
        if align != "center":
            properties._insert_jc(element(f'<w:jc w:val="{align}"/>'))
        run(paragraph, line, HEITI if head else None)
