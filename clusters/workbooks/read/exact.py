"""The exact, slower reading of XML parts through expat; for sheets and texts that are not plainly regular."""

from array import array
from typing import Final
from xml.parsers import expat

from clusters.workbooks.codes import Code, WorkbookRefused, refuse, shorten
from clusters.workbooks.guard.limits import MAX_TEXT
from clusters.workbooks.guard.xmlscan import MAX_DEPTH

# One text is kept to this length; what is longer is refused anyway.
KEPT: Final = 4 * MAX_TEXT


class ExactScan:
    """Parse one part piece by piece: well-formed, no declarations, no deep nesting.

    With `strict`, comments, CDATA sections and processing instructions are refused too: fast readers take them
    for the end of a text (`1<!-- -->3` becomes 1), so two programs would see two values.
    """

    def __init__(self, part: str, *, strict: bool = False) -> None:
        self.part = part
        self.depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_dtd
        self._parser.EntityDeclHandler = self._refuse_dtd
        if strict:
            self._parser.CommentHandler = self._refuse_markup
            self._parser.StartCdataSectionHandler = self._refuse_markup
            self._parser.ProcessingInstructionHandler = self._refuse_markup

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Parse one piece. Raises WorkbookRefused."""
        try:
            self._parser.Parse(piece, last)
        except WorkbookRefused:
            raise
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(self.part)} 不是规范的 XML") from error

    def close(self) -> None:
        """Finish the part. Raises WorkbookRefused when it is cut off."""
        self.feed(b"", last=True)

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of a tag; `name` is without prefix."""

    def closed(self, name: str) -> None:
        """Take note of the end of an element."""

    def listen(self) -> None:
        """Ask for the texts too."""
        self._parser.buffer_text = True
        self._parser.CharacterDataHandler = self.heard

    def heard(self, text: str) -> None:
        """Take note of a text."""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refuse(Code.XML_TOO_DEEP, f"{shorten(self.part)} 超过 {MAX_DEPTH} 层")
        self.opened(name.rpartition(":")[2] if ":" in name else name, attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.closed(name.rpartition(":")[2] if ":" in name else name)

    def _refuse_dtd(self, *_: object) -> None:
        raise refuse(Code.XML_DTD_FORBIDDEN, shorten(self.part))

    def _refuse_markup(self, *_: object) -> None:
        raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(self.part)} 含注释或特殊标记，可能被不同软件读成不同内容")


class TextsScan(ExactScan):
    """The shared texts; `sizes` holds the characters of each."""

    def __init__(self, part: str) -> None:
        super().__init__(part, strict=True)
        self.sizes = array("I")
        self._length = 0
        self._texts = 0
        self.listen()

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an item or a text."""
        if name == "si":
            self._length = 0
        elif name == "t":
            self._texts += 1

    def closed(self, name: str) -> None:
        """End an item or a text."""
        if name == "t":
            self._texts -= 1
        elif name == "si":
            self.sizes.append(self._length)

    def heard(self, text: str) -> None:
        """Measure the text of an item."""
        if self._texts:
            self._length += len(text)
