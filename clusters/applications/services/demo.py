"""The demonstration's calls and applications: one in each state, so that every role has a next step."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from clusters.applications.enums import CallState, PanelMode, StageOutcome
from clusters.applications.models import Application, Call, Expert, Requirement, RubricLine, Stage
from clusters.applications.services import applications, experts, formal, panels, public_notices
from clusters.applications.services.panels import Meeting, Vote
from clusters.models import Category, User
from clusters.services import reference

_PLAN = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
_DATES = ("opens", "closes", "cutoff", "categories", "stages")
_REVIEW_DAYS = 20


def load(officers: Mapping[str, User], reviewer: User, people: Sequence[User]) -> int:
    """Load calls and applications and return how many applications; `people` are the experts' accounts.

    Runs in the caller's transaction, in a demonstration that has none yet.
    """
    told = reference.load_fixture("demo/applications.toml")
    calls = {row["code"]: _call(row, told) for row in told["call"]}
    for person in people:
        Expert.objects.create(user=person).categories.set(
            Category.objects.filter(code__in=told["call"][0]["categories"])
        )
    for row in told["application"]:
        _application(calls[row["call"]], row, told["answers"], officers[row["district"]], reviewer)
    for row in told["call"]:
        closes_at = timezone.now() + timedelta(days=row["closes"])
        Call.objects.filter(code=row["code"]).update(closes_at=closes_at)
    return len(told["application"])


def _call(row: Mapping[str, Any], told: Mapping[str, Any]) -> Call:
    """Return the call, open for as long as the demonstration is loaded."""
    now = timezone.now()
    call = Call.objects.create(
        **{name: value for name, value in row.items() if name not in _DATES},
        opens_at=now + timedelta(days=row["opens"]),
        closes_at=now + timedelta(days=1),
        cutoff_on=date.fromisoformat(row["cutoff"]),
        form=(settings.FIXTURES_DIR / "applications" / "form.toml").read_text("utf-8"),
        state=CallState.PUBLISHED,
        is_demo=True,
    )
    call.categories.set(Category.objects.filter(code__in=row["categories"]))
    Stage.objects.bulk_create(Stage(call=call, order=order, kind=kind) for order, kind in enumerate(row["stages"]))
    Requirement.objects.bulk_create(
        Requirement(call=call, order=order, **one) for order, one in enumerate(told["document"])
    )
    RubricLine.objects.bulk_create(
        RubricLine(call=call, order=order, **one) for order, one in enumerate(told["rubric"])
    )
    return call


def _application(call: Call, row: Mapping[str, Any], answers: Mapping[str, Any], officer: User, reviewer: User) -> None:
    category = Category.objects.get(pk=row["category"])
    made = applications.begin(call, name=row["name"], category=category, by=officer)
    Application.objects.filter(pk=made.pk).update(is_demo=True)
    for code in row.get("sections", answers):
        applications.save_section(made, code, answers[code], revision=None, done=True, by=officer)
    if row["state"] == "draft":
        return
    plan = call.requirements.get(code="plan")
    applications.attach(made, plan, name="发展规划（演示）.pdf", source=_PLAN, by=officer)
    applications.submit(made, spread_reason="演示理由：与其他区市错位发展。", by=officer)
    made.refresh_from_db()
    if row["state"] == "returned":
        parts = {"basics": {"reason": row["reason"], "fields": ["boundary"]}}
        formal.return_(made, parts=parts, reason=row["reason"], seen=1, by=reviewer)
        return
    formal.accept(made, seen=1, by=reviewer)
    made.refresh_from_db()
    if row["state"] == "expert_review":
        _review(made, reviewer)
    else:
        _notice(made, reviewer)


def _review(application: Application, reviewer: User) -> None:
    """Ask all experts; one has scored, one has declared, the others still have to."""
    due_on = timezone.localdate() + timedelta(days=_REVIEW_DAYS)
    asked = experts.draw(application, count=len(experts.candidates(application)), due_on=due_on, by=reviewer)
    for assignment in asked[:2]:
        experts.declare(assignment, has_conflict=False, by=assignment.expert.user)
    first = asked[0]
    marks = {str(line.pk): str(line.full * 4 / 5) for line in application.call.rubric.all()}
    experts.save_scores(first, marks, "演示意见：基础较好，建议细化空间布局。", by=first.expert.user)
    experts.lock(first, by=first.expert.user)


def _notice(application: Application, reviewer: User) -> None:
    meeting = Meeting(timezone.localdate(), ["演示人员一", "演示人员二"], PanelMode.CONSENSUS, "演示纪要。")
    panels.record(application.call, meeting=meeting, votes=[Vote(application, StageOutcome.PASSED)], by=reviewer)
    text = "演示公示，内容均为虚构。"
    notice = public_notices.open_(application.call, applications=[application], text=text, by=reviewer)
    notice.is_demo = True
    notice.save(update_fields=["is_demo"])
