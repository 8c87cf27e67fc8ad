"""What a letter says comes from the decision's own record, and from nowhere else."""

from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.enums import LetterKind, RulingKind
from assessment.letters import kinds
from assessment.models import Letter, RulesetVersion
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.policy import ByPoints, Due, Streak
from assessment.services import annulments, appeals, grades, letter_slots, letters, rulings, runs
from clusters.models import Cluster
from tests.assessment.conftest import RULESETS
from tests.clusters.letters.reading import text
from tests.factories import (
    ClusterFactory,
    DistrictFactory,
    DutyFactory,
    RecognitionFactory,
    ReportingYearFactory,
    UserFactory,
)
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def cluster():
    return municipal(name="测试软件园", district=DistrictFactory(name="市北区"), operator="测试运营公司")


@pytest.fixture
def card(cluster, approver):
    report(cluster, 2020, failing=True)
    return confirmed(cluster, 2020, approver)[0]


# ---- Who and what ----------------------------------------------------------------------------------------------------


def test_cluster_is_described_under_the_name_it_was_judged_by(cluster, card):
    Cluster.objects.filter(pk=cluster.pk).update(name="改名后的园")
    card.refresh_from_db()
    found = letter_slots.cluster(card)
    assert (found["name"], found["district"]) == ("测试软件园", "市北区")
    assert found["described"] == "测试软件园（位于市北区，2019年1月1日依据测试认定文件认定）"


def test_what_no_source_states_is_said_to_be_unstated(approver):
    bare = ClusterFactory(name="无名园", category=None)
    RecognitionFactory(cluster=bare, recognised_on=None)
    report(bare, 2020)
    Cluster.objects.update(district=None)
    (passed,) = confirmed(bare, 2020, approver)
    assert letter_slots.cluster(passed)["described"] == "无名园（位于（区市未载明））"


def test_findings_hold_value_line_gap_and_clause_of_each_criterion(card):
    """Money stands in one unit (8.A5)."""
    found = letter_slots.found(letter_slots.judged(card))
    revenue = next(row for row in found["rows"] if row["label"] == "单位面积营业收入")
    assert [row["verdict"] for row in found["rows"]] == ["达标", "不达标", "达标"]
    assert (revenue["value"], revenue["line"], revenue["unit"]) == ("9,000.00", "≥10,000", "元/平方米")
    assert revenue["gap"] == "营业收入差 10,000 万元"
    (source,) = found["sources"]
    assert (source["clause"], source["basis"]) == ("青政字〔2020〕30号一、总体目标", "client")
    assert found["ruling"] == ""
    assert found["conclusion"] == "各项标准须同时达到。单位面积营业收入不达标，2020年度考核结论为不达标。"


def test_conclusion_of_a_passed_year_is_a_pass(cluster, approver):
    report(cluster, 2020)
    (passed,) = confirmed(cluster, 2020, approver)
    found = letter_slots.found(letter_slots.judged(passed))
    assert found["conclusion"] == "各项标准须同时达到。各项指标均达标，2020年度考核结论为达标。"
    assert {row["gap"] for row in found["rows"]} == {""}


def test_failure_ruled_on_a_missing_report_shows_the_ruling_and_no_figures(cluster, approver):
    duty = DutyFactory(cluster=cluster, reporting_year=ReportingYearFactory(year=2020, closed=True))
    runs.assess_now(2020, by=None)
    rulings.make(duty, kind=RulingKind.FAILED, reason="三次催报未果", by=approver)
    (card,) = confirmed(cluster, 2020, UserFactory(approver=True))
    found = letter_slots.found(letter_slots.judged(card))
    assert (found["rows"], found["ruling"]) == ([], letter_slots.RULING)
    assert found["conclusion"] == "2020年度考核结论为不达标。"


def test_outcome_is_that_of_the_record_whatever_came_later(cluster, card):
    submission = card.assessment.version.submission
    submission.values = {"revenue": "1"}
    submission.save()
    outcome = letter_slots.judged(card).outcome
    assert outcome.verdict.value == "yellow_card"
    assert outcome.ruleset_sha256 == card.record["ruleset_sha256"]


# ---- On what it rests ------------------------------------------------------------------------------------------------


def policy_of(name: str):
    rules = parse_ruleset((RULESETS / name).read_text(encoding="utf-8"), name)
    return rules.at(rules.first_year).policy


@pytest.mark.parametrize(
    ("how", "words"),
    (
        ("all", "各项标准须同时达到"),
        ("any", "各项标准达到任何一项即可"),
        (2, "各项标准须至少达到2项"),
        (ByPoints(Decimal("60")), "须综合得分不低于60分"),
    ),
)
def test_combination_is_the_rulesets(how, words):
    assert letter_slots.combination(replace(policy_of("qingdao_2020.toml"), combine=how)) == words


@pytest.mark.parametrize(
    ("cards", "within", "words"),
    ((2, 2, "连续两年领取黄牌"), (3, 3, "连续三年领取黄牌"), (2, 3, "三年内领取两张黄牌"), (7, 9, "9年内领取7张黄牌")),
)
def test_exit_rule_is_the_rulesets(cards, within, words):
    assert letter_slots.exit_rule(replace(policy_of("qingdao_2020.toml"), streak=(Streak(cards, within),))) == words


def test_exit_rule_names_every_way_and_counts_assessments_where_years_are_skipped():
    """(8.E36) Rules of exit joined by "or"; an assessment every three years."""
    policy = replace(policy_of("qingdao_2020.toml"), streak=(Streak(2, 2), Streak(3, 5)))
    assert letter_slots.exit_rule(policy) == "连续两年领取黄牌，或五年内领取三张黄牌"
    assert letter_slots.exit_rule(replace(policy, due=Due(3, None, skips=True))) == (
        "连续两次考核领取黄牌，或五次考核内领取三张黄牌"
    )
    assert letter_slots.exit_rule(replace(policy, due=Due(2, None, skips=False))).startswith("连续两年")


def test_exit_is_told_with_the_clause_of_the_ruleset(card):
    assert letter_slots.exit_terms(letter_slots.version_of(card), 2020) == (
        "连续两年领取黄牌的，依据青政字〔2020〕30号四、组织保障（二），"
        "撤销其市级现代服务业集聚区称号，予以摘牌，并停止享受有关优惠扶持政策"
    )


def test_legal_basis_of_a_ruleset_put_in_force_by_the_office_is_named(card):
    RulesetVersion.objects.update(legal_basis="青发改〔2023〕9号", basis="department")
    slots = letters.filling(card, LetterKind.YELLOW_CARD)
    assert "2020年度适用“青岛市现代服务业集聚区年度考核规则（2020—2022年）”，依据：青发改〔2023〕9号。" in text(
        kinds.render(LetterKind.YELLOW_CARD, slots)
    )


def test_remedy_is_the_period_of_the_ruleset(card, settings):
    found = letter_slots.remedy(letter_slots.judged(card))
    assert (found["days"], found["authority"], found["basis"]) == (10, settings.PORTAL_OWNER, "主管部门口径")


@pytest.mark.parametrize(
    ("words", "expected"), (([], ""), (["甲"], "甲"), (["甲", "乙"], "甲和乙"), (["甲", "乙", "丙"], "甲、乙和丙"))
)
def test_labels_are_joined_as_in_speech(words, expected):
    assert letter_slots.joined(words) == expected


# ---- What came before and after --------------------------------------------------------------------------------------


def test_past_card_is_named_once_by_its_own_letter(cluster, card, approver, second):
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=False, ruling="维持", by=second)
    report(cluster, 2021, failing=True)
    made = confirmed(cluster, 2021, approver, second)
    letter = Letter.objects.get(decision=card, kind="yellow_card")
    for decision in made:
        (past,) = letter_slots.past_cards(decision)
        assert past.startswith(f"{letter.document_number}（")
        assert past.endswith("，2020年度）")
    assert letter_slots.past_cards(card) == []


def test_annulled_card_is_no_past_card(cluster, card, approver, second):
    annulments.withdraw(card, reason="撤回", by=second)
    report(cluster, 2021, failing=True)
    (later,) = confirmed(cluster, 2021, approver)
    assert letter_slots.past_cards(later) == []


def test_grade_is_the_one_a_reviewer_set_last(cluster, approver, reviewer):
    report(cluster, 2020)
    row = scored(cluster, 2020)
    (passed,) = confirmed(cluster, 2020, approver)
    assert letter_slots.grade_of(passed) == ""
    grades.grade(row, grade="good", reason="初评", by=reviewer)
    grades.grade(row, grade="excellent", reason="复评", by=reviewer)
    assert letter_slots.grade_of(passed) == "优秀"


def test_delisting_that_falls_with_its_card_is_found(cluster, approver, second):
    card, _, delisting = failed_and_listed(cluster, approver, second)
    assert letter_slots.fallen_with(card, LetterKind.WITHDRAWAL) is None
    annulments.withdraw(card, reason="撤回", by=UserFactory(approver=True))
    assert letter_slots.fallen_with(card, LetterKind.WITHDRAWAL) == delisting.letters.get()


def failed_and_listed(cluster, first, second):
    """The first card, then what the second failing year became."""
    made = failed_twice(cluster, first, second)
    return [cluster.decisions.get(kind="yellow_card", year=2020), *made]


def test_delisting_annulled_for_itself_fell_with_nothing(cluster, approver, second):
    card, _, delisting = failed_and_listed(cluster, approver, second)
    annulments.withdraw(delisting, reason="撤回", by=UserFactory(approver=True))
    assert letter_slots.fallen_with(delisting, LetterKind.WITHDRAWAL) is None
    annulments.withdraw(card, reason="撤回", by=UserFactory(approver=True))
    assert letter_slots.fallen_with(card, LetterKind.WITHDRAWAL) is None
