"""The text of an official document: levels 一、（一）1.（1）, tables, annexes (7.3.3, 7.3.4, 7.3.7)."""

import re
from collections.abc import Sequence
from typing import Final

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Twips
from docx.text.paragraph import Paragraph

from clusters.letters import layout, styles, tables
from clusters.letters.layout import KAITI
from clusters.letters.ooxml import add, indent, run, written
from clusters.letters.tables import Column

_DIGITS: Final = "零一二三四五六七八九"
_ANNEX_HEAD: Final = "附件："
# Figures, codes and addresses are never broken; from this length on the gap they leave would show.
_FIGURE: Final = re.compile(r"[!-~]{5,}")


def chinese_number(value: int) -> str:
    """1 to 99 in Chinese figures, as the levels of a text count: 十一, 二十."""
    tens, units = divmod(value, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return head + (_DIGITS[units] if units else "")


class Body:
    """Appends text to a document and counts its levels."""

    def __init__(self, document: Document) -> None:
        """Start counting at the first section."""
        self._document = document
        self._sections = self._subsections = self._items = self._tables = 0

    def paragraph(self, text: str) -> None:
        """A paragraph of the text; each line of ``text`` is one."""
        for line in filter(None, (part.strip() for part in text.splitlines())):
            _write(add(self._document, styles.BODY), line)

    def section(self, heading: str) -> None:
        """First level, 一、 in 黑体."""
        self._sections += 1
        self._subsections = self._items = 0
        add(self._document, styles.HEADING, f"{chinese_number(self._sections)}、{heading}")

    def subsection(self, heading: str, text: str = "") -> None:
        """Second level, （一） in 楷体; with ``text`` it leads its paragraph instead of standing alone."""
        self._subsections += 1
        self._items = 0
        label = f"（{chinese_number(self._subsections)}）{heading}"
        paragraph = add(self._document, styles.BODY if text else styles.SUBHEADING)
        run(paragraph, f"{label}。" if text else label, KAITI)
        if text:
            _write(paragraph, text)

    def item(self, text: str) -> None:
        """Third level, 1. in 仿宋."""
        self._items += 1
        self.paragraph(f"{self._items}.{text}")

    def table(self, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A numbered table with its caption above and half a blank line below."""
        self._tables += 1
        add(self._document, styles.CAPTION).add_run(f"表{self._tables}\u3000{written(caption)}")
        tables.add(self._document, columns, rows)
        self._half_line()

    def annex_list(self, names: Sequence[str]) -> None:
        """附件说明 one line below the text; a name that breaks continues under its own first character."""
        for index, name in enumerate(names, start=1):
            head = _ANNEX_HEAD if index == 1 else ""
            label = f"{index}." if len(names) > 1 else ""
            paragraph = add(self._document, styles.ANNEX_LIST, f"{head}{label}{name}")
            if head:
                paragraph.paragraph_format.space_before = Twips(layout.ANNEX_LINES_ABOVE * layout.LINE_TWIPS)
            hang = len(head) + bool(label)
            left = layout.INDENT_CHARS + len(_ANNEX_HEAD) + bool(label)
            indent(paragraph, left=left * layout.CHAR_TWIPS, hanging=hang * layout.CHAR_TWIPS)

    def annex(self, label: str, title: Sequence[str]) -> None:
        """Open an annex on a new page: label in 黑体 on the first line, title on the third."""
        add(self._document, styles.ANNEX_LABEL, label)
        add(self._document, styles.ANNEX_TITLE, *title)
        self._half_line()

    def _half_line(self) -> None:
        """Half a line of white space below a table or a title."""
        add(self._document, styles.TAIL).paragraph_format.line_spacing = Twips(layout.LINE_TWIPS // 2)


def _write(paragraph: Paragraph, text: str) -> None:
    """Append text; where a long figure may jump to the next line, the line before it is not stretched to the edge."""
    if _FIGURE.search(text):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    run(paragraph, text)
