"""Two hundred number formats, each cell as LibreOffice shows it and as the portal reads it: never another figure.

Run by `make cell-formats`, outside the tests; the table it writes is kept in docs/cell-formats.md.
"""

import csv
import io
import itertools
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from clusters.letters import pdf
from clusters.workbooks.read.raw import Cell
from clusters.workbooks.read.sandbox import load_book
from clusters.workbooks.table.columns import Column
from clusters.workbooks.table.numbers import BadCell, figure_of
from clusters.workbooks.write.sheetwriter import new_workbook
from tests.support import distribution

TABLE: Final = Path("docs/cell-formats.md")
PLACEHOLDERS: Final = ("General", "0", "0.00", "#,##0.0000", "#.####", "0.00%", "0.00E+00", "#,##0.00,")
LITERALS: Final = ("{0}", '{0}"万元"', '{0}"亿元"', '"￥"{0}', '{1}"."{2}')
SECTIONS: Final = ("{0}", "{0};{0}", "{0};-{0}", '{0};({0});"-"', "{0};;")
NUMBERS: Final = (9.15, -9.15, 0.0, 125300.5)
COLUMN: Final = Column("amount", "金额", "万元", decimals=4)
# Columns apart by commas, UTF-8, numbers without quotes (the eighth value), cells as they are shown (the ninth).
AS_SHOWN: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"


class Reading(NamedTuple):
    """One cell: what is shown, what the portal reads (None when it refuses), and why it refuses."""

    shown: str
    figure: Decimal | None
    reason: str

    @property
    def is_wrong(self) -> bool:
        """Whether the portal takes another figure than the cell shows."""
        return self.figure is not None and figure_shown(self.shown) != self.figure


def codes() -> list[str]:
    """Return the format codes: every placeholder with every literal in every arrangement of sections."""
    return [
        section.format(literal.format(mark, *halves(mark)))
        for mark, literal, section in itertools.product(PLACEHOLDERS, LITERALS, SECTIONS)
    ]


def halves(mark: str) -> tuple[str, str]:
    """Return a placeholder in two parts, for a literal between them; the name of a format stays whole."""
    return ("", mark) if mark == "General" else (mark[:1], mark[1:])


def workbook(formats: list[str]) -> bytes:
    """Return a workbook with a row for each format and a column for each number."""
    target = io.BytesIO()
    book = new_workbook(target, "单元格格式")
    sheet = book.add_worksheet("格式")
    sheet.set_column(0, len(NUMBERS) - 1, 40)
    for row, code in enumerate(formats):
        style = book.add_format({"num_format": code})
        for column, number in enumerate(NUMBERS):
            sheet.write_number(row, column, number, style)
    book.close()
    return target.getvalue()


def shown_by_office(data: bytes) -> list[list[str]]:
    """Return the texts of all cells as LibreOffice shows them. Raises RuntimeError without LibreOffice Calc."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "formats.xlsx"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [str(pdf.program()), profile, "--headless", "--convert-to", AS_SHOWN, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        target = source.with_suffix(".csv")
        if not target.exists():
            raise RuntimeError("LibreOffice Calc is not installed")
        return list(csv.reader(io.StringIO(target.read_text(encoding="utf-8"), newline="")))


def figure_shown(text: str) -> Decimal | None:
    """Return the figure in 万元 that a person reads in a cell, None when it is none: another unit, nothing, words."""
    plain = "".join(text.split()).replace(",", "").removesuffix("万元")
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1].removesuffix("万元")
    if plain == "-":
        return Decimal(0)
    digits = plain.removeprefix("-")
    return Decimal(plain) if digits.replace(".", "", 1).isdecimal() else None


def read(cell: Cell, shown: str) -> Reading:
    """Return how the portal reads a cell."""
    try:
        return Reading(shown, figure_of(cell, COLUMN), "")
    except BadCell as refusal:
        return Reading(shown, None, refusal.what)


def table(readings: dict[str, list[Reading]]) -> str:
    """Return the page with one line for each format."""
    cells = [one for row in readings.values() for one in row]
    taken = sum(one.figure is not None for one in cells)
    head = " | ".join(f"{number:.10g}" for number in NUMBERS)
    lines = [
        "# 单元格格式：看到什么，读到什么",
        "",
        "由 `make cell-formats` 生成：占位符 × 文字 × 分段，共 "
        f"{len(readings)} 种格式，每种 {len(NUMBERS)} 个数。左边是 LibreOffice 显示的文字，右边是平台按“万元”列读到的数；",
        f"“拒”表示拒收并指明单元格。{len(cells)} 格中收 {taken} 格，拒 {len(cells) - taken} 格，"
        f"读成别的数 {sum(one.is_wrong for one in cells)} 格。",
        "",
        f"| 格式 | {head} |",
        f"|---|{'---|' * len(NUMBERS)}",
    ]
    for code, row in readings.items():
        texts = (f"{one.shown.strip() or '（空白）'} → {'拒' if one.figure is None else one.figure}" for one in row)
        lines.append(f"| `{code}` | {' | '.join(texts)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Make, show, read, compare; write the table and end with an error when any cell is read as another figure."""
    formats = list(dict.fromkeys(codes()))
    data = workbook(formats)
    distribution.install("libreoffice-calc-nogui")
    shown, cells = shown_by_office(data), load_book(data).sheets[0].rows
    readings = {
        code: [read(cell, text) for cell, text in zip(row, texts, strict=True)]
        for code, row, texts in zip(formats, cells, shown, strict=True)
    }
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(readings), encoding="utf-8")
    wrong = [(code, one) for code, row in readings.items() for one in row if one.is_wrong]
    for code, one in wrong:
        print(f"{code}：显示 {one.shown}，读作 {one.figure}")
    print(f"{len(formats)} 种格式，{len(wrong)} 格读成别的数；见 {TABLE}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
