"""撤销称号的通知: both carded years, what ends and from when."""

from dataclasses import replace

import pytest

from assessment.letters.withdrawal import render_withdrawal, title_of
from tests.assessment.letters.samples import WITHDRAWAL
from tests.clusters.letters.reading import opened, text


def said(**changes):
    return text(render_withdrawal(replace(WITHDRAWAL, **changes)))


def test_title_names_organ_cluster_and_title_withdrawn():
    assert "".join(title_of(WITHDRAWAL)) == (
        "青岛市发展和改革委员会关于撤销演示商务服务集聚区市级现代服务业集聚区称号的通知"
    )


@pytest.mark.parametrize(
    "expected",
    (
        "演示商务服务集聚区2021年度和2022年度考核不达标，连续两年领取黄牌，决定撤销其市级现代服务业集聚区称号，"
        "予以摘牌，并停止享受有关优惠扶持政策。",
        "给予演示商务服务集聚区2022年度黄牌警告，至此连续两年领取黄牌。",
        "自2026年1月5日起，撤销演示商务服务集聚区的市级现代服务业集聚区称号，予以摘牌。",
        "停止享受的政策：“双招双引”奖补、公共服务平台补助。",
        "青发改服务〔2022〕3号（2022年6月1日），2021年度黄牌警告。",
        "自收到本通知之日起10个工作日内",
        "青发改服务〔2026〕12号",
    ),
)
def test_letter_says(expected):
    assert expected in said()


def test_each_year_has_its_table_and_the_legend_stands_once():
    letter = render_withdrawal(WITHDRAWAL)
    captions = [p.text for p in opened(letter).paragraphs if p._p.style == "Caption"]
    assert captions == ["表1\u30002021年度考核指标核定表", "表2\u30002022年度考核指标核定表"]
    assert text(letter).count("表中“委托方确定”指") == 1


def test_a_title_of_another_level_stays():
    assert "本决定仅涉及市级称号，演示商务服务集聚区的山东省现代服务业集聚区称号不因本决定改变" in said()
    assert "其他称号" not in said(kept_title="")


def test_benefits_are_named_only_where_there_are_some():
    letter = said(benefits=())
    assert "停止享受市级现代服务业集聚区的有关优惠扶持政策。" in letter
    assert "停止享受的政策" not in letter
