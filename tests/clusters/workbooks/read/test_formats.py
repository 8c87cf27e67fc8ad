"""Number formats under which a person reads another figure than the cell holds."""

import pytest

from clusters.workbooks.read.formats import PERCENT, SCALED, FormatScan, disguised, kind_of


@pytest.mark.parametrize(
    ("code", "kind"),
    (
        ("General", ""),
        ("#,##0.00", ""),
        ("#,##0.00;[Red]-#,##0.00", ""),
        ('_ * #,##0.00_ ;_ * "-"??_ ;_ @_ ', ""),
        ('0.00"%"', ""),
        ("0.00\\%", ""),
        ('#,##0"人,"', ""),
        ("[$-804]0", ""),
        ("0.00E+00", ""),
        ("yyyy/m/d", ""),
        ("0%", PERCENT),
        ("0.0%;[Red]-0.0%", PERCENT),
        ('"约"0%', PERCENT),
        ("#,##0,", SCALED),
        ("0.0,,", SCALED),
        ('0!.0,"万元"', SCALED),
        ("#,##0.00,;-#,##0.00,", SCALED),
    ),
)
def test_format_is_known_by_what_it_does_to_a_figure(code: str, kind: str) -> None:
    assert kind_of(code) == kind


def test_styles_of_cells_are_counted_and_those_of_templates_are_not() -> None:
    scan = FormatScan("xl/styles.xml")
    scan.feed(
        b'<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/><numFmt numFmtId="10" formatCode="0"/></numFmts>'
        b'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        b'<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="10"/><xf numFmtId="170"/></cellXfs>'
        b'<dxfs><dxf><numFmt numFmtId="171" formatCode="0%"/></dxf></dxfs></styleSheet>'
    )
    scan.close()
    assert scan.disguising == {1: PERCENT, 3: PERCENT}


def test_figure_is_told_as_it_is_seen_or_as_it_really_is() -> None:
    assert str(disguised(0.125, PERCENT)) == "12.5%"
    assert str(disguised(0.07, PERCENT)) == "7%"
    assert str(disguised(150_000.0, SCALED)) == "实际为 150000"
