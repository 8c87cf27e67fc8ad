"""The preview: the engine's answer to figures as typed, without a row written."""

from decimal import Decimal

import pytest

from assessment.models import Assessment, Duty, Indicator, Submission
from assessment.selectors.figures import from_text, judged_with
from assessment.selectors.preview import Problem, Typed, paired, preview, problems, suspected
from tests.factories import ClusterFactory, DutyFactory, IndicatorFactory, RulingFactory, SubmissionFactory, figures
from tests.support.history import FAILING, confirmed, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

ODD = {"revenue": "12000000", "leading_revenue": "9000000", "tax": "70000"}


def loaded(duty: Duty) -> Duty:
    return Duty.objects.select_related("cluster", "reporting_year").prefetch_related(*judged_with()).get(pk=duty.pk)


def typed(confirmed=(), invalid=None, accepted=(), **changes) -> Typed:
    return Typed(from_text(figures(**changes)), confirmed, invalid or {}, accepted)


def judged(duty: Duty, *args, **changes):
    return preview(loaded(duty), typed(*args, **changes))


def states_of(outcome) -> dict[str, str]:
    """Return the state of each carding line by its code."""
    return {line.code: line.state.value for line in outcome.carding}


def test_preview_gives_the_verdict_that_verified_figures_would_get():
    duty = DutyFactory()
    assert judged(duty).outcome.verdict == "pass"
    assert judged(duty, **FAILING).outcome.verdict == "yellow_card"
    assert judged(duty, tax=None).outcome.verdict == "hold"


def test_preview_writes_nothing():
    judged(DutyFactory())
    assert not Submission.objects.exists()
    assert not Assessment.objects.exists()


def test_preview_counts_the_cards_of_the_years_before(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    assert judged(DutyFactory(cluster=cluster, year=2021), **FAILING).outcome.verdict == "delist"


def test_preview_compares_with_last_years_verified_figures():
    cluster = municipal()
    SubmissionFactory(duty=DutyFactory(cluster=cluster, year=2020), values=figures(tax="60.00"), verified=True)
    found = judged(DutyFactory(cluster=cluster, year=2021))
    assert found.previous["tax"] == 60
    assert "size_jump" in {one.code.split(":")[0] for one in found.findings}


def test_preview_of_an_exempt_year_and_of_a_reserve_cluster_judges_nothing():
    exempt = RulingFactory(kind="exempt").duty
    reserve = DutyFactory(cluster=ClusterFactory(reserve=True), is_judged=False)
    assert {judged(duty).outcome.verdict.value for duty in (exempt, reserve)} == {"not_assessed"}


def test_preview_without_a_ruleset_says_so():
    found = judged(DutyFactory(year=2030))
    assert (found.outcome.verdict, found.ruleset, found.findings) == ("no_rule", None, ())


def test_unreadable_figure_makes_its_lines_undetermined():
    found = judged(DutyFactory(), (), {"tax": "不是数字"}, tax=None)
    states = {line.code: line.state.value for line in found.outcome.carding}
    assert sorted(states.values()) == ["pass", "pass", "undetermined"]


def test_reason_without_the_citys_acceptance_holds_and_one_reason_is_enough_for_an_odd_pair():
    """(8.A6) A figure under a doubt previews as 待核 with its cause, also when the district typed its reason."""
    duty = DutyFactory()
    bare, reasoned = judged(duty, **ODD), judged(duty, ("revenue",), **ODD)
    assert (bare.outcome.verdict, bare.if_accepted.verdict, bare.awaiting) == ("hold", "hold", ())
    assert (reasoned.outcome.verdict, reasoned.if_accepted.verdict) == ("hold", "pass")
    assert [one.fields for one in reasoned.awaiting] == [("revenue", "floor_area")]
    causes = {line.cause.label for line in reasoned.outcome.carding if line.cause}
    assert causes == {"疑似错误，尚未确认"}


def test_doubt_in_the_tax_alone_leaves_the_other_lines_judged():
    """(8.A6) Only the lines that use the doubted figure cannot be told."""
    found = judged(DutyFactory(), ("tax",), tax="-5")
    assert found.outcome.verdict == "hold"
    assert sorted(states_of(found.outcome).values()) == ["pass", "pass", "undetermined"]
    (line,) = [line for line in found.outcome.carding if line.state.value == "undetermined"]
    assert "tax" in {source.code for source in line.spec.sources}


def test_accepted_doubt_is_judged_by_the_literal_figure():
    """(8.A6) Confirmed by the district and accepted by the city, the figure decides, either way."""
    duty = DutyFactory()
    settled = judged(duty, ("revenue", "floor_area"), None, ("revenue", "floor_area"), **ODD)
    assert (settled.outcome.verdict, settled.awaiting) == ("pass", ())
    assert judged(duty, ("tax",), None, ("tax",), tax="-5").outcome.verdict == "yellow_card"


def test_paired_repeats_a_reason_for_the_pair_and_keeps_an_own_one():
    findings = judged(DutyFactory(), **ODD).findings
    assert suspected(findings) == {"revenue", "floor_area"}
    assert paired(findings, {"floor_area": "甲"}) == {"revenue": "甲", "floor_area": "甲"}
    assert paired(findings, {"revenue": "乙", "floor_area": "甲"}) == {"revenue": "乙", "floor_area": "甲"}
    assert paired(findings, {"tax": "丙"}) == {"tax": "丙"}


def found_problems(duty: Duty, remarks=None, **changes) -> list[Problem]:
    figures_typed = typed(**changes)
    return problems(
        Indicator.objects.in_force(duty.year),
        figures_typed,
        remarks or {},
        preview(loaded(duty), figures_typed).findings,
    )


def test_problems_are_all_named_at_once():
    IndicatorFactory(code="tax", is_required=True)
    found = found_problems(DutyFactory(), tax=None, revenue="12000000", leading_revenue="13000000")
    assert {(one.field, one.is_finding, one.asks_reason) for one in found} == {
        ("tax", False, False),
        ("leading_revenue", True, False),
        ("revenue", True, True),
    }


def test_problems_accept_a_remark_for_a_blank_and_a_reason_for_an_odd_figure():
    IndicatorFactory(code="tax", is_required=True)
    duty = DutyFactory()
    assert found_problems(duty, {"tax": "尚未取得"}, tax=None) == []
    assert found_problems(duty, confirmed=("floor_area",), **ODD) == []
    assert found_problems(duty) == []


def test_unreadable_figure_is_no_second_problem():
    IndicatorFactory(code="tax", is_required=True)
    assert found_problems(DutyFactory(), invalid={"tax": "不是数字"}, tax=None) == []


def test_exact_figures_reach_the_engine():
    values = {**from_text(figures()), "tax": Decimal("5999.99")}
    outcome = preview(loaded(DutyFactory()), Typed(values)).outcome
    (line,) = [line for line in outcome.carding if line.state.value == "fail"]
    assert line.display == "599.99"
