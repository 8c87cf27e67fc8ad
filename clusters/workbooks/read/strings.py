"""The shared texts of a workbook: cells refer to them by number."""

import re
from typing import Final

from clusters.workbooks.guard.xmlscan import XmlScan

# A character that XML cannot hold is written as _x0007_; a literal "_x0007_" as _x005F_x0007_.
ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class TextsScan(XmlScan):
    """Read the shared texts into `texts`; the readings of Chinese and Japanese letters are not part of a text."""

    def __init__(self, part: str) -> None:
        super().__init__(part, strict=True)
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._is_text = self._is_reading = False
        self.openings = {"si": self._begin, "t": self._begin_text, "rPh": self._begin_reading}
        self.endings = {"si": self._end_item, "t": self._end_text, "rPh": self._end_reading}
        self.listen(self._hear)

    def _begin(self, _: object) -> None:
        self._pieces = []

    def _begin_text(self, _: object) -> None:
        self._is_text = not self._is_reading

    def _begin_reading(self, _: object) -> None:
        self._is_reading = True

    def _end_item(self) -> None:
        self.texts.append(unescaped("".join(self._pieces)))

    def _end_text(self) -> None:
        self._is_text = False

    def _end_reading(self) -> None:
        self._is_reading = False

    def _hear(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)


def unescaped(text: str) -> str:
    """Return the text with its escaped characters."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
