"""The guards of the real tables: official records cannot be changed, and the portal's own role can still work."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from assessment.apps import APPEND_ONLY, guard_tables
from assessment.models import Assessment, Decision, Designation, Letter, QuarterFigure, RulesetVersion
from assessment.selectors.figures import from_text
from assessment.services import appeals, grades, rehearsals, rulesets, submissions
from clusters.apps import APPEND_ONLY as REGISTER_APPEND_ONLY
from clusters.apps import guard_tables as guard_register
from clusters.immutable import PORTAL_ROLE
from tests.assessment.conftest import RULESETS
from tests.factories import DutyFactory, UserFactory, figures
from tests.support.history import BASIS, confirmed, failed_twice, municipal, report, scored, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

GUARDS = (*REGISTER_APPEND_ONLY, *APPEND_ONLY)


@pytest.fixture
def portal_role() -> None:
    """Work as the role of config/docker/roles.sh does after a migration; gone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {PORTAL_ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {PORTAL_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {PORTAL_ROLE}")
        guard_register(apps.get_app_config("clusters"), using="default")
        guard_tables(apps.get_app_config("assessment"), using="default")
        cursor.execute(f"SET LOCAL ROLE {PORTAL_ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def refusal(sql: str) -> str:
    """Return why the database refuses a statement."""
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(refused.value)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.table)
def test_official_records_hold_against_whoever_writes(approver, second, guard):
    failed_twice(municipal(), approver, second)
    QuarterFigure.objects.create(duty=DutyFactory(), quarter=1, revision=1, values={"revenue": "1"})
    row = Assessment.objects.latest("pk")
    Designation.objects.create(assessment=row, act="审理", person=approver, reason="指定", designated_by=second)
    column = guard.columns[0] if guard.columns else "id"
    for sql in (f"UPDATE {guard.table} SET {column} = {column}", f"DELETE FROM {guard.table}"):
        assert "的记录只增不改" in refusal(sql)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.table)
def test_portal_role_may_not_even_try(portal_role, guard):
    column = guard.columns[0] if guard.columns else "id"
    for sql in (
        f"UPDATE {guard.table} SET {column} = {column}",
        f"DELETE FROM {guard.table}",
        f"TRUNCATE {guard.table} CASCADE",
        f"ALTER TABLE {guard.table} DISABLE TRIGGER ALL",
    ):
        assert refusal(sql).startswith(("permission denied", "must be owner"))


def test_portal_role_takes_a_year_from_the_report_to_the_delisting_and_the_appeal(portal_role, approver, second):
    cluster, reviewer = municipal(), UserFactory(reviewer=True)
    made = failed_twice(cluster, approver, second)
    officer = UserFactory(district=cluster.district)
    appeal = appeals.file(made[0], grounds="异议", by=officer)
    appeals.rule(appeal, uphold=True, ruling="成立", by=UserFactory(approver=True))
    assert cluster.recognitions.get().state == "active"
    assert set(Letter.objects.values_list("kind", flat=True)) == {"yellow_card", "withdrawal", "ruling"}
    passing = municipal()
    submission = submissions.begin(DutyFactory(cluster=passing, year=2020), by=UserFactory(district=passing.district))
    officer = UserFactory(district=passing.district)
    submissions.submit(submission, submissions.Entry(from_text(figures())), by=officer)
    submissions.verify(submission, by=reviewer)
    row = scored(passing, 2020)
    grades.grade(row, grade="good", reason="核定", by=reviewer)
    assert [decision.kind for decision in confirmed(passing, 2020, approver)] == ["passed"]


def test_portal_role_puts_a_ruleset_in_force_and_out_again(portal_role, approver, reviewer):
    report(municipal(), 2020)
    text = settled((RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8"))
    draft = rulesets.draft(text, name="continuation", by=reviewer)
    rehearsals.rehearse(text, name="continuation", by=reviewer, ruleset=draft)
    rulesets.activate(draft, legal_basis="青发改〔2026〕1号", document=BASIS, by=approver)
    rulesets.retire(draft, reason="废止", by=approver)
    assert RulesetVersion.objects.get(pk=draft.pk).state == "retired"
    assert not Decision.objects.exists()
