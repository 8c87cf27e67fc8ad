"""A stored result in words: a proposal advises; what has taken effect does not, and what is stored stays."""

import pytest

from assessment.models import Assessment
from assessment.rules.words.conclusion import as_decided
from assessment.selectors import explanations
from tests.support.history import confirmed, corrected_to_pass, municipal, proposal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

NEAR = {"revenue": "100500"}


def words(row: Assessment) -> str:
    return "\n".join(sentence for _, sentences in explanations.of_result(row).sections for sentence in sentences)


def test_proposal_advises_and_a_confirmed_result_does_not(approver):
    """A proposal says 建议, a result says what is so: verdict, near line and flag alike (8.A3)."""
    cluster = municipal()
    report(cluster, 2020, **NEAR)
    row = scored(cluster, 2020)
    for advice in ("建议结论为达标", "建议现场核实后再确认"):
        assert advice in words(row)
    assert explanations.flags_of(row) == ["接近标准线，建议现场核实"]
    confirmed(cluster, 2020, approver)
    row.refresh_from_db()
    for said in ("，结论为达标", "与标准线相差不超过 2%。"):
        assert said in words(row)
    assert "建议" not in words(row)
    assert explanations.flags_of(row) == ["接近标准线"]


def test_result_that_a_later_decision_replaced_had_taken_effect_and_its_follow_up_has_not(approver, second, reviewer):
    cluster = municipal()
    submission = report(cluster, 2020, failing=True)
    first = confirmed(cluster, 2020, approver)[0].assessment
    corrected_to_pass(submission, reviewer)
    follow_up = proposal(cluster, 2020)
    assert "建议结论为达标" in words(follow_up)
    confirmed(cluster, 2020, second)
    first.refresh_from_db()
    assert first.state == "superseded"
    assert "，给予黄牌警告" in words(first)


def test_grade_reads_as_found_and_the_words_of_others_stay():
    """The score's grade is no advice once decided; what a rulebook says is never reworded (8.A3)."""
    assert as_decided("综合得分 65 分，建议等次：合格。") == "综合得分 65 分，评分得出的等次：合格。"
    assert as_decided("有疑问的，建议补报。") == "有疑问的，建议补报。"


def test_result_without_a_stored_explanation_says_nothing():
    assert explanations.of_result(Assessment(explanation={})).sections == ()
