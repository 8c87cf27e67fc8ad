"""Proposals: written when the input is new, replaced when it changed, never beside themselves."""

from datetime import date

import pytest

from assessment.models import Assessment, RulesetVersion
from assessment.rules.engine import assess
from assessment.rules.wire import facts as wire
from assessment.rules.wire.outcomes import outcome_json
from assessment.selectors import figures, rulebook
from assessment.services import decisions, proposals, rulesets, runs
from tests.assessment.conftest import RULESETS
from tests.factories import DutyFactory, RulesetVersionFactory, SubmissionVersionFactory
from tests.factories import figures as texts
from tests.support.history import FAILING, confirmed, municipal, proposal, report, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(notice):
    return municipal()


def judged(notice, *duties):
    """The engine's answer for duties of one year as they stand now."""
    rows = figures.loaded([duty.pk for duty in duties])
    return proposals.judge(rows, proposals.current_versions(rows), notice)


def correct(submission, **changes: str | None) -> None:
    """File and verify other figures."""
    version = SubmissionVersionFactory(submission=submission, values=texts(**changes))
    submission.verified_version = version
    submission.save()


def states(cluster, year: int = 2020) -> list[tuple[str, str]]:
    rows = Assessment.objects.filter(duty__cluster=cluster, duty__reporting_year=year).order_by("pk")
    return list(rows.values_list("state", "verdict"))


# ---- Judging ---------------------------------------------------------------------------------------------------------


def test_judging_nothing_gives_nothing(notice):
    assert proposals.judge([], {}, notice) == []


def test_judging_writes_nothing_and_says_what_it_judged(notice, cluster):
    submission = report(cluster, 2020, failing=True)
    (result,) = judged(notice, submission.duty)
    assert (result.duty, result.recognition) == (submission.duty, cluster.recognitions.get())
    assert result.version == submission.verified_version
    assert result.outcome.verdict.value == "yellow_card"
    assert not Assessment.objects.exists()


def test_stored_input_gives_the_outcome_again_byte_for_byte(notice, cluster):
    report(cluster, 2019)
    report(cluster, 2020, failing=True, tax="7000.10")
    row = scored(cluster, 2020)
    again = assess(*wire.read_input(row.inputs), rulebook.parsed(notice))
    assert outcome_json(again) == wire.canonical(row.outcome)
    assert row.outcome["verdict"] == row.verdict == "yellow_card"
    assert row.explanation["criteria"]


def test_hash_covers_figures_last_year_history_and_ruleset(notice, cluster):
    submission = report(cluster, 2021)
    duty, seen = submission.duty, []

    def note(ruleset: RulesetVersion | None = notice) -> None:
        rows = figures.loaded([duty.pk])
        (result,) = proposals.judge(rows, proposals.current_versions(rows), ruleset)
        seen.append(result.sha256)

    note()
    correct(submission, tax="7000.01")
    note()
    before = report(cluster, 2020, tax="6999")
    note()
    correct(before, tax="6998")
    note()
    cluster.recognitions.update(recognised_on=date(2019, 1, 2))
    note()
    note(RulesetVersionFactory(text=notice.text + "\n# 另一文本\n", state="draft"))
    note(None)
    assert len(set(seen)) == len(seen) == 7
    note(None)
    assert seen[-1] == seen[-2]


@pytest.mark.parametrize("clusters", (1, 3))
def test_judging_and_proposing_cost_the_same_for_any_number(notice, clusters, django_assert_num_queries):
    duties = [report(municipal(), 2021, failing=True).duty for _ in range(clusters)]
    # The tenth holds the duties: without it two at once wrote a second open result.
    with django_assert_num_queries(11):
        assert proposals.propose(judged(notice, *duties), ruleset=notice, run=None) == clusters


# ---- Proposing -------------------------------------------------------------------------------------------------------


def test_same_input_is_written_once(notice, cluster):
    submission = report(cluster, 2020)
    assert proposals.propose(judged(notice, submission.duty), ruleset=notice, run=None) == 1
    assert proposals.propose(judged(notice, submission.duty), ruleset=notice, run=None) == 0
    assert states(cluster) == [("proposed", "pass")]


def test_changed_input_replaces_the_open_proposal(cluster):
    submission = report(cluster, 2020)
    scored(cluster, 2020)
    correct(submission, **FAILING)
    assert runs.assess_now(2020, by=None)[1] == 1
    assert states(cluster) == [("superseded", "pass"), ("proposed", "yellow_card")]


def test_stale_proposal_whose_input_is_the_same_after_all_is_open_again(cluster):
    report(cluster, 2020)
    scored(cluster, 2020)
    Assessment.objects.update(state="stale")
    assert runs.assess_now(2020, by=None)[1] == 0
    assert states(cluster) == [("proposed", "pass")]


def test_decided_year_gets_a_follow_up_beside_the_decision(cluster, approver):
    submission = report(cluster, 2020)
    confirmed(cluster, 2020, approver)
    correct(submission, **FAILING)
    assert runs.assess_now(2020, by=None)[1] == 1
    assert states(cluster) == [("confirmed", "pass"), ("proposed", "yellow_card")]
    assert runs.assess_now(2020, by=None)[1] == 0


def test_follow_up_goes_when_the_figures_are_again_those_decided_on(cluster, approver):
    submission = report(cluster, 2020)
    confirmed(cluster, 2020, approver)
    decided = submission.verified_version
    correct(submission, **FAILING)
    runs.assess_now(2020, by=None)
    submission.verified_version = decided
    submission.save()
    assert runs.assess_now(2020, by=None)[1] == 0
    assert states(cluster) == [("confirmed", "pass"), ("superseded", "yellow_card")]


def test_proposal_names_run_ruleset_and_version(notice, cluster):
    submission = report(cluster, 2020)
    run, _ = runs.assess_now(2020, by=None)
    row = Assessment.objects.get()
    assert (row.run, row.ruleset, row.version) == (run, notice, submission.verified_version)
    assert row.recognition == cluster.recognitions.get()


# ---- Following -------------------------------------------------------------------------------------------------------


def test_new_figures_score_again_what_was_scored_before(cluster):
    """This year and the later ones of the cluster: last year's figures are part of what a year is judged by."""
    submission = report(cluster, 2020)
    for year in (2019, 2021):
        report(cluster, year)
    for year in (2020, 2021):
        scored(cluster, year)
    other = municipal()
    report(other, 2020)
    correct(submission, **FAILING)
    proposals.follow_new_figures(submission.duty)
    assert states(cluster, 2019) == []
    assert states(cluster, 2020) == [("superseded", "pass"), ("proposed", "yellow_card")]
    assert [state for state, _ in states(cluster, 2021)] == ["superseded", "proposed"]
    assert states(other) == []


def test_year_never_scored_waits_for_its_run(cluster):
    proposals.follow_new_figures(report(cluster, 2020).duty)
    assert states(cluster) == []


def test_history_is_followed_through_every_later_year(cluster, approver):
    for year in (2020, 2021, 2022):
        report(cluster, year, failing=True)
        scored(cluster, year)
    decisions.confirm(Assessment.objects.get(duty__reporting_year=2020), by=approver)
    assert states(cluster, 2021)[-1] == ("proposed", "delist")
    assert states(cluster, 2022)[-1] == ("proposed", "yellow_card")
    assert Assessment.objects.current().get(duty__reporting_year=2022).flags == ["waits_for_year"]
    assert states(cluster, 2020) == [("confirmed", "yellow_card")]


def test_history_is_followed_from_the_earlier_year_to_the_later(cluster, approver, second):
    """Each year is scored on how the one before it stands after the change, not before it."""
    rulesets.install((RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8"), name="continuation")
    for year in (2020, 2021, 2022, 2023):
        report(cluster, year, failing=True)
        scored(cluster, year)
    for year, signers in ((2020, [approver]), (2021, [approver, second])):
        for signer in signers:
            decisions.confirm(proposal(cluster, year), by=signer)
    rows = Assessment.objects.filter(state="proposed").order_by("duty__reporting_year_id")
    assert [(row.verdict, proposals.is_fresh(row)) for row in rows] == [("not_assessed", True)] * 2


def test_refresh_without_a_ruleset_proposes_that_nothing_can_be_judged(notice, cluster):
    submission = report(cluster, 2020)
    scored(cluster, 2020)
    RulesetVersion.objects.update(state="retired")
    assert proposals.refresh([submission.duty_id]) == 1
    row = Assessment.objects.current().get()
    assert (row.verdict, row.ruleset) == ("no_rule", None)


def test_proposal_is_fresh_until_something_it_rests_on_changes(notice, cluster):
    submission = report(cluster, 2020)
    row = scored(cluster, 2020)
    assert proposals.is_fresh(row)
    correct(submission, tax="7000.01")
    assert not proposals.is_fresh(row)


def test_proposal_of_a_retired_ruleset_is_not_fresh(cluster):
    report(cluster, 2020)
    row = scored(cluster, 2020)
    RulesetVersion.objects.update(state="retired")
    assert not proposals.is_fresh(row)


def test_duty_without_a_report_has_no_version():
    duty = DutyFactory()
    assert proposals.current_versions([duty]) == {duty.pk: None}
