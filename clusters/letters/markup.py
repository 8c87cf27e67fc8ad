"""The text of a document as a small XML vocabulary, so that letters are templates and not programs.

    <document>
      <title><w>…</w><w>…</w></title>          phrases that stay whole when the title is broken into lines
      <p>…</p>                                  a paragraph
      <h1>…</h1>  <h2 lead="…">…</h2>  <li>…</li>   一、 （一） 1.; `lead` heads a paragraph, without it the text is the heading
      <table caption="…"><col mm="41" align="left">…</col> … <row><c>…</c> …</row></table>
      <annexes><name>…</name></annexes>         the list of annexes under the text
      <annex label="附件"><title>…</title> … </annex>   after the signature, on a page of its own
    </document>

Line breaks and the indents after them are the template's and not the text's; `<br/>` breaks a line inside a cell.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from clusters.letters.body import Body
from clusters.letters.ooxml import writable
from clusters.letters.tables import Column
from clusters.letters.title import lines_of

_TEMPLATE_BREAK: Final = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Text:
    """A parsed document: the phrases of its title, what stands before and what stands after the signature."""

    phrases: tuple[str, ...]
    parts: tuple[Element, ...]
    annexes: tuple[Element, ...]

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(self.phrases)

    def write(self, body: Body) -> None:
        """Append everything before the signature."""
        _write(self.parts, body)

    def write_annexes(self, body: Body) -> None:
        """Append the annexes, each on a new page."""
        for annex in self.annexes:
            body.annex(annex.get("label", ""), lines_of(_phrases(annex)))
            _write((part for part in annex if part.tag != "title"), body)


def read(xml: str) -> Text:
    """Parse a filled template. Raises DomainError for control characters, which no document can hold."""
    root = fromstring(writable(xml.strip()))
    return Text(
        _phrases(root),
        tuple(part for part in root if part.tag not in ("title", "annex")),
        tuple(root.findall("annex")),
    )


def _phrases(holder: Element) -> tuple[str, ...]:
    return tuple(filter(None, (_said(phrase) for phrase in holder.iterfind("title/w"))))


def _said(element: Element) -> str:
    return _TEMPLATE_BREAK.sub("", element.text or "").strip()


def _write(parts: Iterable[Element], body: Body) -> None:
    for part in parts:
        _WRITERS[part.tag](body, part)


def _second_level(body: Body, part: Element) -> None:
    lead = part.get("lead", "")
    body.subsection(lead or _said(part), _said(part) if lead else "")


def _table(body: Body, part: Element) -> None:
    body.table(part.get("caption", ""), _columns(part), [_cells(row) for row in part.iterfind("row")])


_WRITERS: Final[dict[str, Callable[[Body, Element], None]]] = {
    "p": lambda body, part: body.paragraph(_said(part)),
    "h1": lambda body, part: body.section(_said(part)),
    "h2": _second_level,
    "li": lambda body, part: body.item(_said(part)),
    "table": _table,
    "annexes": lambda body, part: body.annex_list([_said(name) for name in part]),
}


def _columns(table: Element) -> Sequence[Column]:
    return [
        Column(_said(column), float(column.attrib["mm"]), column.get("align", "center"))
        for column in table.iterfind("col")
    ]


def _cells(row: Element) -> list[str]:
    return ["\n".join([_said(cell), *(_TEMPLATE_BREAK.sub("", part.tail or "") for part in cell)]) for cell in row]
