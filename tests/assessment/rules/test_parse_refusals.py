"""Rulebooks that are refused: every message names file, table and key."""

import pytest

from assessment.rules.parse import parse_ruleset
from assessment.rules.reading import RulesetError
from tests.assessment.rules.mini import CITE, LINE, MEASURES, POLICY, criterion, policy_text, text
from tests.assessment.rules.samples import RULESETS

SCORING = '{ mode = "sum", full = 10, decimals = 2 }'
WEIGHTED = '{ mode = "weighted", full = 10, decimals = 2 }'


def refusal(given: str) -> str:
    with pytest.raises(RulesetError) as caught:
        parse_ruleset(given, "草案.toml")
    return str(caught.value)


def changed(old: str, new: str, given: str | None = None) -> str:
    source = text() if given is None else given
    assert old in source
    return source.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    (
        ("format = 1", "format = 2", "草案.toml：[] 的“format”：只认识格式 1"),
        ("format = 1", "", "草案.toml：[] 的“format”：缺少此项"),
        ("format = 1", "format = true", "草案.toml：[] 的“format”：应为非负整数"),
        ("format = 1", "format = -1", "草案.toml：[] 的“format”：应为非负整数"),
        ("format = 1", 'format = "1"', "草案.toml：[] 的“format”：应为非负整数"),
        ('code = "mini"', "code = 5", "草案.toml：[] 的“code”：应为文字"),
        ('code = "mini"', 'code = " "', "草案.toml：[] 的“code”：应为文字"),
        ('title = "试验规则"', 'titel = "试验规则"', "草案.toml：[] 的“title”：缺少此项"),
        ('title = "试验规则"', 'title = "试验规则"\nextra = 1', "草案.toml：[] 的“extra”：不认识的键"),
        ('title = "试验规则"', 'title = "试验规则"\nb = 1\na = 1', "草案.toml：[] 的“a”“b”：不认识的键"),
        ("[years]\nfrom = 2020", "[years]\nfrom = 2020\nto = 2019", "草案.toml：[years] 的“to”：to 不应早于 from"),
        ("[years]\nfrom = 2020", "[years]\nfrom = 2020\nuntil = 2021", "草案.toml：[years] 的“until”：不认识的键"),
        (CITE, "", "草案.toml：[years] 的“cite”：缺少依据：每个值都要写明 cite = { document, clause, basis }"),
        ('clause = "第一条", ', "", "草案.toml：[years.cite] 的“clause”：缺少此项"),
        ('"department" }', '"hearsay" }', "草案.toml：[years.cite] 的“basis”：“hearsay”不在可选范围：notice、client、department"),
        ('"department" }', '"department", page = 3 }', "草案.toml：[years.cite] 的“page”：不认识的键"),
        (CITE, 'cite = "文件"', "草案.toml：[years.cite]：应为一个表（键 = 值）"),
        ('unit = "万元"', 'unit = "斗"', "草案.toml：[indicators.money] 的“unit”：不认识的单位“斗”"),
        ('label = "收入", ', "", "草案.toml：[indicators.money] 的“label”：缺少此项"),
        ('unit = "万元" }', 'unit = "万元", kind = "money" }', "草案.toml：[indicators.money] 的“kind”：不认识的键"),
    ),
)  # fmt: skip
def test_head_is_read_strictly(old: str, new: str, message: str) -> None:
    assert refusal(changed(old, new)) == message


def test_text_that_is_no_toml_is_refused() -> None:
    assert refusal("format = ").startswith("草案.toml：不是有效的 TOML 文件：")


def test_empty_sections_are_refused() -> None:
    given = text()
    start, end = given.index("[indicators]"), given.index("[[policy.combine]]")
    assert refusal(given[:start] + "[indicators]\n" + given[end:]) == "草案.toml：[indicators]：至少要有一个指标"
    assert refusal(given[:start] + given[end:]) == "草案.toml：[] 的“indicators”：缺少此项"
    assert refusal(given.replace(MEASURES, "")) == "草案.toml：[] 的“measures”：缺少此项"
    assert refusal(given.replace(LINE, "")) == "草案.toml：[] 的“criteria”：缺少此项"
    assert (
        refusal(given.replace("[[criteria]]", "[criteria]"))
        == "草案.toml：[] 的“criteria”：应为表的列表（[[…]]），且不为空"
    )


@pytest.mark.parametrize("code", sorted(POLICY))
def test_every_policy_must_be_chosen(code: str) -> None:
    entry = f"[[policy.{code}]]\nfrom = 2020\nvalue = {POLICY[code]}\n{CITE}"
    message = refusal(text().replace(entry, ""))
    assert message.startswith(f"草案.toml：[policy] 的“{code}”：缺少此项（")


@pytest.mark.parametrize(
    ("code", "value", "message"),
    (
        ("combine", '"some"', "[policy.combine 第1项] 的“value”：应为 all、any、{ at_least = n } 或 { points_at_least = 分数 }"),
        ("combine", "5", "[policy.combine 第1项] 的“value”：应为 all、any、{ at_least = n } 或 { points_at_least = 分数 }"),
        ("combine", "{ at_least = 0 }", "[policy.combine 第1项.value] 的“at_least”：至少为 1"),
        ("combine", "{ at_least = 1, x = 2 }", "[policy.combine 第1项.value] 的“x”：不认识的键"),
        ("combine", "{ least = 1 }", "[policy.combine 第1项.value] 的“points_at_least”：缺少此项"),
        ("combine", "{ points_at_least = 5, x = 1 }", "[policy.combine 第1项.value] 的“x”：不认识的键"),
        ("combine", "{ points_at_least = true }", "[policy.combine 第1项.value] 的“points_at_least”：应为数值"),
        ("combine", "{ points_at_least = 1e40 }", "[policy.combine 第1项.value] 的“points_at_least”：数值超出范围"),
        ("combine", "{ points_at_least = nan }", "[policy.combine 第1项.value] 的“points_at_least”：数值超出范围"),
        ("combine", "{ at_least = 2 }", "[criteria]：用于黄牌的标准只有 1 条，不可能至少 2 条"),
        ("complete_before_card", '"yes"', "[policy.complete_before_card 第1项] 的“value”：应为 true 或 false"),
        ("complete_before_card", "1", "[policy.complete_before_card 第1项] 的“value”：应为 true 或 false"),
        ("streak", "{ cards = 3, within = 2 }", "[policy.streak 第1项.value]：须满足 1 ≤ cards ≤ within"),
        ("streak", "{ cards = 0, within = 2 }", "[policy.streak 第1项.value]：须满足 1 ≤ cards ≤ within"),
        ("streak", "{ cards = 2 }", "[policy.streak 第1项.value] 的“within”：缺少此项"),
        ("streak", "{ cards = 2, within = 2, of = 3 }", "[policy.streak 第1项.value] 的“of”：不认识的键"),
        ("streak", "2", "[policy.streak 第1项.value]：应为一个表（键 = 值）"),
        ("pass_clears", "0", "[policy.pass_clears 第1项] 的“value”：应为 true 或 false"),
        ("gap", '"ignore"', "[policy.gap 第1项] 的“value”：“ignore”不在可选范围：break、skip"),
        ("missing", '"zero"', "[policy.missing 第1项] 的“value”：“zero”不在可选范围：hold、fail、exclude"),
        ("not_reported", '"exclude"', "[policy.not_reported 第1项] 的“value”：“exclude”不在可选范围：hold、fail"),
        ("first_year", '"next"', "[policy.first_year 第1项] 的“value”：“next”不在可选范围：first_full_year、year_of_recognition"),
        ("titles", '{ assessed = ["national"], revocable = "municipal" }', "[policy.titles 第1项.value] 的“revocable”：可撤销的称号须在参加考核的称号之内"),
        ("titles", '{ assessed = [], revocable = "municipal" }', "[policy.titles 第1项.value] 的“assessed”：应为文字列表，且不为空"),
        ("titles", '{ assessed = [1], revocable = "municipal" }', "[policy.titles 第1项.value] 的“assessed”：应为文字列表，且不为空"),
        ("titles", '{ assessed = "municipal", revocable = "municipal" }', "[policy.titles 第1项.value] 的“assessed”：应为文字列表，且不为空"),
        ("titles", '{ assessed = ["a"], revocable = "a", x = 1 }', "[policy.titles 第1项.value] 的“x”：不认识的键"),
        ("area", '"floor"', "[policy] 的“area”：没有名为“floor”的指标"),
        ("area", '"people"', "[measures.density] 的“unit”：“元/平方米”不是“万元”除以“人”的单位"),
        ("near_line_percent", '"2"', "[policy.near_line_percent 第1项] 的“value”：应为数值"),
        ("appeal_working_days", "2.5", "[policy.appeal_working_days 第1项] 的“value”：应为非负整数"),
        ("warning_days", "-1", "[policy.warning_days 第1项] 的“value”：应为非负整数"),
        ("scoring", '{ mode = "mean", full = 10, decimals = 2 }', "[policy.scoring 第1项.value] 的“mode”：“mean”不在可选范围：sum、weighted"),
        ("scoring", '{ mode = "sum", full = 0, decimals = 2 }', "[policy.scoring 第1项.value]：满分须大于零，小数位数不超过 6"),
        ("scoring", '{ mode = "sum", full = 10, decimals = 7 }', "[policy.scoring 第1项.value]：满分须大于零，小数位数不超过 6"),
        ("scoring", '{ mode = "sum", full = 10, decimals = 2, top = 1 }', "[policy.scoring 第1项.value] 的“top”：不认识的键"),
        ("scoring", SCORING, "[criteria]：各项满分之和为 0，应为 10"),
        ("opinion", "1", "[policy] 的“opinion”：不认识的键"),
    ),
)  # fmt: skip
def test_policies_are_read_strictly(code: str, value: str, message: str) -> None:
    assert refusal(text(**{code: value})) == f"草案.toml：{message}"


def grading(value: str) -> str:
    entry = criterion(
        "linear", 'start = { at = 0, points = 0 }\nend = { at = 9, points = 10 }\nrole = "score"', measure="share"
    )
    return text(LINE + entry, scoring=SCORING, grading=value)


@pytest.mark.parametrize(
    ("value", "message"),
    (
        ('{ by = "luck", grades = [{ code = "a", label = "甲" }] }', ".value] 的“by”：“luck”不在可选范围：points、rank"),
        ('{ by = "points", grades = [] }', ".value] 的“grades”：应为表的列表（[[…]]），且不为空"),
        ('{ by = "points", grades = [{ code = "a", label = "甲", mark = 5 }] }', ".value] 的“grades”：除最后一等外，每一等都要有 mark；最后一等不写 mark"),
        ('{ by = "points", grades = [{ code = "a", label = "甲" }, { code = "b", label = "乙" }] }', ".value] 的“grades”：除最后一等外，每一等都要有 mark；最后一等不写 mark"),
        ('{ by = "points", grades = [{ code = "a", label = "甲", mark = 5 }, { code = "b", label = "乙", mark = 6 }, { code = "c", label = "丙" }] }', ".value] 的“grades”：等次应由高到低排列，分数递减（按排位时比例递增），不得重复"),
        ('{ by = "points", grades = [{ code = "a", label = "甲", mark = 5 }, { code = "b", label = "乙", mark = 5 }, { code = "c", label = "丙" }] }', ".value] 的“grades”：等次应由高到低排列，分数递减（按排位时比例递增），不得重复"),
        ('{ by = "rank", grades = [{ code = "a", label = "甲", mark = 50 }, { code = "b", label = "乙", mark = 20 }, { code = "c", label = "丙" }] }', ".value] 的“grades”：等次应由高到低排列，分数递减（按排位时比例递增），不得重复"),
        ('{ by = "points", grades = [{ code = "a", label = "甲", mark = 5 }, { code = "a", label = "乙" }] }', ".value] 的“grades”：等次代码重复"),
        ('{ by = "points", on_failure = "z", grades = [{ code = "a", label = "甲" }] }', ".value] 的“on_failure”：没有代码为“z”的等次"),
        ('{ by = "points", grades = [{ code = "a", label = "甲", x = 1 }] }', ".value.grades 第1项] 的“x”：不认识的键"),
        ('{ by = "points", grades = [{ code = "a" }] }', ".value.grades 第1项] 的“label”：缺少此项"),
        ('{ by = "points", x = 1, grades = [{ code = "a", label = "甲" }] }', ".value] 的“x”：不认识的键"),
    ),
)  # fmt: skip
def test_grades_are_read_strictly(value: str, message: str) -> None:
    assert refusal(grading(value)) == f"草案.toml：[policy.grading 第1项{message}"


def test_dates_of_values_are_checked() -> None:
    gap = f'[[policy.gap]]\nfrom = 2020\nvalue = "break"\n{CITE}'
    assert (
        refusal(changed(gap, gap.replace("2020", "2021")))
        == "草案.toml：[policy.gap 第1项] 的“from”：自规则集首年（2020年）起须有取值"
    )
    assert (
        refusal(changed(gap, gap.replace("2020", "2019")))
        == "草案.toml：[policy.gap 第1项] 的“from”：2019年不在规则集的施行年度内"
    )
    short = text(years="from = 2020\nto = 2021")
    assert refusal(changed(gap, gap + "\n" + gap.replace("2020", "2022"), short)) == (
        "草案.toml：[policy.gap 第2项] 的“from”：2022年不在规则集的施行年度内"
    )
    assert refusal(changed(gap, gap + "\n" + gap)) == "草案.toml：[policy.gap 第2项] 的“from”：2020年已有取值"
    assert refusal(changed(gap, gap.replace(CITE, ""))).startswith("草案.toml：[policy.gap 第1项] 的“cite”：缺少依据")
    assert refusal(changed(gap, gap.replace("from = 2020", ""))) == "草案.toml：[policy.gap 第1项] 的“from”：缺少此项"
    assert refusal(changed(gap, gap + "\nnote = 1")) == "草案.toml：[policy.gap 第1项] 的“note”：不认识的键"


PARAMETER = f"""
[parameters.line]
label = "标准线"
unit = "元/平方米"
[[parameters.line.values]]
from = 2020
value = 100
{CITE}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    (
        ('label = "标准线"', "", "[parameters.line] 的“label”：缺少此项"),
        ('unit = "元/平方米"', 'unit = "元/斗"', "[parameters.line] 的“unit”：不认识的单位“元/斗”"),
        ("value = 100", "value = true", "[parameters.line.values 第1项] 的“value”：应为数值"),
        ("value = 100", 'value = "100"', "[parameters.line.values 第1项] 的“value”：应为数值"),
        (CITE, "", "[parameters.line.values 第1项] 的“cite”：缺少依据：每个值都要写明 cite = { document, clause, basis }"),
        ("from = 2020", "from = 2021", "[parameters.line.values 第1项] 的“from”：自规则集首年（2020年）起须有取值"),
        ("value = 100", "value = 100\nunit = 5", "[parameters.line.values 第1项] 的“unit”：不认识的键"),
        ('label = "标准线"', 'label = "标准线"\nnote = "x"', "[parameters.line] 的“note”：不认识的键"),
    ),
)  # fmt: skip
def test_parameters_are_read_strictly(old: str, new: str, message: str) -> None:
    assert old in PARAMETER
    assert refusal(text(more=PARAMETER.replace(old, new, 1))) == f"草案.toml：{message}"


@pytest.mark.parametrize(
    ("line", "message"),
    (
        ('"lines"', "[criteria 第1项 density] 的“line”：没有名为“lines”的参数"),
        ('"other"', "[criteria 第1项 density] 的“line”：参数“other”的单位是“%”，此处应为“元/平方米”"),
        ("true", "[criteria 第1项 density] 的“line”：应为数值"),
    ),
)
def test_lines_name_parameters_of_their_unit(line: str, message: str) -> None:
    other = PARAMETER.replace("parameters.line", "parameters.other").replace("元/平方米", "%")
    assert (
        refusal(text(LINE.replace("line = 100", f"line = {line}"), more=PARAMETER + other)) == f"草案.toml：{message}"
    )


def measure(body: str, code: str = "extra") -> str:
    return text(more=f'[measures.{code}]\nlabel = "新算式"\n{body}\n{CITE}\n')


@pytest.mark.parametrize(
    ("body", "message"),
    (
        ('unit = "元"', "：须且只能有一种算式：value、ratio、share、per_area、sum、growth"),
        ('value = "money"\nsum = ["money"]\nunit = "元"', "：须且只能有一种算式：value、ratio、share、per_area、sum、growth"),
        ('value = "gold"\nunit = "元"', "：没有名为“gold”的指标或（写在前面的）算式"),
        ('value = "money"\nunit = "平方米"', " 的“unit”：各项与结果的单位种类不同"),
        ('sum = ["money", "people"]\nunit = "元"', " 的“unit”：各项与结果的单位种类不同"),
        ('ratio = ["money"]\nunit = "元"', " 的“ratio”：须为两项：分子、分母"),
        ('share = ["money", "part", "money"]\nunit = "%"', " 的“share”：须为两项：分子、分母"),
        ('share = ["money", "people"]\nunit = "%"', " 的“unit”：“%”不是“万元”除以“人”的单位"),
        ('ratio = ["money", "people"]\nunit = "人/元"', " 的“unit”：“人/元”不是“万元”除以“人”的单位"),
        ('growth = "money"\nunit = "万元"', " 的“unit”：增长率的单位应为 % 、‰ 或 倍"),
        ('sum = ["growth"]\nunit = "%"', "：增长率“growth”不能再参与计算"),
        ('value = "money"\nunit = "石"', " 的“unit”：不认识的单位“石”"),
        ('value = "money"\nunit = "元"\nround = 2', " 的“round”：不认识的键"),
        ('value = "money"\nunit = "元"\ndecimals = -1', " 的“decimals”：应为非负整数"),
        ('sum = "money"\nunit = "元"', " 的“sum”：应为文字列表，且不为空"),
    ),
)  # fmt: skip
def test_measures_are_a_closed_set(body: str, message: str) -> None:
    assert refusal(measure(body)) == f"草案.toml：[measures.extra]{message}"


def test_measures_need_a_citation_and_a_name_of_their_own() -> None:
    assert refusal(measure('value = "money"\nunit = "元"').replace(CITE + "\n", "", 99)).startswith(
        "草案.toml：[years]"
    )
    given = measure('value = "money"\nunit = "元"')
    assert refusal(given[: given.rindex(CITE)]).startswith("草案.toml：[measures.extra] 的“cite”：缺少依据")
    assert (
        refusal(measure('value = "money"\nunit = "元"', "people")) == "草案.toml：[measures] 的“people”：与指标代码相同"
    )


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
        (criterion("growth", "hold = 4\nstep = 5\nper_step = 2\ncap = 9", measure="share"), " 的“measure”：应为增长率算式（growth）"),
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
        ("{ points = 5 }, { rest = true, points = 1 }", ".classes 第1项]：须且只能有一个：first（前几名）、last（后几名）、share（前百分之几）、rest（其余）"),
        ("{ first = 1, last = 1, points = 5 }, { rest = true, points = 1 }", ".classes 第1项]：须且只能有一个：first（前几名）、last（后几名）、share（前百分之几）、rest（其余）"),
        ("{ rest = false, points = 1 }", ".classes 第1项] 的“rest”：应为 true"),
        ("{ rest = true, points = 1, x = 1 }", ".classes 第1项] 的“x”：不认识的键"),
        ("{ first = 1.5, points = 1 }, { rest = true, points = 1 }", ".classes 第1项] 的“first”：应为非负整数"),
    ),
)  # fmt: skip
def test_rank_classes_are_read_strictly(rows: str, message: str) -> None:
    given = text(LINE + criterion("rank", RANK.replace("{rows}", rows), measure="share"))
    assert refusal(given) == f"草案.toml：[criteria 第2项 one{message}"


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
    assert refusal(text(LINE.replace('code = "density"', ""))) == "草案.toml：[criteria 第1项] 的“code”：缺少此项"


def test_a_rulebook_must_be_able_to_give_a_card() -> None:
    assert (
        refusal(text(LINE.replace("card = true", ""))) == "草案.toml：[criteria]：没有一条用于黄牌的标准（card = true）"
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


def check(body: str, kind: str = "bounds", severity: str = "invalid") -> str:
    return f'[[checks]]\ncode = "odd"\nfrom = 2020\nlabel = "检查"\nseverity = "{severity}"\nkind = "{kind}"\ninstruction = "请核对。"\n{CITE}\n{body}\n'


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    (
        ("", "magic", " 的“kind”：“magic”不在可选范围：required、bounds、compare、ratio、factor、median、sum、base"),
        ('fields = ["gold"]\nmin = 0', "bounds", " 的“fields”：没有名为“gold”的指标"),
        ('fields = ["money"]', "bounds", "：须写界限：min、above、max、below 至少一个"),
        ('fields = ["money"]\nmin = 0\nabove = 0', "bounds", "：min 与 above 只能写一个"),
        ('fields = ["money"]\nmax = 0\nbelow = 0', "bounds", "：max 与 below 只能写一个"),
        ('fields = ["money"]\nmin = 5\nmax = 5', "bounds", "：下限应小于上限"),
        ('fields = ["money", "people"]\nmin = 5', "bounds", " 的“fields”：同一条检查的指标应为同一单位"),
        ('fields = ["money"]\nmin = 5\nholds = ["gold"]', "bounds", " 的“holds”：没有名为“gold”的算式"),
        ('fields = ["money"]\nmin = 5\nextra = 1', "bounds", " 的“extra”：不认识的键"),
        ('fields = ["money"]', "required", " 的“severity”：required 的 severity 应为 missing"),
        ('left = "money"\nright = "people"', "compare", " 的“right”：两项指标的单位不同"),
        ('left = "money"', "compare", " 的“right”：缺少此项"),
        ('left = "gold"\nright = "money"', "compare", " 的“left”：没有名为“gold”的指标"),
        ('measure = "gold"\nmax = 5', "ratio", " 的“measure”：没有名为“gold”的算式"),
        ('fields = ["money"]\ntimes = 1', "factor", " 的“times”：须大于 1"),
        ('fields = ["money"]', "factor", " 的“times”：须大于 1"),
        ('measure = "gold"\ntimes = 5', "median", " 的“measure”：没有名为“gold”的指标或算式"),
        ('total = "money"\nparts = ["people"]', "sum", " 的“parts”：各项单位应与合计相同"),
        ('total = "gold"\nparts = ["people"]', "sum", " 的“total”：没有名为“gold”的指标"),
        ('field = "gold"\ncriterion = "density"', "base", " 的“field”：没有名为“gold”的指标"),
        ('fields = ["money"]\nmin = 5\nskip_zero = 1', "bounds", " 的“skip_zero”：应为 true 或 false"),
    ),
)  # fmt: skip
def test_checks_are_read_strictly(body: str, kind: str, message: str) -> None:
    assert refusal(text(more=check(body, kind))) == f"草案.toml：[checks 第1项 odd]{message}"


def test_checks_name_criteria_that_are_lines() -> None:
    body = 'field = "money"\ncriterion = "{}"'
    assert (
        refusal(text(more=check(body.format("gold"), "base")))
        == "草案.toml：[checks odd] 的“criterion”：没有名为“gold”的标准线"
    )
    entry = criterion("linear", LINEAR, measure="share")
    assert refusal(text(LINE + entry, more=check(body.format("one"), "base"))) == (
        "草案.toml：[checks odd] 的“criterion”：没有名为“one”的标准线"
    )


def test_checks_have_a_severity() -> None:
    given = text(more=check('fields = ["money"]\nmin = 5', severity="loud"))
    assert (
        refusal(given)
        == "草案.toml：[checks 第1项 odd] 的“severity”：“loud”不在可选范围：missing、invalid、suspect、warning"
    )


@pytest.mark.parametrize(
    ("body", "message"),
    (
        ('measure = "gold"\nop = ">="\nline = 5', " 的“measure”：没有名为“gold”的算式"),
        ('measure = "share"\nop = "~"\nline = 5', " 的“op”：“~”不在可选范围：>=、>、<=、<"),
        ('measure = "share"\nop = ">="\nline = 5\nx = 1', " 的“x”：不认识的键"),
    ),
)
def test_targets_are_read_strictly(body: str, message: str) -> None:
    given = text(more=f'[[targets]]\ncode = "goal"\nfrom = 2020\nlabel = "目标"\n{CITE}\n{body}\n')
    assert refusal(given) == f"草案.toml：[targets 第1项 goal]{message}"


def test_families_are_read_strictly() -> None:
    assert (
        refusal(text(more='[[families]]\ncode = "a"\nlabel = "甲"\nx = 1\n'))
        == "草案.toml：[families 第1项] 的“x”：不认识的键"
    )
    assert refusal(text(more='[[families]]\ncode = "a"\n')) == "草案.toml：[families 第1项] 的“label”：缺少此项"


@pytest.mark.parametrize(
    ("body", "message"),
    (
        ("from = 2020\nvalue = 5", "：须写明修改哪个 parameter 或 policy"),
        ('parameter = "line"\npolicy = "gap"\nfrom = 2020\nvalue = 5', "：须写明修改哪个 parameter 或 policy"),
        ('parameter = "gold"\nfrom = 2020\nvalue = 5', " 的“parameter”：没有名为“gold”的项目"),
        ('policy = "gold"\nfrom = 2020\nvalue = 5', " 的“policy”：没有名为“gold”的项目"),
    ),
)
def test_amendments_name_what_they_change(body: str, message: str) -> None:
    assert (
        refusal(text(more=f"{PARAMETER}[[amendments]]\n{body}\n{CITE}\n")) == f"草案.toml：[amendments 第1项]{message}"
    )


def test_amendments_are_values_like_others() -> None:
    amendment = '[[amendments]]\nparameter = "line"\nfrom = 2021\nvalue = 5\n'
    assert refusal(text(more=PARAMETER + amendment)).startswith(
        "草案.toml：[parameters.line.values 第2项] 的“cite”：缺少依据"
    )
    assert refusal(text(more=PARAMETER + "amendments = 5")).startswith(
        "草案.toml：[parameters.line.values 第1项] 的“amendments”"
    )
    assert refusal("amendments = 5\n" + text()) == "草案.toml：[] 的“amendments”：应为表的列表（[[…]]），且不为空"
    broken = (
        text().replace("[[policy.gap]]", "[policy.gap]")
        + f'\n[[amendments]]\npolicy = "gap"\nfrom = 2021\nvalue = "skip"\n{CITE}\n'
    )
    assert refusal(broken) == "草案.toml：[policy] 的“gap”：应为表的列表（[[…]]），且不为空"


def test_notice_without_one_citation_is_refused_wherever_it_is_missing() -> None:
    lines = (RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    cited = [number for number, line in enumerate(lines) if line.startswith("cite = ")]
    assert len(cited) > 60
    for number in cited[::7]:
        message = refusal("".join(lines[:number] + lines[number + 1 :]))
        assert message.endswith("的“cite”：缺少依据：每个值都要写明 cite = { document, clause, basis }")


def test_policy_helper_writes_every_policy() -> None:
    assert policy_text().count("[[policy.") == len(POLICY)
