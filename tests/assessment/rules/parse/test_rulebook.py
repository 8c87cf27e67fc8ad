"""Rulebooks that are in order: what is read out of them, and for which years it holds."""

import hashlib
from decimal import Decimal

import pytest

from assessment.rules.criteria import Threshold
from assessment.rules.enums import Basis, Kind, Missing, Role, Severity
from assessment.rules.policy import ByPoints, Grade, Scoring, Streak, Titles
from assessment.rules.ruleset import YearRules
from tests.assessment.rules.mini import CITE, LINE, criterion, mini
from tests.assessment.rules.samples import RULESETS, notice, ruleset

D = Decimal


def rules(year: int = 2021) -> YearRules:
    found = notice().at(year)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ("qingdao_2020", "example_points", "qingdao_continuation_example"))
def test_every_rulebook_of_the_fixtures_is_in_order(name: str) -> None:
    book = ruleset(name)
    file = RULESETS / f"{name}.toml"
    assert book.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (book.text, book.name) == (file.read_text(encoding="utf-8"), file.name)


def test_notice_holds_for_its_three_years_only() -> None:
    book = notice()
    assert (book.first_year, book.last_year, book.code) == (2020, 2022, "qingdao-2020")
    assert [book.covers(year) for year in (2019, 2020, 2022, 2023)] == [False, True, True, False]
    assert book.at(2019) is None
    assert book.at(2023) is None


def test_notice_has_the_three_lines_with_their_basis() -> None:
    lines = [(one.code, one.spec.op, one.spec.line, one.spec.unit, one.spec.cite.basis) for one in rules().carding]
    assert lines == [
        ("concentration", ">=", 70, "%", Basis.CLIENT),
        ("revenue_per_area", ">=", 10000, "元/平方米", Basis.CLIENT),
        ("tax_per_area", ">=", 600, "元/平方米", Basis.CLIENT),
    ]
    assert all(one.spec.cite.document == "青政字〔2020〕30号" for one in rules().carding)
    targets = {one.code: (one.measure.code, one.over, one.line) for one in rules().targets if one.measure}
    assert targets == {
        "concentration_all": ("concentration", "each", 70),
        "average_revenue_per_m2": ("revenue_per_area", "pooled", 10000),
        "average_tax_per_m2": ("tax_per_area", "pooled", 600),
        "public_platforms": ("platforms_added", "added", 20),
        "projects_per_cluster": ("projects", "each", 5),
        "platforms_per_cluster": ("platforms_built", "each", 1),
    }
    assert len(rules().targets) == 14
    assert {(one.op, one.cite.basis, one.by_year) for one in rules().targets} == {(">=", Basis.NOTICE, 2022)}


def test_notice_chooses_every_reading() -> None:
    policy = rules().policy
    assert (policy.combine, policy.complete_before_card, policy.streak) == ("all", True, (Streak(2, 2),))
    assert (policy.pass_clears, policy.gap, policy.missing, policy.not_reported) == (
        True,
        "break",
        Missing.HOLD,
        "hold",
    )
    assert (policy.first_year, policy.area) == ("first_full_year", "floor_area")
    assert policy.titles == Titles(frozenset({"municipal", "provincial", "national"}), "municipal")
    assert (policy.near_line_percent, policy.appeal_working_days, policy.warning_days) == (2, 10, 90)
    assert policy.scoring == Scoring("sum", D(100), 2, D(0), D(0))
    assert policy.grading is not None
    assert policy.grading.grades[0] == Grade("excellent", "优秀", D(85))
    assert policy.grading.on_failure == "fail"
    assert policy.grading.label_of("good") == "良好"
    assert policy.grading.label_of("unheard") == "unheard"
    assert policy.cites["streak"].basis is Basis.NOTICE
    assert policy.cites["combine"].text == "青政字〔2020〕30号 四、组织保障（二）（委托方确定）"


def test_notice_counts_the_five_families_to_a_hundred() -> None:
    assert {family.code: family.full for family in notice().families} == {
        "investment": 20, "output": 30, "tax": 20, "employment": 15, "contribution": 15,
    }  # fmt: skip
    assert sum(one.spec.full or 0 for one in rules().criteria if one.spec.role is Role.SCORE) == 100


def test_notice_expects_the_shared_indicators_in_their_units() -> None:
    units = {code: indicator.unit for code, indicator in notice().indicators.items()}
    assert units == {
        "revenue": "万元", "leading_revenue": "万元", "tax": "万元", "floor_area": "平方米", "land_area": "平方米",
        "area_in_use": "平方米", "investment": "万元", "projects_100m": "个", "jobs": "人", "new_jobs": "人",
        "enterprises": "个", "surveyed_enterprises": "个", "surveyed_revenue": "万元", "local_tax": "万元",
        "value_added": "万元", "rd_spending": "万元", "platforms": "个",
    }  # fmt: skip


def test_readings_cited_in_the_rulebook_exist() -> None:
    articles = (RULESETS / "READINGS.md").read_text(encoding="utf-8")
    book = notice()
    cites = [dated.cite for entry in book.policies for dated in entry.values]
    cites += [one.cite for one in rules().checks] + [one.spec.cite for one in rules().criteria]
    cites += [one.cite for one in rules().measures.values()]
    named = {cite.clause for cite in cites if cite.document == "考核口径说明"}
    assert len(named) > 8
    assert [clause for clause in named if f"**{clause}（" not in articles] == []


def test_measure_finds_its_factor_from_the_units() -> None:
    terms = rules().measures["tax_per_area"].terms
    assert [(term.code, term.up, term.down) for term in terms] == [("tax", 10000, 1), ("floor_area", 1, 1)]
    spec = rules().carding[2].spec
    assert (spec.up, spec.down, [source.code for source in spec.sources]) == (10000, 1, ["tax", "floor_area"])
    points = ruleset("example_points").at(2020)
    assert points is not None
    assert [(term.up, term.down) for term in points.measures["whole_revenue"].terms] == [(10000, 1), (10000, 1)]


def test_spec_of_an_indirect_measure_names_no_factor() -> None:
    points = ruleset("example_points").at(2020)
    assert points is not None
    specs = {one.code: one.spec for one in points.criteria}
    assert (specs["concentration"].up, specs["growth"].up) == (None, None)
    assert (specs["efficiency"].unit, specs["efficiency"].definition, specs["efficiency"].decimals) == ("", None, 0)
    assert [source.code for source in specs["efficiency"].sources] == [
        "leading_revenue", "other_revenue", "jobs", "rd_spending",
    ]  # fmt: skip
    assert (specs["enterprises"].kind, specs["enterprises"].weight, specs["enterprises"].full) == (Kind.RANK, 15, 10)


def test_dated_values_hold_from_their_year() -> None:
    book = ruleset("example_points")
    assert [since for since, _ in book.steps] == [2020, 2022]
    lines = []
    for year in (2020, 2021, 2022, 2050):
        found = book.at(year)
        assert found is not None
        rule = found.criteria[0].rule
        assert isinstance(rule, Threshold)
        lines.append((rule.test.line, rule.test.spec.cite.document, rule.tests["现代物流"].line, rule.test.parameter))
    assert lines[0] == lines[1] == (20, "示例规则", 8, "tax_line")
    assert lines[2] == lines[3] == (D("22.5"), "示例规则（2022年修订）", 8, "tax_line")


def test_points_rulebook_reads_its_policies() -> None:
    found = ruleset("example_points").at(2020)
    assert found is not None
    policy = found.policy
    assert (policy.combine, policy.streak, policy.gap) == (ByPoints(D(60)), (Streak(2, 3),), "skip")
    assert policy.scoring == Scoring("weighted", D(100), 2, D(5), D(10))
    assert policy.grading is not None
    assert (policy.grading.by, policy.grading.group) == ("rank", "category")


def test_numbers_of_scales_may_be_parameters_too() -> None:
    more = "".join(
        f'[parameters.{code}]\nlabel = "数"\nunit = "%"\n[[parameters.{code}.values]]\nfrom = 2020\nvalue = {value}\n{CITE}\n'
        for code, value in (("half", 50), ("step", "0.5"))
    )
    bands = criterion(
        "bands", 'bands = [{ below = "half", points = 1 }, { from = "half", points = 2 }]', measure="share"
    )
    growth = criterion("growth", 'hold = 2\nstep = "step"\nper_step = 1\ncap = 2', code="two", measure="growth")
    found = mini(LINE + bands + growth, more=more).at(2020)
    assert found is not None
    assert [one.spec.terms for one in found.criteria[1:]] == [
        "低于 50% 得 1 分；达到 50% 得 2 分", "不低于上年得 2 分，每增长 0.5% 加 1 分，最高 2 分",
    ]  # fmt: skip
    wrong = more.replace('unit = "%"', 'unit = "人"')
    for entry, place in ((bands, "one.bands 第1项] 的“below”"), (growth, "two] 的“step”")):
        with pytest.raises(ValueError, match="此处应为“%”") as caught:
            mini(LINE + entry, more=wrong)
        assert place in str(caught.value)
    with pytest.raises(ValueError, match="此处应为“%”"):
        mini(LINE + bands.replace('below = "half"', "below = 50"), more=wrong)


def test_policies_and_criteria_change_by_year() -> None:
    later = (
        f'[[policy.gap]]\nfrom = 2022\nvalue = "skip"\n{CITE}\n'
        + criterion("threshold", 'op = ">="\nline = 5\ncard = true', code="density", measure="density").replace(
            "from = 2020", "from = 2023"
        )
        + criterion("threshold", 'op = ">"\nline = 5\ncard = true\nuntil = 2024', code="old", measure="density")
    )
    book = mini(LINE, more=later)
    assert [since for since, _ in book.steps] == [2020, 2022, 2023, 2025]
    seen = []
    for year in (2020, 2022, 2023, 2024, 2025):
        found = book.at(year)
        assert found is not None
        seen.append((found.policy.gap, [(one.code, one.spec.line) for one in found.carding]))
    assert seen == [
        ("break", [("density", 100), ("old", 5)]), ("skip", [("density", 100), ("old", 5)]),
        ("skip", [("density", 5), ("old", 5)]), ("skip", [("density", 5), ("old", 5)]), ("skip", [("density", 5)]),
    ]  # fmt: skip


def test_an_entry_that_ends_with_the_rulebook_is_no_turning_point() -> None:
    book = mini(
        LINE + criterion("threshold", 'op = ">"\nline = 5\nuntil = 2021', measure="density"),
        years="from = 2020\nto = 2021",
    )
    assert [since for since, _ in book.steps] == [2020]


def test_checks_know_what_they_hold_up() -> None:
    checks = {one.code: one for one in rules().checks}
    assert checks["size_jump:tax"].holds == {
        "revenue_per_area", "tax_per_area", "investment_per_area", "jobs_density", "local_tax_per_area",
    }  # fmt: skip
    assert checks["revenue_jump:revenue"].holds == {"revenue_per_area", "tax_per_area"}
    assert checks["tax_within_revenue"].holds == {"tax_per_area"}
    assert checks["leading_within_revenue"].touches == ("concentration", "score_concentration")
    assert checks["money_not_negative:revenue"].touches == (
        "concentration", "revenue_per_area", "score_concentration", "score_rd", "score_revenue", "score_value_added",
    )  # fmt: skip
    assert checks["change:tax"].holds == frozenset()
    assert checks["required:tax"].holds == frozenset()
    assert (checks["revenue_zero:revenue"].takes_low, checks["tax_negative:tax"].takes_low) == (False, True)
    assert checks["change:tax"].severity is Severity.WARNING
    assert (
        checks["change:tax"].high,
        checks["size_jump:tax"].skips_zero,
        checks["revenue_jump:revenue"].skips_zero,
    ) == (3, False, True)


def test_holding_a_measure_holds_those_built_on_it() -> None:
    more = f"""
[measures.double]
label = "复合"
ratio = ["density", "staff"]
unit = "元/平方米"
{CITE}
[[checks]]
code = "odd"
from = 2020
label = "异常"
severity = "suspect"
kind = "bounds"
fields = ["money"]
max = 5
holds = ["density"]
instruction = "请核对。"
{CITE}
"""
    with pytest.raises(ValueError, match="不是"):
        mini(LINE, more=more)
    found = mini(LINE, more=more.replace('"staff"]\nunit = "元/平方米"', '"share"]\nunit = "元/平方米"')).at(2020)
    assert found is not None
    assert found.checks[0].holds == {"density", "double"}
    assert found.checks[0].touches == ("density",)


def test_amendments_replace_and_add_values() -> None:
    more = f"""
[parameters.line]
label = "标准线"
unit = "元/平方米"
[[parameters.line.values]]
from = 2020
value = 100
{CITE}
[[amendments]]
parameter = "line"
from = 2020
value = 50
{CITE}
[[amendments]]
parameter = "line"
from = 2022
value = 70
{CITE}
[[amendments]]
policy = "gap"
from = 2021
value = "skip"
{CITE}
"""
    book = mini(LINE.replace("line = 100", 'line = "line"'), more=more)
    assert [(one.since, one.value) for one in book.parameters["line"].values] == [(2020, 50), (2022, 70)]
    found = [book.at(year) for year in (2020, 2021, 2022)]
    assert [one and one.policy.gap for one in found] == ["break", "skip", "skip"]
