"""The rulebook as a list to read."""

from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.enums import Basis
from assessment.rules.parse.amend import Adjustable, adjustable, amended
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset
from assessment.rules.words.entries import entries
from tests.assessment.rules.mini import LINE, criterion, mini
from tests.assessment.rules.samples import golden, notice, ruleset

ORDER = Citation("试算", "滑块", Basis.DEPARTMENT, '一"二\\三\n四')


def listed(book: Ruleset) -> str:
    lines = []
    for entry in entries(book):
        lines.append(f"{entry.section} | {entry.code} | {entry.label}")
        lines.extend(f"  {value.since} | {value.value} | {value.cite.text}" for value in entry.values)
    return "\n".join(lines)


def test_points_rulebook_reads_as_agreed() -> None:
    assert listed(ruleset("example_points")) == golden("entries_points.txt").rstrip("\n")


def test_notice_reads_as_agreed() -> None:
    assert listed(notice()) == golden("entries_notice.txt").rstrip("\n")


def test_small_differences_in_words_are_kept() -> None:
    more = criterion(
        "threshold",
        'op = "<"\nline = 5\nonly = { category = ["物流", "金融"], region = ["北"] }',
        code="two",
        measure="staff",
    )
    rank = 'order = "low_first"\nties = "worst"\nclasses = [{ last = 2, points = 1 }, { rest = true, points = 3 }]\npass_at = 2'
    more += criterion("rank", rank, code="three", measure="staff")
    more += criterion("compound", 'combine = 1\nparts = [{ measure = "share", op = "<=", line = 5 }]', code="four")
    book = mini(LINE + more, combine='"any"', missing='"exclude"', not_reported='"fail"', gap='"skip"', pass_clears="false",
                streak="{ cards = 2, within = 3 }", complete_before_card="false", first_year='"year_of_recognition"')  # fmt: skip
    assert listed(book) == golden("entries_mini.txt").rstrip("\n")


def test_groups_a_criterion_is_not_for_are_named() -> None:
    groups = 'op = ">"\nline = 5\nexcept = { category = ["物流", "金融"] }\nonly = { region = ["北"] }'
    book = mini(LINE + criterion("threshold", groups, measure="staff"))
    (found,) = [entry for entry in entries(book) if entry.code == "one"]
    assert [value.value for value in found.values] == ["人数高于 5 人；仅适用于北；不适用于物流、金融"]


def test_amended_rulebook_is_a_text_of_its_own() -> None:
    book = amended(notice(), {"tax_line": Decimal("800.5"), "revenue_line": Decimal(9000)}, 2021, ORDER)
    assert book.sha256 != notice().sha256
    assert book.text.startswith(notice().text.rstrip("\n"))
    assert book.name == notice().name
    lines = {year: [(one.code, one.spec.line) for one in book.at(year).carding] for year in (2020, 2021)}  # type: ignore[union-attr]
    assert lines == {
        2020: [("concentration", 70), ("revenue_per_area", 10000), ("tax_per_area", 600)],
        2021: [("concentration", 70), ("revenue_per_area", 9000), ("tax_per_area", Decimal("800.5"))],
    }
    assert book.at(2021).carding[2].spec.cite == ORDER  # type: ignore[union-attr]


def test_amendments_replace_a_value_of_the_same_year_and_pile_up() -> None:
    once = amended(notice(), {"tax_line": Decimal(800)}, 2020, ORDER)
    twice = amended(once, {"tax_line": Decimal(700)}, 2020, Citation("试算", "再试", Basis.CLIENT))
    assert [(one.since, one.value, one.cite.clause) for one in twice.parameters["tax_line"].values] == [
        (2020, 700, "再试")
    ]
    old, new = ({entry.code: entry for entry in entries(book)} for book in (notice(), twice))
    assert [code for code in new if new[code] != old[code]] == ["tax_line", "tax_per_area"]


def test_amended_text_is_written_as_agreed() -> None:
    book = amended(notice(), {"tax_line": Decimal("1E+3")}, 2022, Citation("文", "条", Basis.CLIENT))
    added = book.text.removeprefix(notice().text.rstrip("\n"))
    assert added == (
        '\n\n[[amendments]]\nparameter = "tax_line"\nfrom = 2022\nvalue = 1000\n'
        'cite = { document = "文", clause = "条", basis = "client" }\n'
    )


def test_amended_text_keeps_what_was_there() -> None:
    book = parse_ruleset(notice().text + "# 末行 \n\n", "x.toml")
    cite = Citation("文 \x7f件", "条\t款", Basis.CLIENT)
    found = amended(book, {"tax_line": Decimal(5)}, 2020, cite)
    assert found.text.startswith(notice().text + "# 末行 \n\n[[amendments]]")
    assert 'document = "文 \\u007f件", clause = "条\\u0009款"' in found.text
    assert found.at(2020).carding[2].spec.cite == cite  # type: ignore[union-attr]


def test_amended_text_loses_nothing_but_blank_lines_at_its_end() -> None:
    book = parse_ruleset(notice().text + "# 见附件 XX\n", "x.toml")
    assert amended(book, {"tax_line": Decimal(5)}, 2020, ORDER).text.startswith(notice().text + "# 见附件 XX\n\n[[am")


def test_adjustable_lines_are_those_in_parameters() -> None:
    assert adjustable(notice(), 2021) == (
        Adjustable("concentration_line", "concentration", "产业集聚度", "", ">=", "%", Decimal(70)),
        Adjustable("revenue_line", "revenue_per_area", "单位面积营业收入", "", ">=", "元/平方米", Decimal(10000)),
        Adjustable("tax_line", "tax_per_area", "单位面积税收", "", ">=", "元/平方米", Decimal(600)),
    )
    assert adjustable(notice(), 2023) == ()
    assert adjustable(mini(), 2021) == ()
    scale = criterion(
        "linear",
        "start = { at = 0, points = 0 }\nend = { at = 9, points = 9 }\npass_at = 5\ncard = true",
        measure="share",
    )
    assert adjustable(mini(LINE + scale), 2021) == ()


def test_lines_of_groups_are_adjustable_too() -> None:
    text = ruleset("example_points").text.replace(
        'role = "score"\npoints = 10\nweight = 25', 'role = "score"\ncard = true\npoints = 10\nweight = 25', 1
    )
    found = adjustable(parse_ruleset(text, "x.toml"), 2022)
    assert [(one.parameter, one.group, one.value) for one in found] == [
        ("tax_line", "", Decimal("22.5")),
        ("tax_line_logistics", "现代物流", 8),
    ]
