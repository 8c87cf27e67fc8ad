"""考核结果通知书: a passed year."""

from dataclasses import replace

from assessment.letters.result import render_result, title_of
from tests.assessment.letters.samples import CARD_2021, RESULT
from tests.clusters.letters.reading import text


def said(**changes):
    return text(render_result(replace(RESULT, **changes)))


def test_title_names_cluster_year_and_document():
    assert "".join(title_of(RESULT)) == "演示商务服务集聚区2021年度考核结果通知书"


def test_a_pass_with_grade_score_and_rank():
    letter = said()
    assert "各项指标均达标，2021年度考核结论为达标。" in letter
    assert "综合得分84.3分，在商务服务类6家中列第2位，评价等次为良好。评价等次不影响达标与否的结论。" in letter
    assert "以往考核情况" not in letter


def test_a_result_without_grade_says_nothing_of_it():
    assert "评价等次" not in said(grade="", score="", rank="")


def test_an_earlier_card_is_cleared():
    letter = said(history=(CARD_2021,), findings=replace(RESULT.findings, data_year=2022))
    assert "演示商务服务集聚区2022年度考核达标，上述黄牌不再与以后年度连续计算。" in letter
