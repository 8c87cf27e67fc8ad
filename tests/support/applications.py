"""An application brought to a stage of its call by the acts that bring it there."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from clusters.applications.enums import PanelMode, StageKind, StageOutcome
from clusters.applications.models import Application, Assignment
from clusters.applications.selectors import stages
from clusters.applications.services import applications, experts, formal, panels, public_notices, visits
from clusters.applications.services.panels import Meeting, Vote
from clusters.applications.services.visits import Visit
from clusters.models import User
from tests.factories import ExpertFactory, UserFactory

TODAY = date(2026, 6, 1)


def accepted(application: Application, reviewer: User) -> Application:
    """File an application and accept it."""
    officer: Any = UserFactory(district=application.district)
    applications.submit(application, spread_reason="错位发展", by=officer)
    application.refresh_from_db()
    formal.accept(application, seen=1, by=reviewer)
    application.refresh_from_db()
    return application


def asked(application: Application, reviewer: User, count: int = 3) -> list[Assignment]:
    """Ask as many experts, who all declare that they have no conflict."""
    made = []
    for _ in range(count):
        expert: Any = ExpertFactory(categories=[application.category])
        row = experts.assign(application, expert=expert, due_on=timezone.localdate() + timedelta(days=9), by=reviewer)
        made.append(experts.declare(row, has_conflict=False, by=expert.user))
    return made


def scored(assignment: Assignment, *marks: str) -> Assignment:
    """Fill in and lock a sheet, the marks in the order of the rubric."""
    lines = assignment.application.call.rubric.all()
    given = {str(line.pk): mark for line, mark in zip(lines, marks, strict=True)}
    experts.save_scores(assignment, given, "同意推荐。", by=assignment.expert.user)
    return experts.lock(assignment, by=assignment.expert.user)


def brought_to(kind: StageKind, application: Application, reviewer: User) -> Application:
    """Pass every stage before one of this kind; the application is accepted already."""
    while (stage := stages.current(application)) is not None and stage.kind != kind:
        _passed(StageKind(stage.kind), application, reviewer)
        application = Application.objects.get(pk=application.pk)
    return application


def _passed(kind: StageKind, application: Application, reviewer: User) -> None:
    if kind == StageKind.EXPERT_REVIEW:
        for one in asked(application, reviewer):
            scored(one, "50", "30")
        experts.conclude(application, outcome=StageOutcome.PASSED, note="", by=reviewer)
    elif kind == StageKind.SITE_VISIT:
        visit = Visit(timezone.localdate(), "甲、乙", "与申报一致。")
        visits.record(application, visit=visit, outcome=StageOutcome.PASSED, by=reviewer)
    elif kind == StageKind.PANEL:
        meeting = Meeting(timezone.localdate(), ["甲", "乙", "丙"], PanelMode.CONSENSUS, "同意。")
        panels.record(application.call, meeting=meeting, votes=[Vote(application, StageOutcome.PASSED)], by=reviewer)
    else:
        notice = public_notices.open_(application.call, applications=[application], by=reviewer)
        type(notice).objects.filter(pk=notice.pk).update(opened_on=TODAY)
        public_notices.close(notice, by=reviewer)
