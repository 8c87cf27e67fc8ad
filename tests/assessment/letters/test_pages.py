"""How long a letter is on paper, made into pages by LibreOffice."""

import re

import pytest

from assessment.enums import LetterKind
from assessment.letters import kinds
from clusters.letters import pdf
from tests.assessment.letters.samples import COMMON, SLOTS
from tests.clusters.letters.samples import LONG_NAME

NOTICE = (
    "建立服务业集聚区常态化考核与动态退出机制，每年对投入、产出、税收、就业及对地方经济的贡献度等指标进行考核，"
    "达不到标准的，第一年给予黄牌警告，连续两年领取黄牌的，撤销其市级现代服务业集聚区称号，予以摘牌，"
    "并停止享受有关优惠扶持政策。"
)


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", made))


@pytest.mark.office
@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind != LetterKind.LIST])
@pytest.mark.parametrize("name", ("演示商务服务集聚区", LONG_NAME))
def test_a_letter_has_at_most_three_pages(kind, name):
    """Two to three pages, also with a long name, a long clause and a third line; a list is as long as it is (8.A4)."""
    row = {
        "label": "单位面积营业收入",
        "unit": "元/平方米",
        "value": "9,000.00",
        "line": "≥10,000",
        "verdict": "不达标",
    }
    found = COMMON["found"]
    slots = {
        **SLOTS[kind],
        "cluster": {
            "name": name,
            "district": "市北区",
            "described": f"{name}（位于市北区，2019年1月1日依据青发改服务〔2022〕309号认定）",
        },
        "authority": {
            **COMMON["authority"],
            "quotation": NOTICE,
            "exit": "撤销其示范区称号，予以摘牌，并停止享受有关优惠扶持政策",
        },
        "found": {**found, "rows": [*found["rows"], {**row, "gap": "营业收入差 54,300.123456 万元"}]},
        "past": ["演发〔2020〕9号（2020年6月1日，2019年度）"] if kind == LetterKind.YELLOW_CARD else [],
    }
    count = pages(pdf.convert(kinds.render(kind, slots)))
    assert 2 <= count <= 3
