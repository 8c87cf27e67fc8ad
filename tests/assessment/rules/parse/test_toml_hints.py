"""(8.E37) What cannot be read is named with what is there and what is possible."""

import pytest

from tests.assessment.rules.mini import LINE, text, whole_refusal


@pytest.mark.parametrize(
    ("line", "told"),
    (
        ("line = 40%", "“40%”：百分数直接写数字，40% 写 40"),
        ("line = 40％", "“40％”：百分数直接写数字，40% 写 40"),
        ("line = 10,000", "“10,000”：数字里不写千分位逗号"),
        ("line = 100万元", "“100万元”：数字后面不写单位，单位写在 unit"),
        ('lines = ["甲"， "乙"]', "“，”：全角符号要改成半角"),
        ("line ＝ 100", "“＝”：全角符号要改成半角"),
        ("line = (100)", "“(”：一组键值用 { }，列表用 [ ]，不用别的括号"),
        ("op = 不低于", "“不低于”：文字要加半角双引号，是否写 true、false"),
        ("line = １００", "“１００”：数字写半角"),
        ("line = .5", "“.5”：小数点前后都要有数字"),
        ("line = 5.", "“5.”：小数点前后都要有数字"),
        ("line = ≥100", "“≥”：数值前不写符号：比较写在 op，单位写在 unit"),
        ("line = >= 100", "“>=”：数值前不写符号：比较写在 op，单位写在 unit"),
        ("line = ￥500", "“￥”：数值前不写符号：比较写在 op，单位写在 unit"),
        ("line = {100}", "“{100}”：单个数值不加括号"),
        ("line = [at = 1, points = 2]", "“[at =”：一组键值用 { }，不用 [ ]"),
        ("line = 100;", "“;”：各项用半角逗号隔开，行末不写标点"),
        ("line = { at = 1; points = 2 }", "“;”：各项用半角逗号隔开，行末不写标点"),
        ("((line)) = 100", "“((”：表名写在方括号 [ ] 或 [[ ]] 里"),
        ("op = >=", "“>=”：文字要加半角双引号，是否写 true、false"),
        ("unit = %", "“%”：文字要加半角双引号，是否写 true、false"),
        ("标准 = 100", "“标准”：键名有中文的要加半角双引号"),
        ("line = 1 2", "一行只能写一项，值后面有多余内容"),
        ('cite = { document = "a" ]', "花括号没有成对"),
    ),
)
def test_line_that_is_no_toml_says_what_to_write(line: str, told: str) -> None:
    number = text().splitlines().index("line = 100") + 1
    message = whole_refusal(text().replace("line = 100", line))
    assert message.startswith(f"草案.toml：不是有效的 TOML 文件：第 {number} 行第 ")
    assert message.endswith(f" 列，{told}。")


def test_signs_inside_quotes_and_remarks_are_no_fault() -> None:
    message = whole_refusal(text().replace("line = 100", 'label2 = "，40%"  # ，\nline = = 1'))
    assert "全角" not in message


def test_text_that_ends_too_early() -> None:
    assert whole_refusal(text() + '\nopen = "') != ""
    assert "全文末尾" in whole_refusal(text() + "\nopen = [1,")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    (
        ("line = 100", 'line = "40%"', "没有名为“40%”的参数（现有：（没有参数））；数值不加引号，百分数 40% 写 40"),
        ("line = 100", "line = [100]", "应为数值，这里是列表（方括号 [ ]）"),
        ("line = 100", "line = { at = 1 }", "应为数值，这里是一个表（单方括号 [ ] 或花括号 { }）"),
        ("card = true", 'card = "true"', "应为 true 或 false，这里是文字“true”"),
        ("[[criteria]]", "[criteria]", "应为表的列表（[[…]]），且不为空，这里是一个表（单方括号 [ ] 或花括号 { }）"),
        ('op = ">="', "op = true", "应为文字，这里是 true"),
        ("from = 2020", 'from = "2020"', "应为非负整数，这里是文字“2020”"),
        ("[[criteria]]", "[[criterias]]", "缺少此项（这里有“criterias”，是否写错）"),
        ('measure = "density"', 'measures = "density"', "的“measure”：缺少此项（这里有“measures”，是否写错）"),
        ('measure = "density"', 'measure = "densty"', "没有名为“densty”的算式（现有：density、share、growth、staff）"),
    ),
)
def test_wrong_brackets_and_kinds_say_what_is_there(old: str, new: str, told: str) -> None:
    entry = "\n" + LINE.strip()
    assert whole_refusal(text(entry.replace(old, new, 1))).endswith(told)


def test_percent_as_text_is_told_where_a_number_is_due() -> None:
    told = whole_refusal(text(near_line_percent='"2%"'))
    assert told.endswith("应为数值，这里是文字“2%”：百分数直接写数字，40% 写 40，不加引号")


def test_unknown_unit_names_what_is_possible() -> None:
    told = whole_refusal(text().replace('unit = "万元"', 'unit = "亿美元"', 1))
    assert told.startswith(
        "草案.toml：[indicators.money] 的“unit”：不认识的单位“亿美元”（可用：元 千元 万元 亿元 平方米"
    )
    assert told.endswith("及其相除；别的单位先写进 [units]）")
