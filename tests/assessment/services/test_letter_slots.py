"""What a letter says comes from the decision's own record, and from nowhere else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from assessment.enums import RulingKind
from assessment.letters import slots
from assessment.models import Letter, RulesetVersion
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.policy import ByPoints, Streak
from assessment.services import annulments, appeals, grades, letter_slots, rulings, runs
from clusters.models import Cluster
from tests.assessment.conftest import RULESETS
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


# ---- Around the text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    (
        ("市北区", "district", "市北区人民政府"),
        ("胶州市", "county_city", "胶州市人民政府"),
        ("黄岛区（西海岸新区）", "district", "黄岛区人民政府"),
        ("青岛蓝谷", "functional_zone", "青岛蓝谷管理机构"),
    ),
)
def test_letter_goes_to_the_government_of_the_district(name, kind, expected):
    assert letter_slots.addressee(DistrictFactory(name=name, kind=kind)) == expected


def test_letter_about_a_cluster_of_no_stated_district_names_none():
    assert letter_slots.addressee(None) == "有关区市人民政府"


def test_envelope_carries_number_date_and_the_address_that_confirms_it(settings):
    settings.PORTAL_PUBLIC_URL, settings.PORTAL_DEMO = "https://portal.test", True
    found = letter_slots.envelope(7, date(2022, 6, 1), to=None, code="ABCD")
    assert (found.number, found.year, found.dated, found.draft, found.demo) == (7, 2022, date(2022, 6, 1), False, True)
    assert found.verification.address == "https://portal.test" + reverse("assessment:verify", args=["ABCD"])
    assert (found.issuer.name, found.issuer.code) == (settings.PORTAL_OWNER, settings.LETTER_PREFIX)


def test_without_a_number_it_is_a_draft():
    found = letter_slots.envelope(None, date(2022, 6, 1), to=None, code="")
    assert (found.draft, found.number, found.verification) == (True, None, None)


# ---- Who and what ----------------------------------------------------------------------------------------------------


def test_cluster_is_described_under_the_name_it_was_judged_by(cluster, card):
    Cluster.objects.filter(pk=cluster.pk).update(name="改名后的园")
    card.refresh_from_db()
    found = letter_slots.cluster_facts(card)
    assert (found.name, found.district, found.operator) == ("测试软件园", "市北区", "测试运营公司")
    assert found.recognised == "2019年1月1日依据测试认定文件认定"


def test_what_no_source_states_is_said_to_be_unstated(approver):
    bare = ClusterFactory(category=None)
    RecognitionFactory(cluster=bare, recognised_on=None)
    report(bare, 2020)
    Cluster.objects.update(district=None)
    (passed,) = confirmed(bare, 2020, approver)
    found = letter_slots.cluster_facts(passed)
    assert (found.district, found.category, found.recognised) == ("（区市未载明）", "（类别未载明）", "")


def test_findings_hold_value_line_distance_and_clause_of_each_criterion(card):
    found = letter_slots.findings(card, letter_slots.outcome_of(card))
    revenue = next(each for each in found.criteria if each.label == "单位面积营业收入")
    assert [each.verdict for each in found.criteria] == ["达标", "不达标", "达标"]
    assert (revenue.value, revenue.line, revenue.unit) == ("9,000.00", "≥10,000", "元/平方米")
    assert "10,000 万元" in revenue.distance
    assert (revenue.clause, revenue.basis) == ("青政字〔2020〕30号 一、总体目标", slots.Basis.CLIENT)
    assert (found.data_year, found.combination, found.ruling) == (2020, "各项标准须同时达到", "")


def test_failure_ruled_on_a_missing_report_shows_the_ruling_and_no_figures(cluster, approver):
    duty = DutyFactory(cluster=cluster, reporting_year=ReportingYearFactory(year=2020, closed=True))
    runs.assess_now(2020, by=None)
    rulings.make(duty, kind=RulingKind.FAILED, reason="三次催报未果", by=approver)
    (card,) = confirmed(cluster, 2020, approver)
    found = letter_slots.findings(card, letter_slots.outcome_of(card))
    assert (found.criteria, found.ruling) == ((), letter_slots.RULING)
    assert letter_slots.grounds(card).trace.data_version == "市级认定事项"


def test_outcome_is_that_of_the_record_whatever_came_later(cluster, card):
    submission = card.assessment.version.submission
    submission.values = {"revenue": "1"}
    submission.save()
    outcome = letter_slots.outcome_of(card)
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
    assert letter_slots.exit_rule(replace(policy_of("qingdao_2020.toml"), streak=Streak(cards, within))) == words


def test_grounds_name_every_reading_that_is_not_the_notices_own_word(card):
    found = letter_slots.grounds(card)
    texts = "\n".join(reading.text for reading in found.readings)
    for word in ("三项须全部达到", "空缺不等于零", "取较轻的解释", "不足一年的收入", "取建筑面积"):
        assert word in texts
    assert "连续两年领取黄牌的，撤销其市级称号" not in texts
    assert "现场核实" not in texts
    assert slots.Basis.NOTICE not in {reading.basis for reading in found.readings}
    assert found.exit_rule == "连续两年领取黄牌"


def test_grounds_name_the_legal_basis_of_a_ruleset_put_in_force_by_the_office(card):
    RulesetVersion.objects.update(legal_basis="青发改〔2023〕9号", basis="department")
    first = letter_slots.grounds(card).readings[0]
    assert (first.text, first.basis) == ("2020年度适用该规则集，依据：青发改〔2023〕9号", slots.Basis.DEPARTMENT)


def test_grounds_can_be_recomputed_from_the_trace(card):
    trace = letter_slots.grounds(card).trace
    assert card.record["ruleset_sha256"].startswith(trace.ruleset_hash)
    assert (trace.data_version, trace.engine_version) == ("第1版报送数据", card.record["engine_version"])


def test_remedy_is_the_period_of_the_ruleset(card, settings):
    found = letter_slots.remedy(card)
    assert (found.days, found.authority, found.basis) == (10, settings.PORTAL_OWNER, slots.Basis.DEPARTMENT)


# ---- What came before and after --------------------------------------------------------------------------------------


def test_past_card_is_named_once_by_its_own_letter(cluster, card, approver, second):
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=False, ruling="维持", by=second)
    report(cluster, 2021, failing=True)
    made = confirmed(cluster, 2021, approver, second)
    letter = Letter.objects.get(decision=card, kind="yellow_card")
    for decision in made:
        (past,) = letter_slots.past_cards(decision)
        assert (past.data_year, past.number) == (2020, letter.document_number)
    assert letter_slots.past_cards(card) == ()


def test_annulled_card_is_no_past_card(cluster, card, approver, second):
    annulments.withdraw(card, reason="撤回", by=second)
    report(cluster, 2021, failing=True)
    (later,) = confirmed(cluster, 2021, approver)
    assert letter_slots.past_cards(later) == ()


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
    assert letter_slots.fallen_with(card) is None
    annulments.withdraw(card, reason="撤回", by=UserFactory(approver=True))
    assert letter_slots.fallen_with(card) == delisting.letters.get()


def failed_and_listed(cluster, first, second):
    """The first card, then what the second failing year became."""
    made = failed_twice(cluster, first, second)
    return [cluster.decisions.get(kind="yellow_card", year=2020), *made]


def test_delisting_annulled_for_itself_fell_with_nothing(cluster, approver, second):
    card, _, delisting = failed_and_listed(cluster, approver, second)
    annulments.withdraw(delisting, reason="撤回", by=UserFactory(approver=True))
    assert letter_slots.fallen_with(delisting) is None
    annulments.withdraw(card, reason="撤回", by=UserFactory(approver=True))
    assert letter_slots.fallen_with(card) is None
