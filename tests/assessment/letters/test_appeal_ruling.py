"""复核决定书: upheld, rejected, withdrawn."""

from dataclasses import replace

import pytest

from assessment.enums import AppealState
from assessment.letters.appeal_ruling import render_appeal_ruling, title_of
from clusters.errors import DomainError
from tests.assessment.letters.samples import APPEAL_RULING, FINDINGS
from tests.clusters.letters.reading import text

CARD = "《演示商务服务集聚区2021年度考核黄牌警告通知书》（青发改服务〔2022〕3号，2022年6月1日）"


def said(**changes):
    return text(render_appeal_ruling(replace(APPEAL_RULING, **changes)))


def test_title_names_cluster_year_and_document():
    assert "".join(title_of(APPEAL_RULING)) == "关于演示商务服务集聚区2021年度考核决定的复核决定书"


def test_applicant_claim_and_findings_are_stated_in_their_own_paragraphs():
    letter = said()
    assert f"市北区发展和改革局因不服{CARD}，于2022年6月10日向我委提出复核申请。" in letter
    assert "\n申请人请求撤销该黄牌。\n理由是：" in letter
    assert "2021年末已竣工建筑面积为90,000.00平方米" in letter
    assert "以下简称《行动计划》" in letter


def test_upheld_annuls_the_card_and_restores_the_title():
    letter = said()
    assert f"1.复核申请成立，撤销{CARD}。" in letter
    assert "2.演示商务服务集聚区2021年度黄牌视为自始未领取，不计入连续领取黄牌的年数。" in letter
    assert "（青发改服务〔2023〕2号，2023年6月1日）一并撤销，恢复演示商务服务集聚区市级现代服务业集聚区称号。" in letter


def test_upheld_without_a_withdrawal_restores_nothing():
    assert "恢复" not in said(restored=None)


def test_rejected_keeps_the_card():
    letter = said(outcome=AppealState.REJECTED, restored=None)
    assert f"1.复核申请不成立，维持{CARD}。" in letter
    assert "2021年度黄牌继续有效。" in letter
    assert "自始未领取" not in letter


def test_withdrawn_ends_the_review():
    letter = said(outcome=AppealState.WITHDRAWN, restored=None)
    assert f"1.申请人撤回申请，复核终止，{CARD}继续有效。" in letter
    assert "审查期间申请人撤回申请" in letter


def test_a_pending_appeal_has_no_ruling():
    with pytest.raises(DomainError, match="尚未办结"):
        render_appeal_ruling(replace(APPEAL_RULING, outcome=AppealState.PENDING))


def test_effects_further_remedy_and_figures_are_included():
    letter = said(effects=("撤销称号的程序恢复办理。",), further="不服本决定的，可依法寻求救济。", findings=FINDINGS)
    assert "4.撤销称号的程序恢复办理。" in letter
    assert "救济途径\n不服本决定的，可依法寻求救济。" in letter
    assert "2021年度考核指标核定表" in letter
