"""The stored history as files: judged again under the rules in force it gives what was decided."""

from datetime import date
from decimal import Decimal

import pytest

from assessment.enums import RulingKind
from assessment.rules.enums import Filing
from assessment.rules.judge.timeline import timeline
from assessment.rules.ruleset import Rulebook
from assessment.selectors import record, rulebook
from assessment.services import annulments, appeals, rulings, runs
from clusters.models import Recognition
from tests.factories import DecisionFactory, DutyFactory, RecognitionFactory, SubmissionFactory, UserFactory
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(notice):
    return municipal()


def past(cluster) -> record.Past:
    return next(found for found in record.pasts() if found.cluster == cluster)


def judged(cluster, notice) -> dict[int, str]:
    """What the rules in force say of every year of the history today."""
    found = past(cluster)
    results = timeline(found.title, found.files, Rulebook([rulebook.parsed(notice)]))
    return {result.year: result.outcome.verdict.value for result in results}


def files(cluster) -> dict[int, object]:
    return {file.year: file for file in past(cluster).files}


def test_years_are_those_in_which_somebody_was_judged():
    for year in (2021, 2020, 2021):
        DutyFactory(year=year)
    DutyFactory(year=2019, is_judged=False)
    assert record.years() == [2020, 2021]


def test_files_hold_the_verified_figures_in_the_order_of_the_years(cluster):
    for year in (2021, 2020):
        report(cluster, year, tax=str(year))
    SubmissionFactory(duty=DutyFactory(cluster=cluster, year=2022), submitted=True)
    found = past(cluster).files
    assert [file.year for file in found] == [2020, 2021, 2022]
    assert [file.facts.values.get("tax") for file in found] == [Decimal(2020), Decimal(2021), None]
    assert [file.facts.filing for file in found] == [Filing.VERIFIED, Filing.VERIFIED, Filing.SUBMITTED]


def test_last_year_is_the_year_before_and_no_other(cluster):
    report(cluster, 2019, tax="2019")
    report(cluster, 2021)
    report(cluster, 2022)
    found = files(cluster)
    assert found[2021].facts.previous is None
    assert found[2022].facts.previous["tax"] == 7000


def test_decided_is_the_gravest_decision_in_effect(cluster, approver, second):
    card, _, delisting = [*_first_card(cluster, approver), *failing_again(cluster, approver, second)]
    report(cluster, 2022)
    scored(cluster, 2022)
    assert past(cluster).decided == {2020: "yellow_card", 2021: "delist"}
    annulments.annul(delisting, by=approver, reason="撤回")
    assert past(cluster).decided == {2020: "yellow_card", 2021: "yellow_card"}
    annulments.annul(card, by=approver, reason="撤回")
    assert past(cluster).decided == {2021: "yellow_card"}


def _first_card(cluster, by):
    report(cluster, 2020, failing=True)
    return confirmed(cluster, 2020, by)


def failing_again(cluster, first, second):
    report(cluster, 2021, failing=True)
    return confirmed(cluster, 2021, first, second)


# ---- What was decided comes out again --------------------------------------------------------------------------------


def test_delisted_history_is_judged_as_it_was_decided(cluster, notice, approver, second):
    failed_twice(cluster, approver, second)
    report(cluster, 2022, failing=True)
    runs.assess_now(2022, by=None)
    assert judged(cluster, notice) == {2020: "yellow_card", 2021: "delist", 2022: "not_assessed"}


def test_title_that_other_rules_would_have_left_is_judged_on(cluster, notice, approver, second):
    """The delisting is not a fact of the history: under rules that pass both years the third one counts."""
    failed_twice(cluster, approver, second)
    Recognition.objects.update(ended_on=date(2022, 3, 1))
    report(cluster, 2022, failing=True)
    assert all("municipal" in file.levels for file in past(cluster).files)


def test_title_that_ended_for_another_reason_is_judged_no_more(cluster, notice):
    report(cluster, 2020, failing=True)
    report(cluster, 2021, failing=True)
    Recognition.objects.update(state="withdrawn", ended_on=date(2021, 3, 1))
    assert judged(cluster, notice) == {2020: "yellow_card", 2021: "not_assessed"}


def test_place_recognised_again_starts_at_zero(cluster, notice):
    report(cluster, 2020, failing=True)
    Recognition.objects.update(state="withdrawn", ended_on=date(2020, 12, 31))
    RecognitionFactory(cluster=cluster, recognised_on=date(2021, 1, 1))
    report(cluster, 2021, failing=True)
    report(cluster, 2022, failing=True)
    assert judged(cluster, notice) == {2020: "yellow_card", 2021: "yellow_card", 2022: "delist"}
    assert files(cluster)[2021].recognised_again == date(2021, 1, 1)


def test_title_held_in_a_year_counts_for_that_year(cluster):
    RecognitionFactory(cluster=cluster, level="provincial", recognised_on=date(2021, 5, 1))
    for year in (2020, 2021):
        DutyFactory(cluster=cluster, year=year)
    assert [file.levels for file in past(cluster).files] == [{"municipal"}, {"municipal", "provincial"}]


def test_exemption_and_ruling_are_facts_of_the_history(cluster, notice, approver):
    rulings.make(DutyFactory(cluster=cluster, year=2020), kind=RulingKind.EXEMPT, reason="重建", by=approver)
    assert judged(cluster, notice) == {2020: "not_assessed"}


def test_open_appeal_suspends_the_delisting_here_as_well(cluster, notice, approver):
    (card,) = _first_card(cluster, approver)
    appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    report(cluster, 2021, failing=True)
    assert files(cluster)[2020].appeal == "pending"
    assert judged(cluster, notice) == {2020: "yellow_card", 2021: scored(cluster, 2021).verdict}


@pytest.mark.parametrize("uphold", (True, False))
def test_appeal_that_was_ruled_on_counts_as_it_ended(cluster, notice, approver, second, uphold):
    (card,) = _first_card(cluster, approver)
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=uphold, ruling="裁定", by=second)
    report(cluster, 2021, failing=True)
    assert files(cluster)[2020].appeal == ("upheld" if uphold else "")
    assert judged(cluster, notice)[2021] == ("yellow_card" if uphold else "delist")


@pytest.mark.parametrize("kind", ("yellow_card", "passed"))
def test_card_replaced_by_another_decision_is_not_taken_back(cluster, kind):
    card = DecisionFactory(assessment__duty=DutyFactory(cluster=cluster, year=2020), kind="yellow_card")
    DecisionFactory(assessment=card.assessment, kind="annulment", supersedes=card)
    assert files(cluster)[2020].appeal == "upheld"
    DecisionFactory(assessment=card.assessment, kind=kind, round=2)
    assert files(cluster)[2020].appeal == ""


@pytest.mark.parametrize("clusters", (1, 3))
def test_history_costs_the_same_for_any_number_of_clusters(notice, approver, clusters, django_assert_num_queries):
    for _ in range(clusters):
        each = municipal()
        for year in (2020, 2021):
            report(each, year)
            confirmed(each, year, approver)
    with django_assert_num_queries(12):
        assert [len(found.files) for found in record.pasts()] == [2] * clusters
