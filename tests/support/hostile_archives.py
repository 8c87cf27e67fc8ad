"""Builders of workbooks that are hostile below the cells: the zip, its parts and their XML. Bytes in, bytes out.

What they build is harmless to every program: small, shallow, without nested entities, pointing nowhere. What tests a
limit stays just above a limit that the test lowers (see `tests.support.limits`).
"""

import io
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping

Builder = Callable[[bytes], bytes]
Part = bytes | Iterator[bytes] | None

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIBIBYTE = 1024


def part_of(template: bytes, name: str) -> bytes:
    """Return one part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        return archive.read(name)


def with_parts(template: bytes, changes: Mapping[str, Part]) -> bytes:
    """Return the workbook with parts replaced, added, or left out (None); an iterator is written piece by piece."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            if isinstance(part, bytes):
                new.writestr(name, part)
            elif part is not None:
                with new.open(name, "w", force_zip64=True) as stream:
                    for piece in part:
                        stream.write(piece)
    return target.getvalue()


def with_entry(template: bytes, entry: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    """Return the workbook with one more entry, whatever its name."""
    target = io.BytesIO(template)
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(entry, content)
    return target.getvalue()


def named(name: str) -> Builder:
    """Build a workbook with a member of this exact name."""

    def build(template: bytes) -> bytes:
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name
        return with_entry(template, entry)

    return build


def symlink(template: bytes) -> bytes:
    entry = zipfile.ZipInfo("xl/link.xml")
    entry.create_system = 3
    entry.external_attr = 0o120777 << 16
    return with_entry(template, entry, b"workbook.xml")


def in_sheet(old: bytes, new: bytes) -> Builder:
    """Build a workbook whose first sheet has one piece of XML replaced."""

    def build(template: bytes) -> bytes:
        xml = part_of(template, SHEET)
        assert old in xml
        return with_parts(template, {SHEET: xml.replace(old, new, 1)})

    return build


def blanks(size: int, head: bytes, tail: bytes) -> Iterator[bytes]:
    """Yield head, `size` bytes that compress to nothing, tail."""
    yield head
    for _ in range(size // KIBIBYTE):
        yield b" " * KIBIBYTE
    yield tail


def large_sheet(template: bytes) -> bytes:
    """A sheet of 200 KiB once inflated."""
    xml = part_of(template, SHEET)
    head, _, tail = xml.partition(b"<sheetData>")
    return with_parts(template, {SHEET: blanks(200 * KIBIBYTE, head + b"<sheetData>", tail)})


def large_text(template: bytes) -> bytes:
    """A shared text of 200 KiB once inflated."""
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    return with_parts(template, {"xl/sharedStrings.xml": blanks(200 * KIBIBYTE, head, b"</t></si></sst>")})


def high_ratio(template: bytes) -> bytes:
    """100 KiB that compress to almost nothing."""
    return with_parts(template, {"xl/media/image1.png": blanks(100 * KIBIBYTE, b"\x89PNG", b"")})


def oversized(template: bytes) -> bytes:
    """100 KiB that do not compress."""
    noise = random.Random(1).randbytes(100 * KIBIBYTE)
    return with_parts(template, {"xl/media/image1.png": noise})


def many_members(template: bytes) -> bytes:
    return with_parts(template, {f"xl/media/{number}.png": b"x" for number in range(50)})


def truncated(template: bytes) -> bytes:
    return template[: len(template) // 2]


def trailing(template: bytes) -> bytes:
    return template + b"and something more"


def moved_directory(template: bytes) -> bytes:
    """Bytes between directory and end record: readers that count from the end see another directory."""
    end = template.rfind(b"PK\x05\x06")
    return template[:end] + b"PK\x06\x07" + b"\0" * 16 + template[end:]


def prefixed(template: bytes) -> bytes:
    """Another archive before this one."""
    return template[: template.find(b"PK\x01\x02")] + template


def flipped(template: bytes) -> bytes:
    """One byte of the compressed sheet changed: the checksum no longer holds."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        member = archive.getinfo(SHEET)
    at = member.header_offset + 30 + len(SHEET) + member.compress_size // 2
    return template[:at] + bytes([template[at] ^ 0x55]) + template[at + 1 :]


def encrypted(template: bytes) -> bytes:
    """The encryption bit set in every directory entry."""
    data = bytearray(template)
    for match in re.finditer(b"PK\x01\x02", template):
        data[match.start() + 8] |= 1
    return bytes(data)


def overlapping(template: bytes) -> bytes:
    """Two directory entries that share the bytes of one member."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        first, second = archive.infolist()[:2]
    end = template.rfind(b"PK\x05\x06")
    data = bytearray(template)
    entry = template.find(b"PK\x01\x02", template.find(b"PK\x01\x02") + 4)
    assert template[entry + 46 : entry + 46 + len(second.filename)] == second.filename.encode()
    data[entry + 42 : entry + 46] = struct.pack("<I", first.header_offset)
    assert end > 0
    return bytes(data)


def bzip2(template: bytes) -> bytes:
    target = io.BytesIO(template)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/extra.xml", b"<a/>", zipfile.ZIP_BZIP2)
    return target.getvalue()


def deep_sheet(template: bytes) -> bytes:
    return in_sheet(b"<sheetData>", b"<ext>" * 24 + b"</ext>" * 24 + b"<sheetData>")(template)


def deep_styles(template: bytes) -> bytes:
    """Deep, but never with many closing tags in a row."""
    xml = part_of(template, "xl/styles.xml")
    nest = b"<a><b/>" * 24 + b"<b/></a>" * 24
    return with_parts(template, {"xl/styles.xml": xml.replace(b"</styleSheet>", nest + b"</styleSheet>")})


def content_type(part: str, kind: str, *, main: str = "") -> Builder:
    """Build a workbook that declares one more part, or (with `main`) another kind of main part."""

    def build(template: bytes) -> bytes:
        types = part_of(template, TYPES)
        if main:
            types = types.replace(
                b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", main.encode()
            )
        override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'.encode()
        changes: dict[str, Part] = {TYPES: types.replace(b"</Types>", override) if part else types}
        if part:
            changes[part] = b"<x/>"
        return with_parts(template, changes)

    return build


def relation(kind: str, target: str, *, external: bool = False, part: str = SHEET_RELS) -> Builder:
    """Build a workbook with one more relationship."""

    def build(template: bytes) -> bytes:
        mode = ' TargetMode="External"' if external else ""
        extra = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            empty = (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
            )
            old = archive.read(part) if part in archive.namelist() else empty
        return with_parts(template, {part: old.replace(b"</Relationships>", extra)})

    return build


def added(name: str, content: bytes = b"<x/>") -> Builder:
    """Build a workbook with one more part."""
    return lambda template: with_parts(template, {name: content})


def entity(part: str) -> Builder:
    """Build a workbook in which a part declares one harmless entity, without using it."""

    def build(template: bytes) -> bytes:
        xml = re.sub(rb"<\?xml.*?\?>", b"", part_of(template, part), count=1)
        return with_parts(template, {part: b'<!DOCTYPE x [<!ENTITY f "harmless">]>' + xml})

    return build


def utf16(*, dtd: bool) -> Builder:
    """Build a workbook whose sheet is in UTF-16, where a search for ASCII marks sees nothing."""

    def build(template: bytes) -> bytes:
        text = re.sub(r"<\?xml.*?\?>", "", part_of(template, SHEET).decode(), count=1)
        prolog = '<?xml version="1.0" encoding="UTF-16"?>' + ("<!DOCTYPE x>" if dtd else "")
        return with_parts(template, {SHEET: (prolog + text).encode("utf-16")})

    return build


def of_other_format(content: bytes) -> Builder:
    """Build a file that is no workbook at all."""
    return lambda _template: content


def word_document(_template: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        archive.writestr(TYPES, f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>')
        archive.writestr("word/document.xml", "<document/>")
    return target.getvalue()


def plain_zip(_template: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return target.getvalue()
