"""Data checks and city targets that are refused."""

import pytest

from tests.assessment.rules.mini import CITE, LINE, criterion, refusal, text

LINEAR = "start = { at = 0, points = 0 }\nend = { at = 9, points = 10 }"


def check(body: str, kind: str = "bounds", severity: str = "invalid") -> str:
    return f'[[checks]]\ncode = "odd"\nfrom = 2020\nlabel = "检查"\nseverity = "{severity}"\nkind = "{kind}"\ninstruction = "请核对。"\n{CITE}\n{body}\n'


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    (
        ("", "magic", " 的“kind”：“magic”不在可选范围：required、bounds、compare、ratio、factor、median、sum、base、share"),
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
        ('left = "money"\nright = "gold"', "compare", " 的“right”：没有名为“gold”的指标"),
        ('left = "gold"\nright = "money"', "compare", " 的“left”：没有名为“gold”的指标"),
        ('measure = "gold"\nmax = 5', "ratio", " 的“measure”：没有名为“gold”的算式"),
        ('fields = ["money"]\ntimes = 1', "factor", " 的“times”：须大于 1"),
        ('fields = ["money"]', "factor", " 的“times”：须大于 1"),
        ('measure = "gold"\ntimes = 5', "median", " 的“measure”：没有名为“gold”的指标或算式"),
        ('total = "money"\nparts = ["people"]', "sum", " 的“parts”：各项单位应与合计相同"),
        ('total = "money"\nparts = ["gold"]', "sum", " 的“parts”：没有名为“gold”的指标"),
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
