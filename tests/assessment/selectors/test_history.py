"""How the earlier years of a recognition stand: decided, annulled, appealed, open, exempt, not its own."""

from datetime import date
from decimal import Decimal

import pytest

from assessment.enums import RulingKind
from assessment.models import Decision
from assessment.rules.enums import Standing
from assessment.selectors import history
from assessment.services import annulments, appeals, rulings, runs
from clusters.models import Recognition
from tests.factories import ClusterFactory, DecisionFactory, DutyFactory, RecognitionFactory, RulingFactory, UserFactory
from tests.support.history import confirmed, failed_twice, municipal, report, scored
from tests.support.tampering import as_owner


def title(level: str = "municipal", since: int | None = 2019, *, ended: int | None = None, pk: int = 1) -> Recognition:
    return Recognition(
        pk=pk,
        level=level,
        recognised_on=date(since, 7, 1) if since else None,
        state="withdrawn" if ended else "active",
        ended_on=date(ended, 6, 30) if ended else None,
    )


# ---- Which title is judged -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "expected"),
    (
        ([title("national", pk=1), title("municipal", pk=2), title("provincial", pk=3)], 2),
        ([title("national", pk=1), title("provincial", pk=2)], 2),
        ([title("reserve", pk=1), title("upper", pk=2)], 2),
        ([title(ended=2020, pk=1), title(since=2020, pk=2)], 2),
        ([title(ended=2020, pk=1), title(ended=2021, pk=2)], 2),
        ([title(since=2022, pk=1), title(ended=2022, pk=2)], 2),
        ([title("provincial", pk=1), title(ended=2020, pk=2)], 2),
        ([title(since=None, pk=1)], 1),
    ),
    ids=(
        "municipal first",
        "provincial before national",
        "reserve last",
        "active before withdrawn",
        "the later of two withdrawn",
        "not one given after the year",
        "the lost municipal title before a higher one",
        "since when nobody wrote down",
    ),
)
def test_judged_recognition_is_the_one_a_card_belongs_to(held, expected):
    for order in (held, held[::-1]):
        assert history.judged_recognition(order, 2021).pk == expected


def test_without_a_title_there_is_nothing_to_judge():
    assert history.judged_recognition([], 2021) is None
    assert history.judged_recognition([title(since=2022)], 2021) is None
    assert history.title_of(None, [], 2021).levels == frozenset()


def test_title_carries_the_levels_held_in_the_year():
    judged = title(pk=1)
    rows = [judged, title("upper", pk=2), title("provincial", since=2022, pk=3), title("reserve", ended=2021, pk=4)]
    found = history.title_of(judged, rows, 2021)
    assert found.levels == {"municipal", "national"}
    assert (found.recognised_on, found.ended_on) == (date(2019, 7, 1), None)


@pytest.mark.parametrize(("year", "ended_on"), ((2020, None), (2021, date(2021, 6, 30)), (2022, date(2021, 6, 30))))
def test_title_that_was_over_by_then_says_so(year, ended_on):
    judged = title(ended=2021)
    assert history.title_of(judged, [judged], year).ended_on == ended_on


def test_title_of_unknown_age_was_held_before_the_first_year():
    judged = title(since=None)
    assert history.title_of(judged, [judged], 2020).recognised_on == history.LONG_AGO


# ---- How the years before stand --------------------------------------------------------------------------------------


@pytest.fixture
def cluster(notice):
    return municipal()


def standings(cluster, before: int = 2022, **which: object) -> dict[int, str]:
    """The years before by standing, of the cluster's only recognition or of the one asked for."""
    recognition = cluster.recognitions.get(**which).pk
    (priors,) = history.priors_for([recognition], before).values()
    assert [prior.year for prior in priors] == sorted({prior.year for prior in priors})
    return {prior.year: prior.standing for prior in priors}


@pytest.mark.django_db
def test_decided_years_stand_as_they_were_decided(cluster, approver):
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    report(cluster, 2021)
    confirmed(cluster, 2021, approver)
    assert standings(cluster) == {2020: Standing.CARD, 2021: Standing.PASSED}
    assert standings(cluster, before=2021) == {2020: Standing.CARD}
    (prior,) = history.priors_for([card.recognition_id], 2021)[card.recognition_id]
    assert prior.issued == card.decided_on


@pytest.mark.django_db
def test_scores_of_decided_years_come_where_they_are_asked_for(cluster, approver):
    """(8.E36) The mean of two assessments needs the last one's score; other rulebooks' inputs stay as they were."""
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    as_owner(
        "assessment_assessment",
        "UPDATE assessment_assessment SET outcome = jsonb_set(outcome, '{score}', '\"61.505\"'), score = 61.51",
    )
    (bare,) = history.priors_for([card.recognition_id], 2021)[card.recognition_id]
    (full,) = history.priors_for([card.recognition_id], 2021, scored=True)[card.recognition_id]
    assert (bare.score, full.score, full.standing) == (None, Decimal("61.505"), Standing.CARD)


@pytest.mark.django_db
def test_year_with_card_and_delisting_stands_as_delisted(cluster, approver, second):
    failed_twice(cluster, approver, second)
    assert standings(cluster) == {2020: Standing.CARD, 2021: Standing.DELISTED}


@pytest.mark.django_db
def test_year_reported_upwards_counts_as_a_card(cluster):
    for kind in ("escalation", "yellow_card"):
        DecisionFactory(
            assessment__duty=DutyFactory(cluster=municipal(), year=2020),
            kind=kind,
            recognition=cluster.recognitions.get(),
        )
    assert standings(cluster) == {2020: Standing.CARD}


@pytest.mark.django_db
@pytest.mark.parametrize(("uphold", "expected"), ((True, Standing.ANNULLED), (False, Standing.CARD)))
def test_card_stands_as_its_appeal_ended(cluster, approver, second, uphold, expected):
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    appeal = appeals.file(card, grounds="异议", by=UserFactory(district=cluster.district))
    assert standings(cluster) == {2020: Standing.CARD_APPEALED}
    appeals.rule(appeal, uphold=uphold, ruling="裁定", by=second)
    assert standings(cluster) == {2020: expected}


@pytest.mark.django_db
def test_pass_taken_back_leaves_the_year_undecided(cluster):
    passed = DecisionFactory(
        assessment__duty=DutyFactory(cluster=cluster, year=2020), recognition=cluster.recognitions.get()
    )
    DecisionFactory(assessment=passed.assessment, kind="annulment", supersedes=passed)
    assert standings(cluster) == {2020: Standing.WAITING}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ("passed", "yellow_card"))
def test_new_decision_after_an_annulled_card_counts(cluster, kind):
    duty, recognition = DutyFactory(cluster=cluster, year=2020), cluster.recognitions.get()
    card = DecisionFactory(assessment__duty=duty, recognition=recognition, kind="yellow_card")
    DecisionFactory(assessment=card.assessment, kind="annulment", supersedes=card)
    DecisionFactory(assessment=card.assessment, recognition=recognition, kind=kind, round=2)
    assert standings(cluster) == {2020: Standing.PASSED if kind == "passed" else Standing.CARD}


@pytest.mark.django_db
def test_year_without_a_decision_waits_or_is_open(cluster):
    DutyFactory(cluster=cluster, year=2020)
    assert standings(cluster) == {2020: Standing.WAITING}
    assert scored(cluster, 2020).verdict == "hold"
    assert standings(cluster) == {2020: Standing.OPEN}


@pytest.mark.django_db
def test_exemption_holds_until_it_is_revoked(cluster, approver):
    duty = DutyFactory(cluster=cluster, year=2020)
    ruling = rulings.make(duty, kind=RulingKind.EXEMPT, reason="重建", by=approver)
    assert standings(cluster) == {2020: Standing.EXEMPT}
    rulings.revoke(ruling, reason="重建结束", by=approver)
    assert standings(cluster) == {2020: Standing.WAITING}


@pytest.mark.django_db
def test_failure_ruled_but_not_confirmed_still_waits(cluster):
    RulingFactory(duty=DutyFactory(cluster=cluster, year=2020), kind="failed")
    assert standings(cluster) == {2020: Standing.WAITING}


@pytest.mark.django_db
def test_year_before_the_first_assessed_one_is_not_assessed(notice):
    cluster = ClusterFactory()
    RecognitionFactory(cluster=cluster, recognised_on=date(2020, 7, 1))
    report(cluster, 2020)
    assert scored(cluster, 2020).verdict == "not_assessed"
    assert standings(cluster) == {2020: Standing.NOT_ASSESSED}


@pytest.mark.django_db
def test_years_never_due_are_left_out(cluster):
    DutyFactory(cluster=cluster, year=2020, is_judged=False)
    DutyFactory(cluster=municipal(), year=2020)
    assert standings(cluster) == {}


@pytest.mark.django_db
def test_what_an_earlier_title_left_open_does_not_hold_up_the_next_one(cluster, approver):
    """口径第14条: recognised again, the count starts at zero."""
    DutyFactory(cluster=cluster, year=2020)
    cluster.recognitions.update(state="withdrawn", ended_on=date(2020, 12, 31))
    RecognitionFactory(cluster=cluster, recognised_on=date(2021, 1, 1))
    assert standings(cluster, state="active") == {}
    assert standings(cluster, state="withdrawn") == {2020: Standing.WAITING}
    report(cluster, 2021, failing=True)
    (card,) = confirmed(cluster, 2021, approver)
    assert (card.kind, card.assessment.flags) == ("yellow_card", [])


@pytest.mark.django_db
def test_year_decided_for_an_earlier_title_is_not_open_for_the_next_one(cluster, approver):
    report(cluster, 2021, failing=True)
    confirmed(cluster, 2021, approver)
    cluster.recognitions.update(state="withdrawn", ended_on=date(2021, 12, 31))
    RecognitionFactory(cluster=cluster, recognised_on=date(2021, 12, 31))
    assert standings(cluster, state="active") == {}
    assert standings(cluster, state="withdrawn") == {2021: Standing.CARD}


@pytest.mark.django_db
def test_title_that_ended_without_a_delisting_is_judged_no_more(cluster):
    cluster.recognitions.update(state="withdrawn", ended_on=date(2020, 12, 30))
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    assert (row.verdict, row.outcome["why"]) == ("not_assessed", ["title_ended"])


@pytest.mark.django_db
def test_scoring_a_delisted_year_again_proposes_nothing(cluster, approver, second):
    """The end of the title lies after the year it ended for, so the input of that year stays what it was."""
    failed_twice(cluster, approver, second)
    for year in (2020, 2021):
        assert runs.assess_now(year, by=None)[1] == 0
    delisting = Decision.objects.get(kind="delisting")
    annulments.withdraw(delisting, reason="撤回", by=UserFactory(approver=True))
    assert runs.assess_now(2021, by=None)[1] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("clusters", (1, 3))
def test_reading_the_history_costs_the_same_for_any_number(notice, approver, clusters, django_assert_num_queries):
    made = [municipal() for _ in range(clusters)]
    for each in made:
        report(each, 2020, failing=True)
        confirmed(each, 2020, approver)
        DutyFactory(cluster=each, year=2021)
    recognitions = Recognition.objects.values_list("pk", flat=True)
    with django_assert_num_queries(4):
        assert len(history.priors_for(list(recognitions), 2022)) == clusters
