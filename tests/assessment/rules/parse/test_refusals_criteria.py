"""Criteria that are refused: kinds, bands, ranks, and points that do not add up."""

import pytest

from tests.assessment.rules.mini import CITE, LINE, criterion, refusal, text

SCORING = '{ mode = "sum", full = 10, decimals = 2 }'
WEIGHTED = '{ mode = "weighted", full = 10, decimals = 2 }'

LINEAR = "start = { at = 0, points = 0 }\nend = { at = 9, points = 10 }"


@pytest.mark.parametrize(
    ("entry", "message"),
    (
        (criterion("magic", "", measure="share"), " 的“kind”：“magic”不在可选范围：threshold、linear、bands、growth、rank、compound、levels"),
        (criterion("threshold", 'op = ">="\nline = 5', measure="gold"), " 的“measure”：没有名为“gold”的算式"),
        (criterion("threshold", 'op = "="\nline = 5', measure="share"), " 的“op”：“=”不在可选范围：>=、>、<=、<"),
        (criterion("threshold", 'op = ">="', measure="share"), " 的“line”：缺少此项"),
        (criterion("threshold", 'op = ">="\nline = 5\nlimit = 6', measure="share"), " 的“limit”：不认识的键"),
        (criterion("threshold", 'op = ">="\nline = 5\nfamily = "x"', measure="share"), " 的“family”：没有代码为“x”的指标类别"),
        (criterion("threshold", 'op = ">="\nline = 5\ncard = 1', measure="share"), " 的“card”：应为 true 或 false"),
        (criterion("threshold", 'op = ">="\nline = 5\nrole = "x"', measure="share"), " 的“role”：“x”不在可选范围：none、score、bonus、deduction"),
        (criterion("threshold", 'op = ">="\nline = 5\nmissing = "x"', measure="share"), " 的“missing”：“x”不在可选范围：hold、fail、exclude"),
        (criterion("threshold", 'op = ">="\nline = 5\nrole = "score"', measure="share"), " 的“points”：计分的标准须写大于零的分值（points）"),
        (criterion("threshold", 'op = ">="\nline = 5\nrole = "score"\npoints = 0', measure="share"), " 的“points”：计分的标准须写大于零的分值（points）"),
        (criterion("threshold", 'op = ">="\nline = 5\nweight = 5', measure="share"), " 的“weight”：不计分的标准不写权重"),
        (criterion("threshold", 'op = ">="\nline = 5\npass_at = 5', measure="share"), " 的“pass_at”：标准线和组合条件本身就有达标与否，不写 pass_at"),
        (criterion("threshold", 'op = ">="\nline = 5\nonly = { category = [] }', measure="share"), ".only] 的“category”：应为文字列表，且不为空"),
        (criterion("threshold", 'op = ">="\nline = 5\nlines_by = { group = "category", lines = {} }', measure="share"), ".lines_by.lines]：至少写一个分组的标准线"),
        (criterion("threshold", 'op = ">="\nline = 5\nlines_by = { group = "c", lines = { a = 1 }, x = 1 }', measure="share"), ".lines_by] 的“x”：不认识的键"),
        (criterion("threshold", 'op = ">="\nline = 5\nuntil = 2019', measure="share"), " 的“until”：until 不应早于 from"),
        (criterion("threshold", 'op = ">="\nline = 5\nuntil = "x"', measure="share"), " 的“until”：应为非负整数"),
        (criterion("linear", LINEAR + "\ncard = true", measure="share"), " 的“pass_at”：要用于黄牌（card = true），须写 pass_at：达到多少分为达标"),
        (criterion("linear", LINEAR + "\npoints = 10", measure="share"), " 的“points”：满分由各档得分决定，不另写"),
        (criterion("linear", 'start = { at = 9, points = 0 }\nend = { at = 9, points = 10 }', measure="share"), "：start 的 at 应小于 end 的 at"),
        (criterion("linear", 'start = { at = 0, points = 5 }\nend = { at = 9, points = 5 }', measure="share"), "：两端得分相同"),
        (criterion("linear", 'start = { at = 0, points = -5 }\nend = { at = 9, points = 5 }', measure="share"), '.start] 的“points”：得分不应为负；扣分用 role = "deduction"'),
        (criterion("linear", 'start = { at = 0 }\nend = { at = 9, points = 5 }', measure="share"), ".start] 的“points”：缺少此项"),
        (criterion("linear", 'start = { at = 0, points = 1, x = 1 }\nend = { at = 9, points = 5 }', measure="share"), ".start] 的“x”：不认识的键"),
        (criterion("growth", "hold = 4\nstep = 5\nper_step = 2\ncap = 9", measure="share"), " 的“measure”：应为与上年相比的算式（growth、change）；与其他基准相比的，写明基准 base"),
        (criterion("growth", "hold = 4\nstep = 5\nper_step = 2\ncap = 9\nper_step_down = -1", measure="growth"), ' 的“per_step_down”：得分不应为负；扣分用 role = "deduction"'),
        (criterion("growth", 'hold = 4\nstep = 5\nper_step = 2\ncap = 9\nbase = "goal"', measure="share"), " 的“base”：没有名为“goal”的参数"),
        (criterion("growth", "hold = 4\nstep = 0\nper_step = 2\ncap = 9", measure="growth"), " 的“step”：每步幅度应大于零"),
        (criterion("growth", "hold = 4\nstep = 5\nper_step = 2\ncap = 3", measure="growth"), " 的“cap”：封顶分不应低于保持分"),
        (criterion("compound", 'combine = "none"\nparts = [{ measure = "share", op = ">", line = 1 }]'), " 的“combine”：应为 all、any 或至少几项的个数"),
        (criterion("compound", 'combine = 0\nparts = [{ measure = "share", op = ">", line = 1 }]'), " 的“combine”：应为 all、any 或至少几项的个数"),
        (criterion("compound", 'combine = true\nparts = [{ measure = "share", op = ">", line = 1 }]'), " 的“combine”：应为 all、any 或至少几项的个数"),
        (criterion("compound", 'combine = 2\nparts = [{ measure = "share", op = ">", line = 1 }]'), " 的“combine”：只有1项，不可能至少2项"),
        (criterion("compound", 'combine = "any"\nparts = []'), " 的“parts”：应为表的列表（[[…]]），且不为空"),
        (criterion("compound", 'combine = "any"\nparts = [{ measure = "share", op = ">", line = 1, x = 1 }]'), ".parts 第1项] 的“x”：不认识的键"),
        (criterion("compound", 'combine = "any"\npass_at = 1\nparts = [{ measure = "share", op = ">", line = 1 }]'), " 的“pass_at”：标准线和组合条件本身就有达标与否，不写 pass_at"),
        (criterion("levels", 'levels = [{ name = "一", points = 1, parts = [{ measure = "share", op = ">", line = 1 }] }]\nrest = 1'), " 的“levels”：等级应由高到低排列，得分递减"),
        (criterion("levels", 'levels = [{ name = "一", points = 1, x = 1, parts = [{ measure = "share", op = ">", line = 1 }] }]'), ".levels 第1项] 的“x”：不认识的键"),
    ),
)  # fmt: skip
def test_criteria_are_read_strictly(entry: str, message: str) -> None:
    head = "草案.toml：[criteria 第2项 one"
    expected = f"{head}{message}" if message.startswith(".") else f"{head}]{message}"
    assert refusal(text(LINE + entry)) == expected


BANDS = "bands = [{rows}]"


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    (
        ("{ from = 0, below = 5, points = 1 }, { from = 5, points = 2 }", 1, "最低一档不写下限，否则更低的数值没有着落"),
        ("{ below = 5, points = 1 }, { from = 4, points = 2 }", 2, "与上一档重叠（4）"),
        ("{ to = 5, points = 1 }, { from = 5, points = 2 }", 2, "与上一档重叠（5）"),
        ("{ below = 5, points = 1 }, { above = 5, points = 2 }", 2, "与上一档之间有空档（5）"),
        ("{ below = 5, points = 1 }, { from = 6, points = 2 }", 2, "与上一档之间有空档（5）"),
        ("{ below = 5, points = 1 }, { points = 2 }", 2, "须写下限（from 或 above），并与上一档的上限相接"),
        ("{ below = 5, points = 1 }, { from = 5, below = 9, points = 2 }", 2, "只有最高一档不写上限（to 或 below）"),
        ("{ points = 1 }, { from = 5, points = 2 }", 1, "只有最高一档不写上限（to 或 below）"),
        ("{ below = 5, points = 1 }, { from = 5, to = 5, points = 2 }, { above = 5, points = 3 }", 2, "上限应大于下限"),
        ("{ below = 5, to = 6, points = 1 }, { from = 5, points = 2 }", 1, "to 与 below 只能写一个"),
        ("{ below = 5, points = 1 }, { from = 5, above = 5, points = 2 }", 2, "from 与 above 只能写一个"),
        ("{ below = 5, points = 1, x = 1 }, { from = 5, points = 2 }", 1, "x"),
    ),
)  # fmt: skip
def test_bands_leave_no_gap_and_no_overlap(rows: str, place: int, message: str) -> None:
    given = text(LINE + criterion("bands", BANDS.replace("{rows}", rows), measure="share"))
    where = f"草案.toml：[criteria 第2项 one.bands 第{place}项]"
    assert refusal(given) == (f"{where} 的“x”：不认识的键" if message == "x" else f"{where}：{message}")


RANK = 'order = "high_first"\nties = "best"\nclasses = [{rows}]'


@pytest.mark.parametrize(
    ("rows", "message"),
    (
        ("{ first = 3, points = 5 }", "] 的“classes”：最后一类（且只有最后一类）写 rest = true"),
        ("{ rest = true, points = 1 }, { first = 3, points = 5 }", "] 的“classes”：最后一类（且只有最后一类）写 rest = true"),
        ("{ rest = true, points = 1 }, { rest = true, points = 5 }", "] 的“classes”：最后一类（且只有最后一类）写 rest = true"),
        ("{ share = 50, points = 5 }, { share = 20, points = 3 }, { rest = true, points = 1 }", "] 的“classes”：share 为自首位起的累计百分比，应递增且在 0 与 100 之间"),
        ("{ share = 50, points = 5 }, { share = 50, points = 3 }, { rest = true, points = 1 }", "] 的“classes”：share 为自首位起的累计百分比，应递增且在 0 与 100 之间"),
        ("{ share = 101, points = 5 }, { rest = true, points = 1 }", "] 的“classes”：share 为自首位起的累计百分比，应递增且在 0 与 100 之间"),
        ("{ share = 0, points = 5 }, { rest = true, points = 1 }", "] 的“classes”：share 为自首位起的累计百分比，应递增且在 0 与 100 之间"),
        ("{ first = 3, points = 5 }, { first = 3, points = 3 }, { rest = true, points = 1 }", "] 的“classes”：first 为名次数，至少为 1，有几类的应递增（后面的类包含前面的名次）"),
        ("{ last = 0, points = 5 }, { rest = true, points = 1 }", "] 的“classes”：last 为名次数，至少为 1，有几类的应递增（后面的类包含前面的名次）"),
        ("{ points = 5 }, { rest = true, points = 1 }", ".classes 第1项]：须且只能有一个：first（前几名）、last（后几名）、share（前百分之几）、rest（其余）"),
        ("{ first = 1, last = 1, points = 5 }, { rest = true, points = 1 }", ".classes 第1项]：须且只能有一个：first（前几名）、last（后几名）、share（前百分之几）、rest（其余）"),
        ("{ rest = false, points = 1 }", ".classes 第1项] 的“rest”：应为 true"),
        ("{ rest = true, points = 1, x = 1 }", ".classes 第1项] 的“x”：不认识的键"),
        ("{ first = 1.5, points = 1 }, { rest = true, points = 1 }", ".classes 第1项] 的“first”：应为非负整数"),
        ("{ last = 1.5, points = 1 }, { rest = true, points = 1 }", ".classes 第1项] 的“last”：应为非负整数"),
    ),
)  # fmt: skip
def test_rank_classes_are_read_strictly(rows: str, message: str) -> None:
    given = text(LINE + criterion("rank", RANK.replace("{rows}", rows), measure="share"))
    assert refusal(given) == f"草案.toml：[criteria 第2项 one{message}"


def test_missing_base_is_dealt_with_in_one_of_three_ways() -> None:
    entry = criterion("threshold", 'op = ">="\nline = 5\nno_base = "x"', measure="growth")
    expected = "草案.toml：[criteria 第2项 one] 的“no_base”：“x”不在可选范围：hold、fail、exclude"
    assert refusal(text(LINE + entry)) == expected


def test_rounding_is_one_of_three() -> None:
    body = RANK.replace("{rows}", "{ rest = true, points = 1 }") + '\nrounding = "away"'
    expected = "草案.toml：[criteria 第2项 one] 的“rounding”：“away”不在可选范围：down、nearest、up"
    assert refusal(text(LINE + criterion("rank", body, measure="share"))) == expected


@pytest.mark.parametrize(("key", "options"), (("order", "high_first、low_first"), ("ties", "best、worst")))
def test_rank_says_its_order_and_its_ties(key: str, options: str) -> None:
    body = RANK.replace("{rows}", "{ rest = true, points = 1 }").replace(f'{key} = "', f'{key} = "x')
    message = refusal(text(LINE + criterion("rank", body, measure="share")))
    assert message.startswith(f"草案.toml：[criteria 第2项 one] 的“{key}”：")
    assert message.endswith(options)


def test_codes_are_given_once_a_year_and_inside_the_years() -> None:
    assert refusal(text(LINE + LINE)) == "草案.toml：[criteria 第2项 density] 的“from”：“density”自2020年起已有一条"
    late = LINE.replace("from = 2020", "from = 2019")
    assert refusal(text(late)) == "草案.toml：[criteria 第1项 density] 的“from”：2019年不在规则集的施行年度内"
    assert refusal(text(LINE.replace(CITE, ""))).startswith("草案.toml：[criteria 第1项 density] 的“cite”：缺少依据")
    spaced = text(LINE.replace('code = "density"', 'code = "a b"'))
    assert refusal(spaced) == "草案.toml：[criteria 第1项] 的“code”：“a b”：代码只用文字、数字、下划线和连字符"
    assert refusal(text(LINE.replace('code = "density"', ""))) == "草案.toml：[criteria 第1项] 的“code”：缺少此项"


def test_a_rulebook_must_be_able_to_give_a_card() -> None:
    assert (
        refusal(text(LINE.replace("card = true", "")))
        == "草案.toml：[criteria]：没有一条用于黄牌的标准（card = true），也没有综合得分（scoring）；只评分的规则集须写 scoring"
    )


def scored(points: str, more: str = "", code: str = "one") -> str:
    body = f'start = {{ at = 0, points = 0 }}\nend = {{ at = 9, points = {points} }}\nrole = "score"\n{more}'
    return criterion("linear", body, code=code, measure="share")


FAMILIES = '[[families]]\ncode = "a"\nlabel = "甲类"\nfull = 6\n[[families]]\ncode = "b"\nlabel = "乙类"\n'


@pytest.mark.parametrize(
    ("entries", "policy", "more", "message"),
    (
        (scored("9"), {"scoring": SCORING}, "", "各项满分之和为 9，应为 10"),
        (scored("9", "weight = 9"), {"scoring": WEIGHTED}, "", "各项权重之和为 9，应为 10"),
        (scored("9"), {"scoring": WEIGHTED}, "", None),
        (scored("10"), {}, "", "有计分的标准，但没有 [[policy.scoring]]"),
        ("", {"combine": "{ points_at_least = 6 }"}, "", "按得分判断或评等次，但没有 [[policy.scoring]]"),
        ("", {"grading": '{ by = "points", grades = [{ code = "a", label = "甲" }] }'}, "", "按得分判断或评等次，但没有 [[policy.scoring]]"),
        (scored("5", 'family = "a"') + scored("5", 'family = "b"', "two"), {"scoring": SCORING}, FAMILIES, "类别“甲类”各项满分之和为 5，应为 6"),
        (scored("10", 'only = { category = ["物流"] }'), {"scoring": SCORING}, "", "各项满分之和为 0，应为 10（其他）"),
        (scored("10") + scored("1", 'only = { category = ["物流"] }', "two"), {"scoring": SCORING}, "", "各项满分之和为 11，应为 10（物流）"),
        (scored("10") + scored("1", 'only = { category = ["物流"], region = ["北"] }', "two"), {"scoring": SCORING}, "", "各项满分之和为 11，应为 10（物流、北）"),
        (scored("10") + scored("2", "", "two").replace("score", "bonus"), {"scoring": SCORING}, "", "有加分的标准，须写 bonus_cap"),
        (scored("10") + scored("2", "", "two").replace("score", "deduction"), {"scoring": SCORING}, "", "有扣分的标准，须写 deduction_cap"),
    ),
)  # fmt: skip
def test_points_and_weights_must_add_up(entries: str, policy: dict[str, str], more: str, message: str | None) -> None:
    expected = f"：{message}" if message else " 的“weight”：按权重计分，但没有权重：one"
    assert refusal(text(LINE + entries, more=more, **policy)) == f"草案.toml：[criteria]{expected}"
