"""A streaming look at an XML part in C-speed byte searches: encoding, declarations, depth, giant tokens.

It parses nothing. What it cannot vouch for it marks as `unusual`; such parts are read only in the separate process.
"""

import re
from typing import Final

from clusters.workbooks.codes import Code, refuse, shorten

MAX_DEPTH: Final = 256
# Longest tag, or text between two tags. Excel's own limit for one text is 32,767 characters.
MAX_TOKEN: Final = 1024 * 1024
PIECE: Final = 4096
SMALLEST_PIECE: Final = 256

UTF8_MARK: Final = b"\xef\xbb\xbf"
WIDE_STARTS: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00")
DECLARATION: Final = re.compile(rb"\s*<\?xml\s[^>]{0,200}?\?>")
ENCODING: Final = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
PLAIN_ENCODINGS: Final = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
# Whatever opens with "<!" and is neither a comment nor a CDATA section is a document type or an entity.
DTD: Final = re.compile(rb"<!(?!--|\[CDATA\[)")
WIDE_DTD: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-16-le", "utf-16-be"))


class XmlScan:
    """Feed it the pieces of one part in order, then `close`. Memory: one piece and at most one token."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.unusual = False
        self.depth = 0
        self._carry = b""
        self._started = False
        self._is_giant = False

    def feed(self, piece: bytes) -> None:
        """Look at one piece. Raises WorkbookRefused (xml_dtd_forbidden, xml_too_deep, archive_corrupt)."""
        if self._is_giant:
            return
        window = self._carry + piece if self._carry else piece
        if not self._started:
            self._started = True
            window = window[check_start(self.part, window) :]
        # Windows end where a tag begins, so that no tag is ever split between two windows.
        cut = window.rfind(b"<")
        if cut <= 0:
            cut = 0
        self._carry = window[cut:]
        if len(self._carry) > MAX_TOKEN:
            # Judged at the end: a part that never stops is first of all too large.
            self._is_giant, self._carry = True, b""
        if cut:
            self.look(window[:cut])

    def close(self) -> None:
        """Look at what is left after the last piece."""
        if self._is_giant:
            self.giant_token()
        self.look(self._carry)
        self._carry = b""

    def giant_token(self) -> None:
        """Refuse a tag or text longer than a mebibyte."""
        raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(self.part)} 含超长内容")

    def look(self, window: bytes) -> None:
        """Check one window that begins and ends between tags."""
        if b"<!" in window:
            if DTD.search(window):
                raise refuse(Code.XML_DTD_FORBIDDEN, shorten(self.part))
            self.unusual = True
        if b"<?" in window:
            self.unusual = True
        self._measure_depth(window)

    def _measure_depth(self, window: bytes) -> None:
        start, end = 0, len(window)
        while start < end:
            stop = window.find(b"<", start + PIECE)
            stop = end if stop < 0 else stop
            self._measure_piece(window, start, stop)
            start = stop
        if window.count(b">") != window.count(b"<"):
            # A bare ">" in a text or an attribute makes the counts unreliable.
            self.unusual = True

    def _measure_piece(self, window: bytes, start: int, stop: int) -> None:
        """Bound the depth by counts: it cannot pass the depth before the piece plus the tags the piece opens."""
        tags, ends = window.count(b"<", start, stop), window.count(b"</", start, stop)
        if self.depth + tags - ends <= MAX_DEPTH:
            self.depth += tags - 2 * ends - window.count(b"/>", start, stop) - self._markup(window, start, stop)
            return
        middle = window.find(b"<", start + (stop - start) // 2, stop)
        if stop - start <= SMALLEST_PIECE or middle <= start:
            self._measure_exactly(window, start, stop)
        else:
            self._measure_piece(window, start, middle)
            self._measure_piece(window, middle, stop)

    def _markup(self, window: bytes, start: int, stop: int) -> int:
        """Comments, CDATA sections and processing instructions: they look like tags but open nothing."""
        return window.count(b"<!", start, stop) + window.count(b"<?", start, stop) if self.unusual else 0

    def _measure_exactly(self, window: bytes, start: int, stop: int) -> None:
        position = window.find(b"<", start, stop)
        while position >= 0:
            following = window.find(b"<", position + 1, stop)
            tag = window[position : following if following >= 0 else stop]
            if tag.startswith(b"</"):
                self.depth -= 1
            elif not tag.startswith((b"<?", b"<!")) and b"/>" not in tag:
                self.depth += 1
            if self.depth > MAX_DEPTH:
                raise refuse(Code.XML_TOO_DEEP, f"{shorten(self.part)} 超过 {MAX_DEPTH} 层")
            position = following


def check_start(part: str, window: bytes) -> int:
    """Return where the root element may begin. Raises WorkbookRefused when the part is not in UTF-8."""
    if window.startswith(WIDE_STARTS):
        wide_dtd = any(mark in window for mark in WIDE_DTD)
        code = Code.XML_DTD_FORBIDDEN if wide_dtd else Code.ARCHIVE_CORRUPT
        raise refuse(code, f"{shorten(part)} 的编码不是 UTF-8")
    start = len(UTF8_MARK) if window.startswith(UTF8_MARK) else 0
    declaration = DECLARATION.match(window, start)
    if declaration is None:
        return start
    encoding = ENCODING.search(declaration[0])
    if encoding and encoding[1].lower() not in PLAIN_ENCODINGS:
        raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(part)} 的编码不是 UTF-8")
    return declaration.end()
