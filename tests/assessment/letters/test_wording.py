"""Sentences the letters share."""

from dataclasses import replace
from datetime import date

import pytest

from assessment.letters import wording
from assessment.letters.slots import Authority, Basis, Findings
from clusters.letters import package
from clusters.letters.body import Body
from tests.assessment.letters.samples import CARD_2021, CLUSTER, CONCENTRATION, FINDINGS, GROUNDS, PLAN, REMEDY
from tests.clusters.letters.samples import ENVELOPE


@pytest.fixture
def document():
    return package.blank("标题", "机关", date(2026, 1, 5))


def said(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_a_document_is_cited_with_number_and_short_name():
    assert wording.cited(PLAN) == (
        "《青岛市加快现代服务业集聚区发展行动计划（2020—2022年）》（青政字〔2020〕30号，以下简称《行动计划》）"
    )
    assert wording.cited(Authority("办法", "", "办法")) == "《办法》（以下简称《办法》）"


@pytest.mark.parametrize(
    ("labels", "expected"), ((["甲"], "甲"), (["甲", "乙"], "甲和乙"), (["甲", "乙", "丙"], "甲、乙和丙"))
)
def test_labels_are_joined_as_in_speech(labels, expected):
    assert wording.joined(labels) == expected


def test_a_cluster_is_described_by_what_is_known():
    assert wording.described(replace(CLUSTER, recognised="", operator="")) == (
        "演示商务服务集聚区，位于市北区，类别为商务服务。"
    )
    assert wording.described(CLUSTER).endswith("，管理运营单位为演示商务服务集聚区管理有限公司。")


def test_conclusion_names_the_missed_lines():
    assert wording.conclusion(FINDINGS) == (
        "三项指标须同时达到标准。单位面积营业收入和单位面积税收不达标，2021年度考核结论为不达标。"
    )


def test_conclusion_of_a_year_that_holds_all_lines_is_a_pass():
    found = replace(FINDINGS, criteria=(CONCENTRATION,))
    assert wording.conclusion(found) == "三项指标须同时达到标准。各项指标均达标，2021年度考核结论为达标。"


def test_a_year_ruled_a_failure_says_so_without_a_table(document):
    ruled = Findings(2021, (), "", ruling="逾期未报送数据，经审核视为不达标。")
    wording.findings(Body(document), ruled)
    assert document.tables == []
    assert said(document) == (
        "（一）2021年度数据报送情况。逾期未报送数据，经审核视为不达标。\n（二）2021年度考核结论。2021年度考核结论为不达标。"
    )


def test_table_gives_value_line_unit_verdict_clause_and_basis(document):
    wording.findings(Body(document), FINDINGS)
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["指标（单位）", "核定值", "标准", "结论", "依据"]
    assert rows[3] == [
        "单位面积税收\n（元/平方米）",
        "598.77",
        "≥600",
        "不达标",
        "《行动计划》一、总体目标\n（委托方确定）",
    ]


def test_a_blank_value_is_a_dash_and_not_a_zero(document):
    wording.findings(Body(document), replace(FINDINGS, criteria=(replace(CONCENTRATION, value=""),)))
    assert document.tables[0].cell(1, 1).text == "—"


@pytest.mark.parametrize("basis", tuple(Basis))
def test_each_basis_in_the_table_is_explained_plainly(document, basis):
    wording.findings(Body(document), replace(FINDINGS, criteria=(replace(CONCENTRATION, basis=basis),)))
    assert f"表中“{wording.BASIS_NAMES[basis]}”指{wording.BASIS_MEANINGS[basis]}。" in said(document)
    others = [name for other, name in wording.BASIS_NAMES.items() if other is not basis]
    assert not any(name in said(document) for name in others)


def test_gaps_are_given_singly_and_jointly_and_near_lines_are_marked(document):
    wording.gaps(Body(document), FINDINGS)
    assert said(document).splitlines() == [
        "（一）2021年度指标与标准的差距",
        "1.单位面积营业收入：差1,000.00元/平方米，相当于营业收入差100,000,000.00元。",
        "2.单位面积税收：差1.23元/平方米，相当于税收差123,456.78元。该值接近标准线，已标记为现场核查对象。",
        "两项同时达到标准，营业收入须增加100,000,000.00元，税收须增加123,456.78元。",
    ]


def test_grounds_quote_the_clause_and_name_readings_and_trace(document):
    wording.grounds(Body(document), ENVELOPE.issuer, GROUNDS)
    text = said(document)
    assert "《行动计划》四、（二）规定：“建立服务业集聚区常态化考核与动态退出机制" in text
    assert "1.单位面积指标的面积按建筑面积计算（主管部门口径）。" in text
    assert "规则集“qingdao-2020”（校验值3f9a61c7d2e84b05），采用报送数据第3版，规则引擎版本1.0" in text


def test_earlier_cards_are_listed_oldest_first(document):
    later = replace(CARD_2021, data_year=2022, number="青发改服务〔2023〕8号")
    wording.history(Body(document), (later, CARD_2021), none="无")
    assert said(document).splitlines()[2:] == [
        "1.青发改服务〔2022〕3号（2022年6月1日），2021年度黄牌警告。",
        "2.青发改服务〔2023〕8号（2022年6月1日），2022年度黄牌警告。",
    ]


def test_remedy_says_days_addressee_and_basis(document):
    wording.remedy(Body(document), replace(REMEDY, contact="电话0532-00000000"), "通知书")
    text = said(document)
    assert "自收到本通知书之日起10个工作日内" in text
    assert "向青岛市发展和改革委员会（电话0532-00000000）提出书面复核申请" in text
    assert "上述期限的性质为主管部门口径。" in text
