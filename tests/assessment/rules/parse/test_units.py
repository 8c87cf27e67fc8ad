"""(8.E36) A rulebook brings its own units: kind, exact size, dimension checked."""

from decimal import Decimal

import pytest

from assessment.rules.engine import assess
from assessment.rules.facts import Facts
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset
from assessment.rules.words.explain import explain
from tests.assessment.rules.mini import CITE, LINE, criterion, refusal, text
from tests.assessment.rules.samples import figures, title

UNITS = """[units]
"吨标准煤" = { kind = "能耗", size = 1 }
"万吨标准煤" = { kind = "能耗", size = 10000 }
"美元" = { kind = "外币", size = 1 }
"亿美元" = { kind = "外币", size = 100000000 }
"件" = { kind = "个数", size = 1 }
"""
ENERGY = f"""[measures.intensity]
label = "单位能耗产出"
ratio = ["money", "energy"]
unit = "元/吨标准煤"
{CITE}
"""
CRITERION = criterion("threshold", 'op = ">="\nline = 5000\ncard = true', measure="intensity")


def book(units: str = UNITS, measure: str = ENERGY, unit: str = "万吨标准煤") -> str:
    whole = text(measure + LINE + CRITERION)
    head, tail = whole.split("[indicators]\n", 1)
    return f'{head}{units}[indicators]\nenergy = {{ label = "能耗", unit = "{unit}" }}\n{tail}'


def read() -> Ruleset:
    return parse_ruleset(book(), "草案.toml")


def test_sizes_of_own_units_are_converted_exactly() -> None:
    """6000 万元 over 1.2 万吨 is exactly 5000 元/吨标准煤; a hundred-millionth less misses the line."""
    for money, state in (("6000", "pass"), ("5999.99999999", "fail")):
        given = figures({"money": money, "part": "1", "area": "1", "people": "1", "energy": "1.2"})
        outcome = assess(Facts(2021, values=given), title(), (), read())
        assert outcome.lines[1].state.value == state
        assert (outcome.lines[1].display, outcome.lines[1].spec.unit) == (
            ("5,000.00" if state == "pass" else "4,999.99"),
            "元/吨标准煤",
        )
        assert "吨标准煤" in explain(outcome, read()).text


def test_other_sizes_of_the_kind_are_known_for_slips() -> None:
    assert read().indicators["energy"].siblings == (("吨标准煤", Decimal(1) / 10000),)


@pytest.mark.parametrize(
    ("units", "measure", "unit", "told"),
    (
        (UNITS, ENERGY, "亿美元", "[measures.intensity] 的“unit”：“元/吨标准煤”不是“万元”除以“亿美元”的单位"),
        (UNITS, ENERGY, "件", "[measures.intensity] 的“unit”：“元/吨标准煤”不是“万元”除以“件”的单位"),
        (UNITS, ENERGY, "吨", "[indicators.energy] 的“unit”：不认识的单位“吨”"),
        (UNITS.replace('size = 1 }\n"万', 'size = 0 }\n"万'), ENERGY, "件", "[units.吨标准煤] 的“size”：应大于零：它等于多少个该种类的基本单位"),
        (UNITS.replace('size = 1 }\n"万', 'size = 2 }\n"万'), ENERGY, "件", "[units]：种类“能耗”须有一个基本单位（size = 1）"),
        ('[units]\n"万元" = { kind = "金额", size = 1 }\n', ENERGY, "个", "[units.万元]：内置的单位不能另写；复合单位由单位相除得出，不单独写"),
        ('[units]\n"吨/年" = { kind = "重", size = 1 }\n', ENERGY, "个", "[units.吨/年]：内置的单位不能另写；复合单位由单位相除得出，不单独写"),
        ('[units]\n"吨" = { size = 1 }\n', ENERGY, "个", "[units.吨] 的“kind”：缺少此项"),
    ),
)  # fmt: skip
def test_units_are_read_strictly(units: str, measure: str, unit: str, told: str) -> None:
    assert refusal(book(units, measure, unit)) == f"草案.toml：{told}"


def test_pieces_count_with_the_built_in_counts() -> None:
    measure = f'[measures.intensity]\nlabel = "合计"\nsum = ["energy", "energy"]\nunit = "个"\n{CITE}\n'
    assert parse_ruleset(book(measure=measure, unit="件"), "x").at(2021) is not None
