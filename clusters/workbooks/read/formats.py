"""Number formats under which a person reads another figure than the cell holds: 50% is 0.5, and 15.0 may be 150000."""

import re
from typing import Final

from clusters.workbooks.read.exact import ExactScan
from clusters.workbooks.read.raw import Odd, written

STYLES: Final = "xl/styles.xml"
PERCENT: Final = "百分数"
SCALED: Final = "改变了显示倍数的数"
BUILT_IN_PERCENTS: Final = ("9", "10")
# Texts in quotes, escaped characters, and what stands in brackets (colours, languages) scale nothing.
LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# A comma after the last digit divides what is shown by a thousand; between digits it only separates thousands.
SCALING: Final = re.compile(r"[0#?],+(?![0#?,])")


class FormatScan(ExactScan):
    """Read the styles part; `disguising` names, by style number, how its cells show something else than they hold."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.disguising: dict[int, str] = {}
        self._kinds = dict.fromkeys(BUILT_IN_PERCENTS, PERCENT)
        self._in_cells = False
        self._styles = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Note a number format, or a style of cells that uses one."""
        if name == "numFmt":
            kind = kind_of(attributes.get("formatCode", ""))
            self._kinds.pop(attributes.get("numFmtId", ""), None)
            if kind:
                self._kinds[attributes.get("numFmtId", "")] = kind
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            kind = self._kinds.get(attributes.get("numFmtId", ""), "")
            if kind:
                self.disguising[self._styles] = kind
            self._styles += 1

    def closed(self, name: str) -> None:
        """Leave the styles of cells."""
        if name == "cellXfs":
            self._in_cells = False


def kind_of(code: str) -> str:
    """Say how a number format shows another figure than it is given, or return the empty text."""
    plain = LITERAL.sub("", code)
    if "%" in plain:
        return PERCENT
    return SCALED if SCALING.search(plain) else ""


def disguised(figure: float, kind: str) -> Odd:
    """Return a figure under such a format in the words of a fault: as it is seen, or what it really is."""
    return Odd(kind, f"{figure * 100:.12g}%" if kind == PERCENT else f"实际为 {written(figure)}")
