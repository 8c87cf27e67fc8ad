"""Parsing one XML part piece by piece: well-formed, UTF-8, without declarations, not nested too deeply."""

from collections.abc import Callable
from functools import partial
from typing import Final
from xml.parsers import expat

from clusters.workbooks.codes import Code, WorkbookRefused, refuse, shorten

MAX_DEPTH: Final = 256
WIDE_STARTS: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00")
PLAIN_ENCODINGS: Final = ("utf-8", "utf8", "us-ascii", "ascii")


class XmlScan:
    """Feed it the pieces of one part in order, then `close`. Memory: one piece, and what a subclass keeps.

    With `strict`, comments, CDATA sections and processing instructions are refused too: some programs take them for
    the end of a text (`1<!-- -->3` becomes 1), so two programs would show two values.
    """

    def __init__(self, part: str, *, strict: bool = False) -> None:
        self.part = part
        self.depth = 0
        # What a subclass does at the beginning and at the end of an element, by its name without prefix.
        self.openings: dict[str, Callable[[dict[str, str]], object]] = {}
        self.endings: dict[str, Callable[[], object]] = {}
        # The pieces of text found in the elements that `gather` names, by element.
        self.found: dict[str, list[str]] = {}
        self._pieces: list[str] | None = None
        self._is_reading = False
        self._is_new = True
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = self._refuse_dtd
        self._parser.EntityDeclHandler = self._refuse_dtd
        if strict:
            self._parser.CommentHandler = self._refuse_markup
            self._parser.StartCdataSectionHandler = self._refuse_markup
            self._parser.ProcessingInstructionHandler = self._refuse_markup

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Parse one piece. Raises WorkbookRefused (xml_dtd_forbidden, xml_too_deep, archive_corrupt)."""
        try:
            self._parser.Parse(piece, last)
        except WorkbookRefused:
            raise
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(self.part)} 不是规范的 XML") from error
        if self._is_new and piece.startswith(WIDE_STARTS):
            raise self._not_utf8()
        self._is_new = False

    def close(self) -> None:
        """Finish the part. Raises WorkbookRefused when it is cut off."""
        self.feed(b"", last=True)

    def gather(self, *names: str) -> None:
        """Ask for the texts in these elements too; readings of Chinese and Japanese letters are no part of a text."""
        self._parser.CharacterDataHandler = self._hear
        self.openings |= {name: partial(self._begin_text, name) for name in names} | {"rPh": self._begin_reading}
        self.endings |= dict.fromkeys(names, self._end_text) | {"rPh": self._end_reading}

    def text_in(self, name: str) -> str:
        """Return the text found in an element."""
        return "".join(self.found.get(name, ()))

    def _begin_text(self, name: str, _: object) -> None:
        if not self._is_reading:
            self._pieces = self.found.setdefault(name, [])

    def _hear(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def _end_text(self) -> None:
        self._pieces = None

    def _begin_reading(self, _: object) -> None:
        self._is_reading = True

    def _end_reading(self) -> None:
        self._is_reading = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refuse(Code.XML_TOO_DEEP, f"{shorten(self.part)} 超过 {MAX_DEPTH} 层")
        act = self.openings.get(name) or self.openings.get(name.rpartition(":")[2])
        if act is not None:
            act(attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        act = self.endings.get(name) or self.endings.get(name.rpartition(":")[2])
        if act is not None:
            act()

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in (*PLAIN_ENCODINGS, "utf-16"):
            raise self._not_utf8()

    def _not_utf8(self) -> WorkbookRefused:
        return refuse(Code.ARCHIVE_CORRUPT, f"{shorten(self.part)} 的编码不是 UTF-8")

    def _refuse_dtd(self, *_: object) -> None:
        raise refuse(Code.XML_DTD_FORBIDDEN, shorten(self.part))

    def _refuse_markup(self, *_: object) -> None:
        raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(self.part)} 含注释或特殊标记，可能被不同软件读成不同内容")
