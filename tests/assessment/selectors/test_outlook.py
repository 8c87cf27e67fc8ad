"""The outlook of a year: filed figures before projected ones, drafts never, the engine's own words."""

from decimal import Decimal

import pytest

from assessment.models import Duty, QuarterFigure, RulesetVersion
from assessment.rules.enums import State, Verdict
from assessment.selectors import outlook
from assessment.selectors.outlook import Basis
from assessment.services import quarters, reference
from tests.factories import ClusterFactory, DutyFactory, RecognitionFactory, RulingFactory, SubmissionFactory, figures
from tests.support.history import confirmed, failed_twice, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]
YEAR = 2021


@pytest.fixture
def asking(approver):
    """The year asks for quarterly figures."""
    reference.load_indicators()
    DutyFactory(cluster__name="另一家")
    quarters.ask(YEAR, ("revenue", "leading_revenue", "tax", "jobs"), by=approver)


def quarter(cluster, number, *, year=YEAR, **values):
    duty = Duty.objects.filter(cluster=cluster, reporting_year=year).first()
    return QuarterFigure.objects.create(
        duty=duty or DutyFactory(cluster=cluster, year=year), quarter=number, revision=1, values=values
    )


def look(cluster, year=YEAR):
    rows = Duty.objects.filter(cluster=cluster, reporting_year=year)
    (found,) = outlook.of_duties(outlook.loaded(rows))
    return found


def states(outcome):
    return {line.code: line.state for line in outcome.carding}


def test_verified_figures_go_before_everything_else(asking):
    cluster = municipal()
    report(cluster, YEAR, failing=True)
    quarter(cluster, 4, revenue="1", leading_revenue="1", tax="1")
    found = look(cluster)
    assert found.basis is Basis.VERIFIED
    assert [line.code for line in found.outcome.missed] == ["revenue_per_area"]
    assert found.low is found.outcome is found.high


def test_submitted_figures_are_looked_at_before_they_are_verified():
    cluster = municipal()
    SubmissionFactory(
        duty=DutyFactory(cluster=cluster), values=figures(revenue="90000", leading_revenue="67500"), submitted=True
    )
    found = look(cluster)
    assert found.basis is Basis.SUBMITTED
    assert found.outcome.verdict is Verdict.YELLOW_CARD


def test_odd_figures_wait_for_the_citys_word():
    cluster = municipal()
    SubmissionFactory(
        duty=DutyFactory(cluster=cluster),
        values=figures(revenue="1200000000", leading_revenue="900000000"),
        confirmations={"revenue": "属实", "floor_area": "属实"},
        submitted=True,
    )
    assert look(cluster).outcome.verdict is Verdict.HOLD


@pytest.mark.parametrize("state", ("draft", "returned"))
def test_drafts_and_returned_reports_are_not_looked_at(state):
    cluster = municipal()
    SubmissionFactory(duty=DutyFactory(cluster=cluster), **({} if state == "draft" else {state: True}))
    found = look(cluster)
    assert (found.basis, found.outcome, found.spans) == (Basis.NONE, None, ())


def test_reopened_report_still_counts_with_its_verified_version(reviewer):
    cluster = municipal()
    report(cluster, YEAR)
    duty = cluster.duties.get()
    duty.submission.state = "returned"
    duty.submission.save()
    assert look(cluster).basis is Basis.VERIFIED


def test_quarters_are_projected_with_last_years_area(asking):
    cluster = municipal()
    report(cluster, 2020)
    quarter(cluster, 2, revenue="45000", leading_revenue="40000", tax="4000", jobs="10")
    found = look(cluster)
    assert (found.basis, found.quarter) == (Basis.PROJECTED, 2)
    assert {one.code: value for one, value in found.carried} == {"floor_area": Decimal(100000)}
    assert states(found.outcome) == {
        "concentration": State.PASS, "revenue_per_area": State.FAIL, "tax_per_area": State.PASS,
    }  # fmt: skip
    assert states(found.high)["revenue_per_area"] is State.PASS
    spans = {span.line.code: (span.low.exact, span.line.exact, span.high.exact) for span in found.spans}
    assert spans["revenue_per_area"] == (7920, 9000, 10080)
    assert all(low <= value <= high for low, value, high in spans.values())


def test_pattern_of_the_year_before_shapes_the_projection(asking):
    cluster = municipal()
    report(cluster, 2020)
    quarter(cluster, 2, year=2020, revenue="48000")
    quarter(cluster, 2, revenue="45000", leading_revenue="40000", tax="4000")
    values = {one.indicator.code: one.value for one in look(cluster).estimates}
    assert values["revenue"] == Decimal("112500.00")
    assert values["leading_revenue"] == Decimal("80000.00")


def test_projected_part_stays_within_its_projected_whole(asking):
    cluster = municipal()
    report(cluster, 2020)
    quarter(cluster, 2, year=2020, revenue="80000", leading_revenue="30000")
    quarter(cluster, 2, revenue="50000", leading_revenue="49000", tax="4000")
    assert [line.state for line in look(cluster).outcome.carding if line.code == "concentration"] == [State.PASS]


def test_without_an_area_nothing_per_area_can_be_said(asking):
    cluster = municipal()
    quarter(cluster, 1, revenue="30000", leading_revenue="20000", tax="2000")
    found = states(look(cluster).outcome)
    assert found["revenue_per_area"] is found["tax_per_area"] is State.UNDETERMINED
    assert found["concentration"] is State.FAIL


def test_failure_after_a_card_would_end_the_title(approver):
    carded, clean = municipal(), municipal()
    for cluster, failing in ((carded, True), (clean, False)):
        report(cluster, 2020, failing=failing)
        confirmed(cluster, 2020, approver)
        DutyFactory(cluster=cluster)
    assert look(carded).if_failed.verdict is Verdict.DELIST
    assert look(clean).if_failed.verdict is Verdict.YELLOW_CARD


def test_cluster_without_a_municipal_title_would_be_reported_upwards(approver):
    cluster = ClusterFactory(provincial=True)
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    DutyFactory(cluster=cluster)
    assert look(cluster).if_failed.verdict is Verdict.ESCALATE


def test_what_is_not_assessed_has_no_outlook(approver, second):
    delisted = municipal()
    failed_twice(delisted, approver, second)
    DutyFactory(cluster=delisted, year=2022)
    exempt = RulingFactory(duty=DutyFactory(cluster=municipal())).duty.cluster
    young = RecognitionFactory(recognised_on="2021-07-01").cluster
    DutyFactory(cluster=young)
    assert not look(delisted, 2022).is_assessed
    assert not look(exempt).is_assessed
    assert not look(young).is_assessed


def test_year_without_a_ruleset_says_so():
    RulesetVersion.objects.update(state="retired")
    cluster = municipal()
    report(cluster, YEAR)
    found = look(cluster)
    assert found.if_failed.verdict is found.outcome.verdict is Verdict.NO_RULE
    assert not found.is_assessed


def test_no_duties_no_queries(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert outlook.of_duties([]) == []


def test_outlooks_cost_the_same_for_any_number_of_clusters(asking, approver, django_assert_max_num_queries):
    counts = []
    for _ in range(3):
        cluster = municipal()
        report(cluster, 2020, failing=True)
        confirmed(cluster, 2020, approver)
        quarter(cluster, 2, revenue="45000", leading_revenue="40000", tax="4000")
        with django_assert_max_num_queries(18) as asked:
            outlook.of_duties(outlook.loaded(Duty.objects.filter(reporting_year=YEAR)))
        counts.append(len(asked))
    assert counts[0] == counts[-1]
