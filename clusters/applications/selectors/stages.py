"""Where an application stands in the stages of its call."""

from clusters.applications.enums import ApplicationState, StageKind, StageOutcome
from clusters.applications.models import Application, Call, Stage


def current(application: Application) -> Stage | None:
    """Return the stage that waits for its result; None before acceptance, after a failed stage, and at the end."""
    if application.state != ApplicationState.REVIEWING:
        return None
    results = {one.stage_id: one.outcome for one in application.results.all()}
    if StageOutcome.FAILED in results.values():
        return None
    return next((stage for stage in application.call.stages.all() if stage.pk not in results), None)


def has_failed(application: Application) -> bool:
    """Return whether a stage said no: the application then waits for its refusal."""
    return any(one.outcome == StageOutcome.FAILED for one in application.results.all())


def refusal(application: Application, kind: StageKind) -> str:
    """Return why a stage of this kind cannot be worked on now, in Chinese; "" when it can."""
    stage = current(application)
    if stage is not None and stage.kind == kind:
        return ""
    label = StageKind(kind).label
    if not any(one.kind == kind for one in application.call.stages.all()):
        return f"本批次没有{label}环节。"
    if has_failed(application):
        return f"“{application.name}”已有环节未通过，不再进行{label}。"
    now = f"现在的环节是{stage}" if stage else f"申报当前为“{application.get_state_display()}”"
    return f"“{application.name}”还不能进行{label}，{now}。"


def waiting(call: Call, kind: StageKind) -> list[Application]:
    """Return the applications of the call that stand at a stage of this kind."""
    rows = call.applications.filter(state=ApplicationState.REVIEWING).order_by("number")
    return [
        row for row in rows.select_related("call").prefetch_related("results", "call__stages") if not refusal(row, kind)
    ]
