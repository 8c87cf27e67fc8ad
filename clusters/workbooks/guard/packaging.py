"""The package layer of a workbook: content types, relationships and the list of sheets, and what they may not hold."""

import posixpath
from collections.abc import Iterable
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from clusters.workbooks.codes import Code, refuse, shorten

CONTENT_TYPES: Final = "[Content_Types].xml"
WORKBOOK: Final = "xl/workbook.xml"
WORKBOOK_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
SPREADSHEET_MAIN: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# Its full name speaks of macros even where there are none.
BINARY_MAIN: Final = "ms-excel.sheet.binary"
# LibreOffice and Excel write the namespaces of both editions of the standard.
RELATION_IDS: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
MAX_SHEETS: Final = 40
# OLE document, zip archive, Windows and Linux programs, PDF.
EMBEDDED: Final = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"MZ", b"\x7fELF", b"%PDF")


class Marks(NamedTuple):
    """What gives away a forbidden part: in content types, as last word of relation types, in part names; lower case."""

    types: tuple[str, ...]
    relations: tuple[str, ...]
    folders: tuple[str, ...]


FORBIDDEN: Final = {
    Code.MACRO_FORBIDDEN: Marks(
        ("macroenabled", "vbaproject", "macrosheet", "activex", "controlproperties", "dialogsheet"),
        ("vbaproject", "vbaprojectsignature", "xlmacrosheet", "xlintlmacrosheet", "dialogsheet", "control", "ctrlprop",
         "activexcontrolbinary", "extensibility", "attachedtoolbars", "wordvbadata"),
        ("xl/macrosheets/", "xl/activex/", "xl/dialogsheets/", "xl/ctrlprops/", "customui/"),
    ),
    Code.EXTERNAL_CONTENT_FORBIDDEN: Marks(
        ("externallink", "oleobject", "connections+xml", "querytable", "webextension"),
        ("externallink", "externallinkpath", "oleobject", "package", "connections", "querytable", "webextension",
         "webextensiontaskpanes", "attachedtemplate", "customdata", "powerpivotdata", "afchunk", "externalreference"),
        ("xl/externallinks/", "xl/embeddings/", "xl/querytables/", "xl/webextensions/", "xl/model/",
         "xl/connections.xml"),
    ),
}  # fmt: skip


class SheetPart(NamedTuple):
    """One sheet of the workbook as its directory names it; `state` is visible, hidden or veryHidden."""

    name: str
    path: str
    state: str


class Relation(NamedTuple):
    """One relation of a part: its key, the last word of its type in lower case, and its target."""

    key: str
    word: str
    target: str


def parse(content: bytes, part: str) -> Element:
    """Parse one small part. Raises WorkbookRefused (xml_dtd_forbidden, archive_corrupt)."""
    try:
        return fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise refuse(Code.XML_DTD_FORBIDDEN, shorten(part)) from error
    except (ParseError, ValueError, LookupError) as error:
        raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(part)} 无法读取") from error


def local(tag: str) -> str:
    """Return the tag without its namespace."""
    return tag.rpartition("}")[2]


def check_part_name(name: str) -> None:
    """Refuse parts whose place in the package says what they are."""
    lowered = name.casefold()
    for code, marks in FORBIDDEN.items():
        if lowered.startswith(marks.folders) or (code is Code.MACRO_FORBIDDEN and "vbaproject" in lowered):
            raise refuse(code, shorten(name))


def check_magic(name: str, first: bytes) -> None:
    """Refuse members that are themselves documents, archives or programs, whatever they are called."""
    if first.startswith(EMBEDDED):
        raise refuse(Code.EXTERNAL_CONTENT_FORBIDDEN, f"嵌入文件 {shorten(name)}")


def check_content_types(content: bytes, names: Iterable[str]) -> None:
    """Refuse what is no macro-free xlsx workbook by what its declaration says of the parts it holds.

    The type of a part is the one given to its name, else the one given to its extension; a type given to an extension
    that no part has means nothing (libraries declare a whole list of them).
    """
    types = part_types(content, names)
    for name, kind in types.items():
        if BINARY_MAIN in kind:
            raise refuse(Code.NOT_XLSX, "二进制工作簿（.xlsb）")
        for code, marks in FORBIDDEN.items():
            if any(mark in kind for mark in marks.types):
                raise refuse(code, shorten(name))
    if types.get(WORKBOOK) != SPREADSHEET_MAIN:
        raise refuse(Code.NOT_XLSX, "没有 xlsx 工作簿的主部件")


def part_types(content: bytes, names: Iterable[str]) -> dict[str, str]:
    """Return the content type of each part in lower case, the empty text where none is declared."""
    by_name: dict[str, str] = {}
    by_extension: dict[str, str] = {}
    for item in parse(content, CONTENT_TYPES):
        kind = item.get("ContentType", "").strip().casefold()
        if local(item.tag) == "Override":
            by_name[item.get("PartName", "").lstrip("/").casefold()] = kind
        else:
            by_extension[item.get("Extension", "").casefold()] = kind
    return {
        name: by_name.get(name.casefold(), by_extension.get(name.casefold().rpartition(".")[2], ""))
        for name in names
        if name != CONTENT_TYPES
    }


def check_relations(content: bytes, part: str) -> tuple[Relation, ...]:
    """Refuse relations that lead out of the file or to active content; return those that remain."""
    found = []
    for item in parse(content, part):
        word = item.get("Type", "").rstrip("/").rpartition("/")[2].casefold()
        target = item.get("Target", "")
        for code, marks in FORBIDDEN.items():
            if word in marks.relations:
                raise refuse(code, f"{word}：{shorten(target)}")
        if item.get("TargetMode", "").strip().casefold() == "external" or leads_outside(target):
            what = "超链接" if word == "hyperlink" else word
            raise refuse(Code.EXTERNAL_CONTENT_FORBIDDEN, f"{what} {shorten(target)}")
        found.append(Relation(item.get("Id", ""), word, target))
    return tuple(found)


def leads_outside(target: str) -> bool:
    """Say whether a relation target is an address, a network share or a path out of the package."""
    if ":" in target or "\\" in target or target.startswith("//"):
        return True
    return not target.startswith("/") and target.split("/").count("..") > 1


def part_at(target: str) -> str:
    """Return the name of the part that a relation of the workbook points to."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def part_related(relations: Iterable[Relation], word: str, names: frozenset[str]) -> str:
    """Return the part that the workbook names for a purpose, or the empty text when it has none."""
    found = [part_at(relation.target) for relation in relations if relation.word == word]
    return next((name for name in found if name in names), "")


def sheets_of(workbook: bytes, relations: Iterable[Relation], members: frozenset[str]) -> tuple[SheetPart, ...]:
    """Return the sheets in the order of the workbook, each with the member that holds it."""
    found = []
    targets = {relation.key: relation.target for relation in relations}
    for element in parse(workbook, WORKBOOK).iter():
        if local(element.tag) != "sheet":
            continue
        relation = next((element.get(key) for key in RELATION_IDS if element.get(key)), "") or ""
        path = part_at(targets.get(relation, ""))
        name = element.get("name", "")
        if path not in members:
            raise refuse(Code.ARCHIVE_CORRUPT, f"工作表“{shorten(name)}”没有内容部件")
        found.append(SheetPart(name, path, element.get("state", "visible")))
    if not found:
        raise refuse(Code.ARCHIVE_CORRUPT, "没有工作表")
    if len(found) > MAX_SHEETS:
        raise refuse(Code.SHEET_TOO_LARGE, f"有 {len(found)} 张工作表，最多 {MAX_SHEETS} 张")
    if len({sheet.path for sheet in found}) != len(found) or len({sheet.name for sheet in found}) != len(found):
        raise refuse(Code.ARCHIVE_CORRUPT, "工作表重名或指向同一部件")
    return tuple(found)
