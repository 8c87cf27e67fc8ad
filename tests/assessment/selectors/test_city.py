"""The city's year: verified figures only, exact ratios, and the gravest decision that stands."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessment.enums import RulingKind
from assessment.rules.facts import Facts
from assessment.selectors import city, rulebook
from assessment.selectors.city import ClusterYear
from assessment.selectors.figures import from_text
from assessment.services import appeals, decisions, rulings, runs, submissions
from assessment.services.submissions import Entry
from clusters.models import Cluster
from tests.factories import (
    ClusterFactory,
    DecisionFactory,
    DutyFactory,
    RecognitionFactory,
    SubmissionFactory,
    UserFactory,
    figures,
)
from tests.support.history import confirmed, failed_twice, municipal, proposal, report, scored


def row(**values: str | None) -> ClusterYear:
    figures = {code: None if text is None else Decimal(text) for code, text in values.items()}
    return ClusterYear(Cluster(), None, Facts(2021, values=figures), "")


@pytest.fixture
def measures(notice):
    return rulebook.rules_of(2021).measures


@pytest.mark.django_db
def test_value_of_a_measure_is_exact_and_in_its_unit(measures):
    """(7.A2) The engine's own formulas: no second implementation of per-m², shares and 万元."""
    found = row(revenue="1", tax="0.02", leading_revenue="0.7", floor_area="3")
    values = [found.value(measures[code]) for code in ("revenue_per_area", "tax_per_area", "concentration")]
    assert values == [Fraction(10000, 3), Fraction(200, 3), 70]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", ({"revenue": "1", "floor_area": None}, {"revenue": "1", "floor_area": "0"}, {"floor_area": "3"})
)
def test_value_that_cannot_be_told_is_blank(measures, values):
    assert row(**values).value(measures["revenue_per_area"]) is None
    assert row(revenue="0", floor_area="3").value(measures["revenue_per_area"]) == 0


# ---- Rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_rows_are_the_judged_duties_of_the_year_by_name():
    for name in ("中德园", "奥帆园"):
        DutyFactory(cluster=municipal(name=name), year=2021)
    DutyFactory(cluster=municipal(), year=2020)
    DutyFactory(year=2021, is_judged=False)
    assert [found.cluster.name for found in city.load(2021).rows] == ["奥帆园", "中德园"]


@pytest.mark.django_db
def test_figures_are_those_of_the_verified_version():
    submission = report(municipal(), 2021, tax="7100.50")
    submission.values = figures(tax="1")
    submission.save()
    SubmissionFactory(duty=DutyFactory(cluster=municipal(), year=2021), submitted=True)
    DutyFactory(cluster=municipal(), year=2021)
    taxes = [found.facts.values.get("tax") for found in city.load(2021).rows]
    assert sorted(taxes, key=str) == [Decimal("7100.50"), None, None]


@pytest.mark.django_db
def test_district_is_the_one_of_the_duty():
    duty = DutyFactory(cluster=municipal(), year=2021)
    before = duty.district
    Cluster.objects.update(district=DutyFactory(year=2020).district)
    assert city.load(2021).rows[0].district == before


def verdict(cluster, year: int = 2020) -> str:
    return {found.cluster.pk: found.verdict for found in city.load(year).rows}[cluster.pk]


@pytest.mark.django_db
def test_year_goes_from_unscored_over_proposed_to_decided(notice, approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    seen = [verdict(cluster)]
    scored(cluster, 2020)
    seen.append(verdict(cluster))
    confirmed(cluster, 2020, approver)
    assert [*seen, verdict(cluster)] == ["", "proposed", "yellow_card"]


@pytest.mark.django_db
def test_held_year_is_shown_as_held_and_an_exempt_one_as_not_assessed(notice, approver):
    held, exempt = municipal(), municipal()
    DutyFactory(cluster=held, year=2020)
    rulings.make(DutyFactory(cluster=exempt, year=2020), kind=RulingKind.EXEMPT, reason="重建", by=approver)
    runs.assess_now(2020, by=None)
    assert (verdict(held), verdict(exempt)) == ("hold", "not_assessed")


@pytest.mark.django_db
def test_delisting_outweighs_the_card_it_came_with(notice, approver, second):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    report(cluster, 2022)
    runs.assess_now(2022, by=None)
    assert [verdict(cluster, year) for year in (2020, 2021, 2022)] == ["yellow_card", "delisting", "not_assessed"]


@pytest.mark.django_db
@pytest.mark.parametrize("order", (("yellow_card", "escalation"), ("escalation", "yellow_card")))
def test_report_upwards_outweighs_the_card_it_came_with(order):
    cluster = municipal()
    duty = DutyFactory(cluster=cluster, year=2020)
    first = DecisionFactory(assessment__duty=duty, kind=order[0])
    DecisionFactory(assessment=first.assessment, kind=order[1])
    assert verdict(cluster) == "escalation"


@pytest.mark.django_db
def test_annulled_card_is_no_longer_counted_and_waits_for_nobody(notice, approver, second):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    appeals.rule(appeal, uphold=True, ruling="成立", by=second)
    assert verdict(cluster) == "annulled"


@pytest.mark.django_db
def test_open_follow_up_of_a_decided_year_leaves_the_decision_shown(notice, approver, reviewer):
    cluster = municipal()
    submission = report(cluster, 2020)
    confirmed(cluster, 2020, approver)
    submissions.reopen(submission, reason="更正", by=reviewer)
    submission.refresh_from_db()
    failing = {**submissions.figures.from_text(figures()), "tax": Decimal(1)}
    submissions.submit(submission, Entry(failing), by=UserFactory(district=cluster.district))
    submissions.verify(submission, by=reviewer)
    assert proposal(cluster, 2020).verdict == "yellow_card"
    assert verdict(cluster) == "passed"
    decisions.confirm(proposal(cluster, 2020), by=UserFactory(approver=True))
    assert verdict(cluster) == "yellow_card"


@pytest.mark.django_db
@pytest.mark.parametrize("clusters", (1, 3))
def test_rows_cost_the_same_for_any_number_of_clusters(notice, approver, clusters, django_assert_num_queries):
    for _ in range(clusters):
        each = municipal()
        report(each, 2020)
        confirmed(each, 2020, approver)
    with django_assert_num_queries(8):
        rows = city.load(2020).rows
        read = [(each.cluster.code, str(each.cluster), str(each.cluster.category), str(each.district)) for each in rows]
    assert len(read) == clusters


# ---- Titles now ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_standing_clusters_hold_a_title_of_municipal_level_or_above():
    standing = {municipal(), ClusterFactory(provincial=True), ClusterFactory(national=True)}
    standing.add(RecognitionFactory(level="upper").cluster)
    RecognitionFactory(withdrawn=True)
    ClusterFactory(reserve=True)
    ClusterFactory()
    assert set(city.standing_clusters()) == standing


@pytest.mark.django_db
def test_holds_asks_for_a_title_held_now():
    cluster = RecognitionFactory(level="provincial", withdrawn=True).cluster
    assert not city.holds(cluster, city.UPPER)
    RecognitionFactory(cluster=cluster, level="upper")
    assert city.holds(cluster, city.UPPER)
    assert not city.holds(cluster, frozenset({"municipal"}))


# ---- What the leaders' page says beside the figures ------------------------------------------------------------------


@pytest.mark.django_db
def test_year_was_updated_when_it_was_last_reviewed_or_decided(notice, approver):
    cluster = municipal()
    assert city.updated(2020) is None
    reviewed = report(cluster, 2020, failing=True).verified_version.review.reviewed_at
    assert city.updated(2020) == reviewed
    (card,) = confirmed(cluster, 2020, approver)
    assert city.updated(2020) == card.decided_at > reviewed
    assert city.updated(2021) is None


@pytest.mark.django_db
def test_decided_counts_the_gravest_decision_of_each_cluster(notice, approver, second):
    failed_twice(municipal(), approver, second)
    passed = municipal()
    report(passed, 2020)
    confirmed(passed, 2020, approver)
    assert city.decided(2020) == {"passed": 1, "yellow_card": 1}
    assert city.decided(2021) == {"delisting": 1}
    assert not city.decided(2019)


@pytest.mark.django_db
def test_reasons_are_the_missed_lines_or_those_that_cannot_be_told(notice, approver):
    carded, held, passed = municipal(), municipal(), municipal()
    report(carded, 2020, failing=True)
    confirmed(carded, 2020, approver)
    report(held, 2020, tax=None)
    report(passed, 2020)
    runs.assess_now(2020, by=None)
    shown = [row for row in city.load(2020).rows if row.cluster != passed]
    assert city.reasons(2020, shown) == {carded.pk: ["单位面积营业收入"], held.pk: ["单位面积税收"]}


@pytest.mark.django_db
def test_reason_of_a_card_stays_while_a_new_proposal_waits(notice, approver, reviewer):
    cluster = municipal()
    filed = report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    submissions.reopen(filed, reason="更正", by=reviewer)
    filed.refresh_from_db()
    officer = UserFactory(district=cluster.district)
    submissions.submit(filed, Entry(values=from_text(figures(tax="1"))), by=officer)
    submissions.verify(filed, by=reviewer)
    runs.assess_now(2020, by=None)
    (row,) = city.load(2020).rows
    assert city.reasons(2020, [row]) == {cluster.pk: ["单位面积营业收入"]}


@pytest.mark.parametrize(
    ("verdict", "is_assessed", "has_failed"),
    (
        ("passed", True, False),
        ("yellow_card", True, True),
        ("escalation", True, True),
        ("delisting", True, True),
        ("hold", True, False),
        ("", True, False),
        ("not_assessed", False, False),
    ),
)
def test_row_knows_whether_it_counts_and_whether_it_failed(verdict, is_assessed, has_failed):
    found = ClusterYear(Cluster(), None, Facts(2021), verdict)
    assert (found.is_assessed, found.has_failed) == (is_assessed, has_failed)
