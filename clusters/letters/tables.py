"""Tables inside an official document: full lines, fixed columns, head repeated, no row broken over pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Twips
from docx.table import Table, _Cell

from clusters.letters import layout, styles
from clusters.letters.layout import HEITI
from clusters.letters.ooxml import borders, element, run, styled

_OUTER_EIGHTHS_PT: Final = 8
_INNER_EIGHTHS_PT: Final = 4
_PADDING: Final = 80
_ALIGNED: Final = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in millimetres and how its cells are aligned."""

    heading: str
    width_mm: float
    align: str = "center"


def add(document: Document, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    """Append a table as wide as the type area; a cell's lines are separated by newlines."""
    # The last column takes what rounding leaves, so the table is exactly 156 mm wide.
    widths = [layout.mm(column.width_mm) for column in columns[:-1]]
    widths.append(layout.mm(layout.TYPE_WIDTH_MM) - sum(widths))
    edges = dict.fromkeys(("top", "left", "bottom", "right"), _OUTER_EIGHTHS_PT)
    lines = borders("w:tblBorders", **edges, insideH=_INNER_EIGHTHS_PT, insideV=_INNER_EIGHTHS_PT)
    table = fixed(document, widths, lines=f'<w:jc w:val="center"/>{lines}', padding=_PADDING)
    _row(table, [column.heading for column in columns], columns, widths, head=True)
    for row in rows:
        _row(table, row, columns, widths, head=False)
    return table


def fixed(document: Document, widths: Sequence[int], *, place: str = "", lines: str = "", padding: int = 0) -> Table:
    """Append an empty table with columns of these widths in twips; `place` and `lines` are XML, `padding` is in twips.

    Its properties replace those that python-docx writes, which name a style that is not here.
    """
    table = document.add_table(rows=0, cols=len(widths))
    sides = {"top": padding // 2, "left": padding, "bottom": padding // 2, "right": padding}
    margins = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in sides.items())
    properties = element(
        f'<w:tblPr>{place}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )
    table._tbl.replace(table._tbl.tblPr, properties)
    for column, twips in zip(table.columns, widths, strict=True):
        column.width = Twips(twips)
    return table


def _row(table: Table, texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], *, head: bool) -> None:
    row = table.add_row()
    properties: BaseOxmlElement = row._tr.get_or_add_trPr()
    properties.append(element("<w:cantSplit/>"))
    if head:
        properties.append(element("<w:tblHeader/>"))
    for cell, text, column, twips in zip(row.cells, texts, columns, widths, strict=True):
        cell.width, cell.vertical_alignment = Twips(twips), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _fill(cell, text, column.align, head=head)


def _fill(cell: _Cell, text: str, align: str, *, head: bool) -> None:
    for index, line in enumerate(text.split("\n")):
        paragraph = styled(cell.add_paragraph() if index else cell.paragraphs[0], styles.CELL)
        if head:
            paragraph.paragraph_format.keep_with_next = True
        elif align in _ALIGNED:
            paragraph.alignment = _ALIGNED[align]
        run(paragraph, line, HEITI if head else "")
