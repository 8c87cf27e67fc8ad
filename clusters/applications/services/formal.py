"""The formal check by the city: returned with what to mend, accepted (受理) or not accepted, and each document judged."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from clusters.applications.enums import DocumentVerdict, StageKind, StageOutcome
from clusters.applications.models import Application, ApplicationDocument, StageResult
from clusters.applications.selectors import progress
from clusters.applications.services import notices
from clusters.applications.states import APPLICATION
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from clusters.models import User
from clusters.services import audit
from clusters.services.transitions import move

Returned = Mapping[str, Mapping[str, Any]]


@audit.act()
def return_(application: Application, *, parts: Returned, reason: str, seen: int, by: User) -> Application:
    """Send the application back. `parts` maps a section's code (or "documents") to {"reason", "fields"}.

    Only these parts open again; the filed version stays on record. Raises DomainError without a part or with a part
    that has no reason, StaleForm when another version was filed than the one `seen`.
    """
    row = move(application, APPLICATION, "return", by=by, note=reason, parts=sorted(parts))
    _check_seen(row, seen)
    known = {one.code: one.label for one in progress.sections_of(row.call)} | {progress.DOCUMENTS: "申报材料"}
    if not parts or parts.keys() - known.keys():
        raise DomainError("请勾选需要修改的部分。", field="parts")
    for code, asked in parts.items():
        if not str(asked.get("reason", "")).strip():
            raise DomainError(f"请写明“{known[code]}”需要修改什么。", field=code)
    if progress.DOCUMENTS in parts and not parts[progress.DOCUMENTS].get("fields"):
        raise DomainError("请勾选需要补正的材料。", field=progress.DOCUMENTS)
    row.returned = {
        code: {"reason": asked["reason"].strip(), "fields": sorted(asked.get("fields", ()))}
        for code, asked in parts.items()
    }
    row.return_reason = reason.strip()
    row.save(update_fields=["returned", "return_reason"])
    notices.returned(row, by=by)
    return row


@audit.act()
def accept(application: Application, *, note: str = "", seen: int, by: User) -> Application:
    """Accept the application (受理): the district's recommendation is thereby complete and the next stage begins.

    Raises StaleForm as `return_`; NotAllowedNow while a document is judged 补正.
    """
    row = move(application, APPLICATION, "accept", by=by, note=note)
    _check_seen(row, seen)
    if row.documents.filter(is_current=True, verdict=DocumentVerdict.TO_MEND).exists():
        raise NotAllowedNow("有材料的意见为“补正”，请先退回补正，或改为合格。")
    stage = row.call.stages.get(kind=StageKind.RECOMMENDATION)
    StageResult.objects.create(application=row, stage=stage, outcome=StageOutcome.PASSED, note=note, decided_by=by)
    notices.accepted(row, by=by)
    return row


@audit.act()
def not_accept(application: Application, *, reason: str, seen: int, by: User) -> Application:
    """Refuse to accept the application (不予受理), with the reason. Raises StaleForm as `return_`."""
    row = move(application, APPLICATION, "not_accept", by=by, note=reason)
    _check_seen(row, seen)
    notices.not_accepted(row, reason, by=by)
    return row


@audit.act()
def judge_document(
    application: Application, *, document: ApplicationDocument, verdict: DocumentVerdict, note: str, by: User
) -> ApplicationDocument:
    """Say of one document whether it will do (合格) or must be mended (补正, with a note)."""
    Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    row = ApplicationDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    if not by.has_perm("applications.review", row):
        raise NotPermitted("只有市级审核员可以审核申报材料。")
    if not row.is_current or row.application_id != application.pk:
        raise StaleForm(f"“{row.requirement}”已有更新的版本，请刷新后再审核。")
    if verdict == DocumentVerdict.TO_MEND and not note.strip():
        raise DomainError("请写明需要补正什么。", field="note")
    row.verdict, row.note, row.judged_by, row.judged_at = verdict, note.strip(), by, timezone.now()
    row.save(update_fields=["verdict", "note", "judged_by", "judged_at"])
    audit.record("申报.审核材料", row, by=by, after=verdict, note=note)
    return row


def _check_seen(row: Application, seen: int) -> None:
    version = row.current_version
    if version is None or version.number != seen:
        label = version.label if version else ""
        raise StaleForm(f"您打开本页之后，区市提交了{label}，本次操作未办理。请核对后再办理。")
