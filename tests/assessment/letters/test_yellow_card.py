"""黄牌警告通知书: every slot is in the letter."""

from dataclasses import replace

import pytest

from assessment.letters.slots import Findings
from assessment.letters.yellow_card import render_yellow_card, title_of
from tests.assessment.letters.samples import CARD_2021, FINDINGS, YELLOW_CARD
from tests.clusters.letters.reading import text
from tests.clusters.letters.samples import LONG_NAME


def said(**changes):
    return text(render_yellow_card(replace(YELLOW_CARD, **changes)))


def test_title_names_cluster_year_and_document():
    assert "".join(title_of(YELLOW_CARD)) == "演示商务服务集聚区2021年度考核黄牌警告通知书"


@pytest.mark.parametrize(
    "expected",
    (
        "（青政字〔2020〕30号，以下简称《行动计划》）四、（二）关于建立服务业集聚区常态化考核与动态退出机制的规定",
        "演示商务服务集聚区，位于市北区，类别为商务服务，2020年6月1日认定为市级现代服务业集聚区",
        "差1.23元/平方米，相当于税收差123,456.78元",
        "给予演示商务服务集聚区2021年度黄牌警告。按数据年度连续计算，本次为第1年领取黄牌。",
        "连续两年领取黄牌的，撤销其市级现代服务业集聚区称号，予以摘牌，并停止享受有关优惠扶持政策。",
        "在本认定期内此前没有领取黄牌。",
        "自收到本通知书之日起10个工作日内",
        "特此通知。",
        "青发改服务〔2026〕1号",
    ),
)
def test_letter_says(expected):
    assert expected in said()


def test_an_earlier_card_is_cited_by_number_and_date():
    assert "青发改服务〔2022〕3号（2022年6月1日），2021年度黄牌警告。" in said(history=(CARD_2021,))


def test_an_open_prior_year_is_said():
    assert "2020年度考核尚未作出结论，本次黄牌是否构成连续两年领取黄牌，待该年度结案后确定。" in said(
        prior_year_open=True
    )
    assert "尚未作出结论" not in said()


def test_an_open_appeal_suspends_the_withdrawal():
    assert "撤销称号的程序中止" in said(suspended=True, remedy=replace(YELLOW_CARD.remedy, note=""))


def test_another_exit_rule_is_worded_as_the_ruleset_has_it():
    grounds = replace(YELLOW_CARD.grounds, exit_rule="三年内两次领取黄牌")
    assert "三年内两次领取黄牌的，撤销其市级现代服务业集聚区称号" in said(grounds=grounds)


def test_a_year_never_reported_is_carded_on_its_ruling():
    ruled = Findings(2021, (), "", ruling="截至报送期限未报送2021年度数据，经审核视为不达标。")
    letter = said(findings=ruled)
    assert "截至报送期限未报送2021年度数据" in letter
    assert "核定值" not in letter


def test_remarks_stand_at_the_end():
    assert "其他事项\n说明一\n特此通知。" in said(remarks=("说明一",))


def test_a_cluster_name_of_forty_characters_is_in_full():
    letter = said(cluster=replace(YELLOW_CARD.cluster, name=LONG_NAME))
    assert f"给予{LONG_NAME}2021年度黄牌警告" in letter


def test_another_data_year_moves_through_the_whole_letter():
    letter = said(findings=replace(FINDINGS, data_year=2022))
    assert "2021年度" not in letter
    assert letter.count("2022年度") > 4
