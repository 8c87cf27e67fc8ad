"""One lock order for all services (8.A10): what each locks is recorded from its statements; then all of them race."""

import ast
from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Assessment, Decision, Duty, Run
from assessment.selectors.figures import from_text
from assessment.services import (
    announcements,
    annulments,
    appeals,
    decisions,
    designations,
    grades,
    locks,
    rehearsals,
    reminders,
    rulesets,
    rulings,
    runs,
    submissions,
    years,
)
from clusters.models import Cluster, Recognition, User
from clusters.services import accounts, audit, registry
from tests.assessment.services.test_races import together
from tests.factories import DutyFactory, UserFactory, figures
from tests.support.history import BASIS, corrected_to_pass, failed_twice, municipal, proposal, report, scored, settled
from tests.support.lock_order import recorded
from tests.support.sources import ROOT

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notice")]
# Each of these locks a single row, or none, before the chain; or loads data before anybody works.
SINGLE = frozenset(
    [
        "evidence.add",
        "evidence.take_back",
        "quarters.ask",
        "quarters.save",
        "imports._keep",
        "imports.confirm",
        "rehearsals.rehearse",
        "reminders.remind_before_deadlines",
        "third_party._store",
        "third_party.choose_source",
        "tokens.issue",
        "tokens.revoke",
        "years.open_year",
        "tokens._note_elsewhere",
        "reference.load",
        "registry.register",
        "rulesets.draft",
        "rulesets.install",
        "history_load.load",
        "accounts.create",
        "runs.retry",
        "calendar.enter",
        "registry.enter",
        "registry.change",
        "registry.correct_reading",
        "upkeep.add",
        "upkeep.change",
        "submissions.withdraw",
        "accounts.move",
        "accounts.describe",
        "accounts.ask_reset",
        "accounts.hand_over",
        "accounts.password_chosen",
        "transitions.move",
        "submissions.begin",
    ]
)


def act_services() -> set[str]:
    """Every service that is an act: `@audit.act()`."""
    found = set()
    for folder in ("assessment/services", "clusters/services"):
        for path in sorted((ROOT / folder).glob("*.py")):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef) and "audit.act()" in map(ast.unparse, node.decorator_list):
                    found.add(f"{path.stem}.{node.name}")
    return found


def a_decided_cluster(reviewer, approver, second, third) -> None:
    """Two failures, a delisting; the appeal against it; a correction that takes both back; a ruling."""
    cluster = municipal()
    officer = UserFactory(district=cluster.district)
    failed_twice(cluster, approver, second)
    card = Decision.objects.get(year=2020)
    grades.grade(Assessment.objects.get(pk=card.assessment_id), grade="fail", by=reviewer)
    appeal = appeals.file(card, grounds="异议", by=officer)
    appeals.withdraw(appeal, reason="不再坚持", by=officer)
    appeals.rule(appeals.file(card, grounds="异议", by=officer), uphold=False, ruling="属实", by=third)
    delisting = Decision.objects.get(kind="delisting")
    appeals.rule(appeals.file(delisting, grounds="异议", by=officer), uphold=True, ruling="成立", by=third)
    corrected_to_pass(card.assessment.version.submission, reviewer)
    decisions.confirm(proposal(cluster, 2020), by=third)
    annulments.withdraw(Decision.objects.in_effect().get(year=2021), reason="另行研究", by=third)


def a_year(reviewer, approver) -> None:
    """A year from its opening to its list, with an extension, a return, a ruling taken back and a cancelled run."""
    cluster = municipal()
    officer = UserFactory(district=cluster.district)
    tomorrow = timezone.now() + timedelta(days=1)
    years.open_year(2022, deadline=tomorrow, by=approver)
    years.move_deadline(2022, deadline=tomorrow + timedelta(days=1), by=approver)
    late = municipal()
    years.complete(2022, by=approver)
    rulings.make(Duty.objects.get(cluster=late), kind="exempt", reason="新认定", by=approver)
    duty = Duty.objects.get(cluster=cluster)
    years.extend(duty, until=tomorrow + timedelta(days=9), reason="补报", by=approver)
    ruling = rulings.make(duty, kind="exempt", reason="改造", by=approver)
    rulings.revoke(ruling, reason="已完工", by=approver)
    reminders.remind(2022, by=reviewer)
    draft = submissions.begin(duty, by=officer)
    entry = submissions.Entry(from_text(figures()))
    submissions.save_draft(draft, entry, by=officer)
    submissions.submit(draft, entry, by=officer)
    submissions.return_(draft, reason="请核对", by=reviewer)
    submissions.submit(draft, entry, by=officer)
    submissions.verify(draft, by=reviewer)
    runs.cancel(runs.start(2022, by=approver), reason="重来", by=approver)
    runs.assess_now(2022, by=approver)
    for row in Assessment.objects.filter(duty__reporting_year=2022, state="proposed", verdict="pass"):
        decisions.confirm(row, by=approver)
    announcements.announce(2022, by=approver)
    years.close_year(2022, by=approver)


def a_designation(approver) -> None:
    """A card that one approver is left to sign: a reviewer is named for its appeal."""
    cluster = municipal()
    report(cluster, 2020, failing=True)
    row, others = scored(cluster, 2020), User.objects.filter(role="approver").exclude(pk=approver.pk)
    others.update(is_active=False)
    security, named = UserFactory(security_admin=True), UserFactory(reviewer=True)
    designations.designate(row, "审理", person=named, reason="只有一名审批人", by=security)
    others.update(is_active=True)


def the_rest(notice, reviewer, approver) -> None:
    """Rulesets, accounts and the register."""
    rulesets.retire(notice, reason="换", by=approver)
    text = settled(rehearsals.with_lines(notice, {"tax_line": 700}))
    row = rulesets.draft(text, name="新", by=reviewer)
    rehearsals.rehearse(text, name="新", by=reviewer, ruleset=row)
    rulesets.activate(row, legal_basis="文件", document=BASIS, by=approver)
    system, security = UserFactory(system_admin=True), UserFactory(security_admin=True)
    made = accounts.create(by=system, username="new", full_name="新人", role="reviewer", district=None)
    accounts.grant(made, role="reviewer", district=None, reason="到岗", by=security)
    accounts.disable(made, reason="离岗", by=system)
    registry.recognise(municipal(), level="provincial", recognised_on=None, document="文件", by=approver)


def test_every_service_locks_in_the_one_order(notice, reviewer, approver, second):
    """(8.A10)"""
    third = UserFactory(approver=True)
    with recorded() as found:
        a_year(reviewer, approver)
        a_decided_cluster(reviewer, approver, second, third)
        a_designation(approver)
        the_rest(notice, reviewer, approver)
    assert found.inversions(locks.ORDER) == []
    assert act_services() - SINGLE - found.services == set()


def test_a_lock_out_of_order_is_found():
    """The recorder sees what it is for: the register after the audit chain; a row held already is no new lock."""
    municipal()

    def clusters_of(model) -> None:
        list(model.objects.select_for_update(no_key=True).order_by("pk"))

    with recorded() as found, audit.act():
        clusters_of(Recognition)
        clusters_of(Cluster)
        clusters_of(Recognition)
    assert list(found.order.values()) == [["clusters.Recognition", "clusters.Cluster"]]
    assert found.inversions(locks.ORDER) == ["[]: clusters.Cluster after clusters.Recognition"]


@pytest.mark.parametrize("attempt", range(3))
def test_no_two_acts_on_a_cluster_deadlock(attempt, reviewer, approver, second):
    """(8.A10) All that people may do to one cluster, at once and twice: everybody is answered, or refused in words."""
    cluster, third = municipal(), UserFactory(approver=True)
    officer = UserFactory(district=cluster.district)
    failed_twice(cluster, approver, second)
    card, later = Decision.objects.get(year=2020), Decision.objects.get(year=2021, kind="yellow_card")
    appeal = appeals.file(card, grounds="异议", by=officer)
    corrected_to_pass(card.assessment.version.submission, reviewer)
    reopened = later.assessment.version.submission
    submissions.reopen(reopened, reason="更正", by=reviewer)
    submissions.submit(reopened, submissions.Entry(from_text(figures(revenue="95000"))), by=officer)
    DutyFactory(cluster=municipal(), year=2020)
    follow_up = proposal(cluster, 2020)
    chunks = [chunk.pk for year in (2020, 2021) for chunk in runs.start(year, by=approver).chunks.all()]
    acts = (
        lambda: decisions.confirm(follow_up, by=third),
        lambda: grades.grade(Assessment.objects.get(pk=later.assessment_id), grade="fail", by=reviewer),
        lambda: submissions.verify(reopened, by=reviewer),
        lambda: appeals.rule(appeal, uphold=True, ruling="成立", by=third),
        lambda: annulments.withdraw(card, reason="另行研究", by=third),
        lambda: rulings.make(card.assessment.duty, kind="exempt", reason="改造", by=approver),
        lambda: [runs.assess_chunk(pk) for pk in chunks],
        lambda: announcements.announce(2021, by=approver),
    )
    together(*acts, *acts[::-1])
    assert audit.verify_chain() is None
    assert Run.objects.filter(state="running").count() == 2


def test_scoring_another_year_waits_for_no_row_of_the_register(approver):
    """Scoring locks duties and results alone: the model's ordering once joined cluster and year into the lock."""
    cluster = municipal()
    report(cluster, 2020)
    scored(cluster, 2020)
    run = runs.start(2020, by=approver)
    with recorded() as found:
        runs.assess_chunk(run.chunks.get().pk)
    assert list(found.order.values()) == [["assessment.RunChunk", "assessment.Duty", "assessment.Assessment"]]
