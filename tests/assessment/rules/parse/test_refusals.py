"""Rulebooks that are refused: every message names file, table and key."""

import pytest

from tests.assessment.rules.mini import CITE, LINE, MEASURES, POLICY, criterion, refusal, text
from tests.assessment.rules.samples import RULESETS

SCORING = '{ mode = "sum", full = 10, decimals = 2 }'
WEIGHTED = '{ mode = "weighted", full = 10, decimals = 2 }'


def changed(old: str, new: str, given: str | None = None) -> str:
    source = text() if given is None else given
    assert old in source
    return source.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    (
        ("format = 1", "format = 2", "草案.toml：文件开头的“format”：只认识格式 1"),
        ("format = 1", "", "草案.toml：文件开头的“format”：缺少此项"),
        ("format = 1", "format = true", "草案.toml：文件开头的“format”：应为非负整数"),
        ("format = 1", "format = -1", "草案.toml：文件开头的“format”：应为非负整数"),
        ("format = 1", 'format = "1"', "草案.toml：文件开头的“format”：应为非负整数"),
        ('code = "mini"', "code = 5", "草案.toml：文件开头的“code”：应为文字"),
        ('code = "mini"', 'code = " "', "草案.toml：文件开头的“code”：应为文字"),
        ('title = "试验规则"', 'titel = "试验规则"', "草案.toml：文件开头的“title”：缺少此项"),
        ('title = "试验规则"', 'title = "试验规则"\nextra = 1', "草案.toml：文件开头的“extra”：不认识的键"),
        ('title = "试验规则"', 'title = "试验规则"\nb = 1\na = 1', "草案.toml：文件开头的“a”“b”：不认识的键"),
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
    assert refusal(given[:start] + given[end:]) == "草案.toml：文件开头的“indicators”：缺少此项"
    assert refusal(given.replace(MEASURES, "")) == "草案.toml：文件开头的“measures”：缺少此项"
    assert refusal(given.replace(LINE, "")) == "草案.toml：文件开头的“criteria”：缺少此项"
    assert (
        refusal(given.replace("[[criteria]]", "[criteria]"))
        == "草案.toml：文件开头的“criteria”：应为表的列表（[[…]]），且不为空"
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
        ("first_year", '"next"', "[policy.first_year 第1项] 的“value”：“next”不在可选范围：first_full_year、year_of_recognition，或 { after_full_years = 年数 }"),
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
        ('unit = "元"', "：须且只能有一种算式：value、ratio、share、per_area、sum、growth、change"),
        ('value = "money"\nsum = ["money"]\nunit = "元"', "：须且只能有一种算式：value、ratio、share、per_area、sum、growth、change"),
        ('value = "gold"\nunit = "元"', "：没有名为“gold”的指标或（写在前面的）算式"),
        ('value = "money"\nunit = "平方米"', " 的“unit”：各项与结果的单位种类不同"),
        ('sum = ["money", "people"]\nunit = "元"', " 的“unit”：各项与结果的单位种类不同"),
        ('ratio = ["money"]\nunit = "元"', " 的“ratio”：须为两项：分子、分母"),
        ('share = ["money", "part", "money"]\nunit = "%"', " 的“share”：须为两项：分子、分母"),
        ('share = ["money", "people"]\nunit = "%"', " 的“unit”：“%”不是“万元”除以“人”的单位"),
        ('ratio = ["money", "people"]\nunit = "人/元"', " 的“unit”：“人/元”不是“万元”除以“人”的单位"),
        ('growth = "money"\nunit = "万元"', " 的“unit”：增长率的单位应为 % 、‰ 或 倍"),
        ('sum = ["growth"]\nunit = "%"', "：与上年相比的“growth”不能再参与计算"),
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
    assert refusal("amendments = 5\n" + text()) == "草案.toml：文件开头的“amendments”：应为表的列表（[[…]]），且不为空"
    broken = (
        text().replace("[[policy.gap]]", "[policy.gap]")
        + f'\n[[amendments]]\npolicy = "gap"\nfrom = 2021\nvalue = "skip"\n{CITE}\n'
    )
    assert refusal(broken) == "草案.toml：[policy] 的“gap”：应为表的列表（[[…]]），且不为空"


def test_amendments_of_a_broken_parameter_leave_the_refusal_to_it() -> None:
    given = text(more=f'[parameters]\nline = 5\n[[amendments]]\nparameter = "line"\nfrom = 2021\nvalue = 5\n{CITE}\n')
    assert refusal(given) == "草案.toml：[parameters.line]：应为一个表（键 = 值）"


def test_notice_without_one_citation_is_refused_wherever_it_is_missing() -> None:
    lines = (RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    cited = [number for number, line in enumerate(lines) if line.startswith("cite = ")]
    assert len(cited) > 60
    for number in cited[::7]:
        message = refusal("".join(lines[:number] + lines[number + 1 :]))
        assert message.endswith("的“cite”：缺少依据：每个值都要写明 cite = { document, clause, basis }")
