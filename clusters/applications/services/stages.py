"""The result of a stage: written once, in the transaction of the act that brings it about."""

from clusters.applications.enums import StageKind, StageOutcome
from clusters.applications.models import Application, StageResult
from clusters.applications.selectors import stages
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import audit

PERMISSION = "applications.review"


def locked(application: Application, kind: StageKind, by: User, permission: str = PERMISSION) -> Application:
    """Lock an application that stands at a stage of this kind. Raises NotPermitted, NotAllowedNow."""
    row = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    if not by.has_perm(permission, row):
        raise NotPermitted("您的角色不能办理此环节。")
    if words := stages.refusal(row, kind):
        raise NotAllowedNow(words)
    return row


def finish(row: Application, kind: StageKind, outcome: StageOutcome, note: str, *, by: User) -> StageResult:
    """Write the result of the stage an application stands at; the caller holds its lock.

    Raises DomainError when it failed without a reason.
    """
    if outcome == StageOutcome.FAILED and not note.strip():
        raise DomainError("不通过的，请写明理由。", field="note")
    stage = row.call.stages.get(kind=kind)
    result = StageResult.objects.create(application=row, stage=stage, outcome=outcome, note=note.strip(), decided_by=by)
    audit.record(f"申报.{stage.get_kind_display()}", row, by=by, after=outcome, note=note)
    return result
