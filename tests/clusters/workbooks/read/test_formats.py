"""Number formats: a number counts only when a person reads just this number in the cell (8.B14)."""

import pytest

from clusters.workbooks.read.formats import (
    CONDITIONAL,
    DATE,
    DISFIGURED,
    FRACTION,
    PERCENT,
    ROUNDED,
    SCALED,
    SCIENTIFIC,
    UNSEEN,
    WITH_UNIT,
    WORDS,
    WRONG_SIGN,
    FormatScan,
    format_of,
)
from clusters.workbooks.read.raw import Odd

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


def shown(code: str, number: float) -> float | Odd:
    return format_of(code).shown(number, repr(number).removesuffix(".0"))


@pytest.mark.parametrize(
    "code",
    (
        "General", "G/通用格式", "@", "0.00", "#,##0.00", "#,##0.00;[Red]-#,##0.00", "[$-804]0.00", ACCOUNTING,
        "0.00_);(0.00)", "0.00_ ;[Red]\\-0.00\\ ", "[蓝色]0.00", "* 0.00", "# ##0.00", "?0.00", "+0.00;-0.00",
    ),
)  # fmt: skip
@pytest.mark.parametrize("number", (9.15, -9.15, 0.0))
def test_format_that_shows_the_number_leaves_it_alone(code: str, number: float) -> None:
    if code == "+0.00;-0.00" or number >= 0 or ";" in code or code[0] != "+":
        assert shown(code, number) == number


@pytest.mark.parametrize(
    ("code", "number", "kind"),
    (
        ("0%", 0.5, PERCENT),
        ('"约"0.0%', 0.5, PERCENT),
        ("#,##0,", 150_000.0, SCALED),
        ("0.0,,", 150_000.0, SCALED),
        ("#,##0.00,;-#,##0.00,", 150_000.0, SCALED),
        ('0!.0,"万元"', 150_000.0, SCALED),
        ("0.00E+00", 9.15, SCIENTIFIC),
        ("# ?/?", 0.5, FRACTION),
        ("yyyy/m/d", 44_562.0, DATE),
        ("[h]:mm", 1.5, DATE),
        ("[>=10000]0.0;0", 5.0, CONDITIONAL),
        ('0"."0', 15.0, DISFIGURED),
        ("0\\.0", 15.0, DISFIGURED),
        ('"1"0', 5.0, DISFIGURED),
        ('0"万"0', 15.0, DISFIGURED),
        ("*10", 5.0, DISFIGURED),
        ("[DBNum1]0", 5.0, DISFIGURED),
        ("0.00;0.00", -9.15, WRONG_SIGN),
        ("-0.00", 9.15, WRONG_SIGN),
        ("(0.00)", 9.15, WRONG_SIGN),
        (";;;", 9.15, UNSEEN),
        ("0;;0", -9.0, UNSEEN),
        ("0;-0;", 0.0, UNSEEN),
        ("#,###", 0.0, UNSEEN),
        ('"已报"', 9.15, WORDS),
        ('0;-0;"无"', 0.0, WORDS),
        ("0", 9.15, ROUNDED),
        ("0.0", -9.15, ROUNDED),
        ('0.00"亿元"', 9.15, WITH_UNIT),
        ('0.00"%"', 9.15, WITH_UNIT),
        ("0.00‰", 9.15, WITH_UNIT),
        ("[$￥-804]0.00", 9.15, WITH_UNIT),
        ("0.00万", 9.15, WITH_UNIT),
    ),
)
def test_format_that_shows_something_else_is_named(code: str, number: float, kind: str) -> None:
    found = shown(code, number)
    assert isinstance(found, Odd)
    assert found.kind == kind


def test_noise_beyond_fifteen_digits_does_not_make_a_figure_rounded() -> None:
    assert shown("0.0", 0.1 + 0.2) == 0.1 + 0.2


def test_unit_comes_with_the_figure_so_that_a_column_of_this_unit_can_take_it() -> None:
    assert shown('#,##0.00" 万元"', 9.15) == Odd(WITH_UNIT, "9.15万元", 9.15, "万元")


@pytest.mark.parametrize(
    ("code", "kind"), (("@", ""), ("0", ""), (";;;", UNSEEN), ('@"万元"', DISFIGURED), (";;;@", ""))
)
def test_format_that_hides_or_extends_a_text_is_known(code: str, kind: str) -> None:
    assert format_of(code).text == kind


def test_styles_of_cells_are_counted_and_those_of_templates_are_not() -> None:
    scan = FormatScan("xl/styles.xml")
    scan.feed(
        b'<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/><numFmt numFmtId="10" formatCode="General"/>'
        b'</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        b'<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="10"/><xf numFmtId="170"/><xf numFmtId="14"/>'
        b'</cellXfs><dxfs><dxf><numFmt numFmtId="171" formatCode="0%"/></dxf></dxfs></styleSheet>'
    )
    scan.close()
    assert {style: code.positive.odd for style, code in scan.formats.items()} == {"1": PERCENT, "3": PERCENT, "4": DATE}
