"""Values that cannot be meant are refused where they stand."""

import pytest

from assessment.rules.parse.rulebook import parse_ruleset
from tests.assessment.rules.mini import LINE, criterion, refusal, text

SCORING = '{ mode = "sum", full = 10, decimals = 2, bonus_cap = 2 }'
SCALE = "start = {{ at = 0, points = 0 }}\nend = {{ at = 100, points = 10 }}\n{}"
SHARE = criterion("linear", SCALE.format('role = "score"'), code="share", measure="share")
RANK = 'order = "high_first"\nties = "best"\nclasses = [{}, {{ rest = true, points = 1 }}]'
GRADES = '{{ by = "{}", grades = [{{ code = "a", label = "甲", mark = {} }}, {{ code = "b", label = "乙" }}] }}'


@pytest.mark.parametrize(
    ("policy", "problem"),
    (
        ({"streak": "{ cards = 2, within = 51 }"}, "[policy.streak 第1项.value] 的“within”：不能超过 50"),
        ({"appeal_working_days": "367"}, "[policy.appeal_working_days 第1项] 的“value”：不能超过 366"),
        ({"warning_days": "733"}, "[policy.warning_days 第1项] 的“value”：不能超过 732"),
        ({"near_line_percent": "-0.1"}, "[policy.near_line_percent 第1项] 的“value”：不应为负"),
        ({"combine": "{ points_at_least = -1 }"}, "[policy.combine 第1项.value] 的“points_at_least”：不应为负"),
        (
            {"scoring": SCORING.replace("bonus_cap = 2", "bonus_cap = -2")},
            "[policy.scoring 第1项.value] 的“bonus_cap”：不应为负",
        ),
        (
            {"scoring": SCORING.replace("bonus_cap = 2", "deduction_cap = -2")},
            "[policy.scoring 第1项.value] 的“deduction_cap”：不应为负",
        ),
        (
            {"grading": GRADES.format("rank", "100.5")},
            "[policy.grading 第1项.value] 的“grades”：按排位的 mark 为累计百分比，应大于 0、不超过 100",
        ),
        (
            {"grading": GRADES.format("rank", "0")},
            "[policy.grading 第1项.value] 的“grades”：按排位的 mark 为累计百分比，应大于 0、不超过 100",
        ),
        ({"grading": GRADES.format("points", "12.1")}, "[policy.grading] 的“grades”：有等次的 mark 高于可能的最高分（12）"),
        ({"combine": "{ points_at_least = 12.1 }"}, "[policy.combine] 的“points_at_least”：高于可能的最高分（12）"),
    ),
)  # fmt: skip
def test_policy_beyond_its_bounds_is_refused(policy: dict[str, str], problem: str) -> None:
    assert refusal(text(LINE + SHARE, **({"scoring": SCORING} | policy))) == f"草案.toml：{problem}"


def test_policy_at_its_bounds_is_read() -> None:
    given = text(
        LINE + SHARE,
        streak="{ cards = 50, within = 50 }",
        appeal_working_days="366",
        warning_days="732",
        near_line_percent="0",
        combine="{ points_at_least = 12 }",
        scoring=SCORING,
        grading=GRADES.format("points", "12"),
    )
    assert parse_ruleset(given, "x").code == "mini"
    assert parse_ruleset(text(LINE + SHARE, scoring=SCORING, grading=GRADES.format("rank", "100")), "x").code == "mini"


@pytest.mark.parametrize(("years", "key"), (("from = 1999", "from"), ("from = 2200", "from"), ("from = 2020\nto = 2200", "to")))  # fmt: skip
def test_years_no_calendar_holds_are_refused(years: str, key: str) -> None:
    assert refusal(text(years=years)) == f"草案.toml：[years] 的“{key}”：年度应在 2000—2199 之间"


def test_dates_of_entries_lie_in_the_calendar() -> None:
    until = refusal(text(LINE.replace("from = 2020", "from = 2020\nuntil = 9999")))
    assert until == "草案.toml：[criteria 第1项 density] 的“until”：年度应在 2000—2199 之间"
    since = refusal(text(LINE + LINE.replace("from = 2020", "from = 9999")))
    assert since == "草案.toml：[criteria 第2项 density] 的“from”：年度应在 2000—2199 之间"


def test_decimals_beyond_display_are_refused() -> None:
    for decimals, is_read in ((6, True), (7, False)):
        changed = text().replace("decimals = 0", f"decimals = {decimals}")
        if is_read:
            assert parse_ruleset(changed, "x").code == "mini"
        else:
            assert refusal(changed) == "草案.toml：[measures.staff] 的“decimals”：不能超过 6"


@pytest.mark.parametrize("code", ("one two", "a,b", "“一”", "x=1", ""))
def test_code_that_could_not_head_a_column_is_refused(code: str) -> None:
    entry = LINE.replace('code = "density"', f'code = "{code}"')
    assert "[criteria 第1项" in refusal(text(entry))
    assert "的“code”：" in refusal(text(entry))


@pytest.mark.parametrize("code", ("C-1", "单位面积收入", "a_1"))
def test_code_may_be_of_any_script(code: str) -> None:
    rules = parse_ruleset(text(LINE.replace('code = "density"', f'code = "{code}"')), "x")
    assert rules.steps[0][1].criteria[0].code == code


def test_indicator_may_not_be_called_like_a_column_of_the_table() -> None:
    given = text().replace("[indicators]\n", '[indicators]\nyear = { label = "年", unit = "个" }\n')
    assert refusal(given) == "草案.toml：[indicators] 的“year”：这是数据表固有的列名，请换一个代码"


@pytest.mark.parametrize(
    ("classes", "problem"),
    (
        ("{ first = 3, points = 9 }, { first = 2, points = 5 }", "first 为名次数，至少为 1"),
        ("{ last = 0, points = 2 }", "last 为名次数，至少为 1"),
    ),
)
def test_places_of_a_rank_rise(classes: str, problem: str) -> None:
    assert problem in refusal(text(LINE + criterion("rank", RANK.format(classes), measure="staff")))


@pytest.mark.parametrize(
    ("body", "problem"),
    (
        (SCALE.format('role = "score"\nweight = 0'), "的“weight”：权重应大于零"),
        (SCALE.format("pass_at = 10.1\ncard = true"), "的“pass_at”：不应高于满分（10），否则没有集聚区能够达标"),
    ),
)
def test_criterion_nobody_could_meet_is_refused(body: str, problem: str) -> None:
    scoring = '{ mode = "weighted", full = 10, decimals = 2 }' if "weight" in body else None
    more = {"scoring": scoring} if scoring else {}
    assert problem in refusal(text(LINE + criterion("linear", body, measure="share"), **more))


def test_family_named_twice_is_refused() -> None:
    family = '[[families]]\ncode = "tax"\nlabel = "税收"\n'
    assert refusal(text(more=family + family)) == "草案.toml：[families 第2项] 的“code”：类别代码“tax”重复"


def test_more_groups_than_can_be_checked_are_refused() -> None:
    names = ", ".join(f'"{number}"' for number in range(80))
    only = f"only = {{ category = [{names}], region = [{names}] }}"
    assert "搭配起来超过 5000 种" in refusal(text(LINE + SHARE.replace("role =", f"{only}\nrole ="), scoring=SCORING))


def test_refused_codes_and_places_are_named_where_they_stand() -> None:
    entry = text(LINE.replace('code = "density"', 'code = "one two"'))
    assert refusal(entry) == "草案.toml：[criteria 第1项] 的“code”：“one two”：代码只用文字、数字、下划线和连字符"
    named = text().replace("[indicators]\n", '[indicators]\n"a b" = { label = "甲", unit = "个" }\n')
    assert refusal(named) == "草案.toml：[indicators] 的“a b”：代码只用文字、数字、下划线和连字符"
    ranked = text(LINE + criterion("rank", RANK.format("{ first = 0, points = 9 }"), measure="staff"))
    assert refusal(ranked).startswith("草案.toml：[criteria 第2项 one] 的“classes”：first 为名次数，至少为 1")


def test_first_and_last_year_of_the_calendar_are_read() -> None:
    book = parse_ruleset(text(years="from = 2020\nto = 2199").replace("from = 2020", "from = 2000"), "x")
    assert (book.first_year, book.last_year) == (2000, 2199)
