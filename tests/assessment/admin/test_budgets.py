"""Every list costs the same number of queries for one row and for three."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.models import (
    Appeal,
    Assessment,
    Decision,
    Designation,
    Duty,
    Indicator,
    Letter,
    ReportingYear,
    RulesetVersion,
    Run,
    Submission,
)
from clusters.applications.models import (
    Application,
    Assignment,
    Batch,
    Call,
    Condition,
    Expert,
    Objection,
    PublicNotice,
    Requirement,
    RubricLine,
    Stage,
)
from clusters.enums import Role
from clusters.models import ApiToken, CalendarDay, Category, Cluster, District, Event, Recognition, User
from clusters.models.token import Scope
from clusters.services import audit, tokens
from tests import factories as made
from tests.support.workbench import listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

# Two more than the table and its counts need: the bell of the frame, and the open differences to third-party figures.
BUDGET = 24
_numbers = count(1)


def _token() -> None:
    terms = tokens.Terms(name="年报接口", scopes=(Scope.REGISTER_READ,), days=30)
    tokens.issue(made.UserFactory(), terms, by=made.UserFactory(role=Role.SECURITY_ADMIN))


def _event() -> None:
    audit.record("测试.动作", made.ClusterFactory(), by=made.UserFactory())


def _run() -> None:
    made.RunChunkFactory(run=made.RunFactory(state="finished", reporting_year__year=2000 + next(_numbers)))


def _assessment() -> None:
    made.SignatureFactory(
        assessment=made.AssessmentFactory(version=made.SubmissionFactory(verified=True).current_version)
    )


def _cluster() -> None:
    made.ClusterFactory(municipal=True, reserve=True)


def _application() -> Application:
    number = f"x-{next(_numbers)}"
    return made.ApplicationFactory(number=number, state="submitted")


def _assignment() -> None:
    expert = made.ExpertFactory()
    due_on = date(2026, 6, 1)
    Assignment.objects.create(application=_application(), expert=expert, due_on=due_on, assigned_by=expert.user)


def _notice() -> PublicNotice:
    opened_on = date(2026, 6, 1)
    return PublicNotice.objects.create(
        call=made.CallFactory(), opened_on=opened_on, days=5, opened_by=made.UserFactory(reviewer=True)
    )


def _objection() -> None:
    Objection.objects.create(notice=_notice(), receipt=f"R-{next(_numbers)}", text="异议", application=_application())


def _batch() -> None:
    people = [made.UserFactory(approver=True) for _ in range(2)]
    Batch.objects.create(
        call=made.CallFactory(), document="文件", recognised_on=date(2026, 6, 1), entries=[], proposed_by=people[0],
        confirmed_by=people[1],
    )  # fmt: skip


MAKERS: dict[type, Callable[[], object]] = {
    ReportingYear: lambda: made.DutyFactory(year=2000 + next(_numbers)),
    Duty: lambda: made.RulingFactory(duty=made.SubmissionFactory().duty),
    Submission: lambda: made.SubmissionFactory(submitted=True, values=made.figures(tax="1")),
    Run: _run,
    Assessment: _assessment,
    Decision: lambda: made.LetterFactory(),
    Designation: lambda: made.DesignationFactory(),
    Letter: lambda: made.LetterFactory(),
    Appeal: lambda: made.AppealFactory(),
    RulesetVersion: lambda: made.RulesetVersionFactory(text=f"# {next(_numbers)}", state="draft"),
    Indicator: lambda: made.IndicatorFactory(),
    Cluster: _cluster,
    Recognition: lambda: made.RecognitionFactory(),
    District: lambda: made.DistrictFactory(),
    Category: lambda: made.CategoryFactory(),
    CalendarDay: lambda: made.CalendarDayFactory(day=date(2021, 1, 1) + timedelta(days=next(_numbers))),
    User: lambda: made.UserFactory(),
    Call: lambda: made.CallFactory(),
    Stage: lambda: made.CallFactory(),
    Requirement: lambda: made.CallFactory(),
    Condition: lambda: made.CallFactory(),
    RubricLine: lambda: made.CallFactory(),
    Application: _application,
    Expert: lambda: made.ExpertFactory(),
    Assignment: _assignment,
    PublicNotice: _notice,
    Objection: _objection,
    Batch: _batch,
    Event: _event,
    ApiToken: _token,
}
READERS = {User: Role.SYSTEM_ADMIN, Event: Role.AUDIT_ADMIN, ApiToken: Role.SECURITY_ADMIN}


def _queries(client: Client, model: type) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(listed(model))
    assert answer.status_code == 200
    return len(seen)


def test_every_registered_model_has_a_budget() -> None:
    assert set(MAKERS) == set(admin.site._registry)


@pytest.mark.parametrize("model", sorted(MAKERS, key=lambda model: model.__name__), ids=lambda model: model.__name__)
def test_list_costs_the_same_for_any_number_of_rows(model: type, client: Client) -> None:
    client.force_login(made.UserFactory(role=READERS.get(model, Role.APPROVER)))
    MAKERS[model]()
    _queries(client, model)
    one = _queries(client, model)
    for _ in range(2):
        MAKERS[model]()
    assert _queries(client, model) == one
    assert one <= BUDGET
