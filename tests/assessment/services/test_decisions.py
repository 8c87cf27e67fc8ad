"""Confirming: who may, when, and everything that follows in one transaction."""

import io

import pytest
from docx import Document

from assessment.models import Assessment, Decision, Letter
from assessment.selectors.figures import from_text
from assessment.services import decisions, submissions
from clusters.errors import NotAllowedNow, NotPermitted
from clusters.models import Event
from clusters.services import audit
from tests.factories import BenefitFactory, UserFactory
from tests.support.files import content_of
from tests.support.history import confirmed, corrected_to_pass, failed_twice, municipal, proposal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def _kinds(cluster, year):
    return set(Decision.objects.in_effect().filter(cluster=cluster, year=year).values_list("kind", flat=True))


def test_pass_is_confirmed_by_one_person_and_gets_a_letter(approver):
    cluster = municipal()
    report(cluster, 2020)
    (decision,) = confirmed(cluster, 2020, approver)
    letter = Letter.objects.get(decision=decision)
    assert (decision.kind, decision.confirmed_by, decision.seconded_by) == ("passed", approver, None)
    assert (letter.kind, letter.number) == ("result", 1)
    assert Assessment.objects.get(duty__cluster=cluster).state == "confirmed"


def test_first_failure_is_a_yellow_card_and_keeps_the_title(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (decision,) = confirmed(cluster, 2020, approver)
    text = "\n".join(line.text for line in Document(io.BytesIO(content_of(decision.letters.get()))).paragraphs)
    assert decision.kind == "yellow_card"
    assert cluster.recognitions.get().state == "active"
    assert "黄牌警告" in text
    assert cluster.name in text


def test_second_failure_waits_for_a_second_person(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    assert row.verdict == "delist"
    assert decisions.confirm(row, by=approver) == []
    assert cluster.recognitions.get().state == "active"
    with pytest.raises(NotAllowedNow, match="另一名"):
        decisions.confirm(row, by=approver)


def test_delisting_ends_title_and_benefits_and_issues_letters(approver, second):
    cluster = municipal()
    benefit = BenefitFactory(recognition=cluster.recognitions.get())
    made = failed_twice(cluster, approver, second)
    title = cluster.recognitions.get()
    benefit.refresh_from_db()
    letter = Letter.objects.get(kind="withdrawal")
    assert {row.kind for row in made} == {"yellow_card", "delisting"}
    assert (title.state, title.end_document) == ("withdrawn", letter.document_number)
    assert benefit.stopped_on == title.ended_on
    assert made[-1].seconded_by == second
    assert audit.verify_chain() is None
    assert Event.objects.filter(action="集聚区.撤销称号").count() == 1


def test_nothing_is_judged_after_the_delisting(approver, second):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    report(cluster, 2022, failing=True)
    row = scored(cluster, 2022)
    assert row.verdict == "not_assessed"
    with pytest.raises(NotAllowedNow, match="不参加考核"):
        decisions.confirm(row, by=approver)


def test_pass_between_two_failures_clears_the_streak(approver):
    cluster = municipal()
    for year, failing in ((2020, True), (2021, False), (2022, True)):
        report(cluster, year, failing=failing)
        confirmed(cluster, year, approver)
    assert _kinds(cluster, 2022) == {"yellow_card"}


def test_later_year_waits_for_the_earlier_one(approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    report(cluster, 2021, failing=True)
    late = scored(cluster, 2021)
    assert "waits_for_year" in late.flags
    with pytest.raises(NotAllowedNow, match="以前年度"):
        decisions.confirm(late, by=approver)
    confirmed(cluster, 2020, approver)
    assert proposal(cluster, 2021).verdict == "delist"


@pytest.mark.parametrize("changes", ({"tax": None}, {"floor_area": "10"}))
def test_hold_is_never_confirmed(approver, changes):
    cluster = municipal()
    report(cluster, 2020)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, **changes)
    row = scored(cluster, 2021)
    assert row.verdict == "hold"
    with pytest.raises(NotAllowedNow, match="待核"):
        decisions.confirm(row, by=approver)
    assert not Decision.objects.filter(year=2021).exists()


@pytest.mark.parametrize("role", ("reviewer", "leader", "system_admin"))
def test_confirm_is_for_approvers_only(role):
    cluster = municipal()
    report(cluster, 2020)
    with pytest.raises(NotPermitted):
        decisions.confirm(scored(cluster, 2020), by=UserFactory(**{role: True}))
    assert not Decision.objects.exists()


def test_person_who_verified_the_figures_cannot_confirm(approver):
    cluster = municipal()
    submission = report(cluster, 2020)
    row = scored(cluster, 2020)
    person = submission.verified_version.review.reviewed_by
    person.role = "approver"
    person.save()
    with pytest.raises(NotPermitted, match="核实过"):
        decisions.confirm(row, by=person)


def test_stale_proposal_is_refused(approver, reviewer):
    cluster = municipal()
    submission = report(cluster, 2020)
    row = scored(cluster, 2020)
    submissions.reopen(submission, reason="更正", by=reviewer)
    submission.refresh_from_db()
    officer = UserFactory(district=cluster.district)
    entry = submissions.Entry({**_values(submission), "tax": _values(submission)["tax"] + 1})
    submissions.submit(submission, entry, by=officer)
    submissions.verify(submission, by=reviewer)
    with pytest.raises(NotAllowedNow):
        decisions.confirm(row, by=approver)
    assert decisions.confirm(proposal(cluster, 2020), by=approver)[0].kind == "passed"


def _values(submission):
    return from_text(submission.values)


def test_correction_from_card_to_pass_annuls_the_card(approver, reviewer):
    cluster = municipal()
    submission = report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    corrected_to_pass(submission, reviewer)
    decisions.confirm(proposal(cluster, 2020), by=UserFactory(approver=True), note="更正后达标")
    card.refresh_from_db()
    assert card.superseded_by.kind == "annulment"
    assert _kinds(cluster, 2020) == {"passed"}


def test_correction_of_the_first_year_takes_the_delisting_with_its_card(approver, second, reviewer):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    corrected_to_pass(cluster.duties.get(reporting_year=2020).submission, reviewer)
    decisions.confirm(proposal(cluster, 2020), by=UserFactory(approver=True), note="更正后达标")
    assert (_kinds(cluster, 2020), _kinds(cluster, 2021)) == ({"passed"}, {"yellow_card"})
    assert cluster.recognitions.get().state == "active"


def test_correction_of_the_second_year_takes_its_card_and_the_delisting(approver, second, reviewer):
    cluster = municipal()
    failed_twice(cluster, approver, second)
    corrected_to_pass(cluster.duties.get(reporting_year=2021).submission, reviewer)
    decisions.confirm(proposal(cluster, 2021), by=UserFactory(approver=True), note="更正后达标")
    assert (_kinds(cluster, 2020), _kinds(cluster, 2021)) == ({"yellow_card"}, {"passed"})
    assert cluster.recognitions.get().state == "active"


def test_confirm_twice_makes_one_decision(approver, second):
    cluster = municipal()
    report(cluster, 2020)
    row = scored(cluster, 2020)
    decisions.confirm(row, by=approver)
    with pytest.raises(NotAllowedNow):
        decisions.confirm(row, by=second)
    assert Decision.objects.count() == 1


def test_reason_on_record_is_what_every_signer_wrote(approver, second):
    """The second signer's 同意 does not replace the first one's reason (8.A3)."""
    cluster = municipal()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    decisions.confirm(row, by=approver, note="两年营业收入均未达标。")
    *_, delisting = decisions.confirm(row, by=second, note="同意。")
    assert delisting.reason == f"{approver.full_name}：两年营业收入均未达标。\n{second.full_name}：同意。"
