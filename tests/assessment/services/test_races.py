"""Twenty people press the same button: one card, one delisting, one run, one number, one submission."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from assessment.models import (
    Assessment,
    Decision,
    Letter,
    LetterSeries,
    RulesetVersion,
    Run,
    RunChunk,
    SubmissionVersion,
)
from assessment.selectors.figures import from_text
from assessment.services import appeals, decisions, letters, rehearsals, rulesets, runs, submissions
from clusters.errors import DomainError
from clusters.models import ChainHead
from clusters.services import audit
from tests.factories import DutyFactory, UserFactory, figures
from tests.support.history import BASIS, confirmed, municipal, report, scored, settled
from tests.support.processes import wait_until

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notice")]
THREADS = 20


def together(*acts: Callable[[], object]) -> list[object]:
    """Start all acts at once, each on a connection of its own; a refusal is returned, anything else is raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=30)
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def waiting_for_a_lock() -> int:
    """How many connections to this database wait until another one has ended its transaction."""
    with connection.cursor() as cursor:
        # Within a transaction the view shows what it showed first, unless told to look again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def refused(results: list[object]) -> int:
    return sum(isinstance(result, DomainError) for result in results)


def test_twenty_confirmations_make_one_card():
    cluster, people = municipal(), [UserFactory(approver=True) for _ in range(THREADS)]
    report(cluster, 2020, failing=True)
    row = scored(cluster, 2020)
    results = together(*[lambda person=person: decisions.confirm(row, by=person) for person in people])
    assert refused(results) == THREADS - 1
    assert Decision.objects.filter(kind="yellow_card").count() == 1
    assert Letter.objects.count() == 1
    assert audit.verify_chain() is None


def test_twenty_second_signatures_make_one_delisting(approver):
    cluster, people = municipal(), [UserFactory(approver=True) for _ in range(THREADS)]
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    decisions.confirm(row, by=approver)
    together(*[lambda person=person: decisions.confirm(row, by=person) for person in people])
    assert Decision.objects.filter(kind="delisting").count() == 1
    assert cluster.recognitions.get().state == "withdrawn"


def test_twenty_starts_make_one_open_run(approver):
    report(municipal(), 2020)
    results = together(*[lambda: runs.start(2020, by=approver)] * THREADS)
    assert refused(results) == THREADS - 1
    assert Run.objects.filter(state="running").count() == 1


def test_twenty_workers_score_a_chunk_once(approver):
    for _ in range(3):
        report(municipal(), 2020)
    (chunk,) = runs.start(2020, by=approver).chunks.all()
    together(*[lambda: runs.assess_chunk(chunk.pk)] * THREADS)
    assert Assessment.objects.count() == 3


def test_twenty_claims_of_a_chunk_give_it_to_one_worker(approver):
    report(municipal(), 2020)
    chunk = runs.start(2020, by=approver).chunks.get()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # All claims have begun and wait for this lock before the first of them is granted.
            RunChunk.objects.select_for_update().get(pk=chunk.pk)
            claims = pool.submit(together, *[lambda: runs.claim(chunk.pk)] * THREADS)
            wait_until(lambda: waiting_for_a_lock() == THREADS, 30, "twenty claims that wait")
        results = claims.result()
    chunk.refresh_from_db()
    assert (results.count(True), chunk.attempts) == (1, 1)


def test_two_drafts_activated_at_once_leave_one_in_force_for_a_year(notice, reviewer, approver):
    rulesets.retire(notice, reason="由新规则集接替", by=approver)
    drafts = []
    for line in (700, 800):
        text = settled(rehearsals.with_lines(notice, {"tax_line": line}))
        drafts.append(rulesets.draft(text, name=f"税收{line}", by=reviewer))
        rehearsals.rehearse(text, name=f"税收{line}", by=reviewer, ruleset=drafts[-1])
    terms = {"legal_basis": "某文件", "document": BASIS, "by": approver}
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # Both are under way before either can write its audit line: that line's lock lets one pass after the other.
            ChainHead.objects.select_for_update().get(pk=1)
            both = pool.submit(together, *[lambda draft=draft: rulesets.activate(draft, **terms) for draft in drafts])
            wait_until(lambda: waiting_for_a_lock() == 2, 30, "two activations that wait")
        results = both.result()
    assert refused(results) == 1
    assert RulesetVersion.objects.in_force(2021).count() == 1


def test_twenty_letters_get_twenty_numbers_without_a_gap():
    def take() -> int:
        with transaction.atomic():
            return letters.stamped(2026).number

    assert sorted(together(*[take] * THREADS)) == list(range(1, THREADS + 1))
    assert LetterSeries.objects.get().last == THREADS


def test_twenty_submits_make_one_version():
    duty = DutyFactory(cluster=municipal())
    officer = UserFactory(district=duty.district)
    draft = submissions.begin(duty, by=officer)
    entry = submissions.Entry(from_text(figures()), revision=0)
    results = together(*[lambda: submissions.submit(draft, entry, by=officer)] * THREADS)
    assert refused(results) == THREADS - 1
    assert SubmissionVersion.objects.count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_ruling_against_delisting_never_leaves_a_delisting_on_one_card(approver, second, attempt):
    cluster, third = municipal(), UserFactory(approver=True)
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row = scored(cluster, 2021)
    decisions.confirm(row, by=approver)
    officer = UserFactory(district=cluster.district)

    def appeal_and_win() -> None:
        appeals.rule(appeals.file(card, grounds="异议", by=officer), uphold=True, ruling="成立", by=third)

    together(appeal_and_win, lambda: decisions.confirm(row, by=second))
    delisted = Decision.objects.in_effect().filter(kind="delisting").exists()
    cards = Decision.objects.in_effect().filter(kind="yellow_card").count()
    assert not (delisted and cards < 2)
    assert (cluster.recognitions.get().state == "withdrawn") == delisted
