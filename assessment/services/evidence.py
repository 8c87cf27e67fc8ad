"""佐证材料: documents beside the figures of a report, put there and taken back while its district may still mend it."""

from typing import Final

from django.utils import timezone

from assessment.models import Duty, Evidence, Indicator
from assessment.services import submissions
from clusters.documents.services import documents, store
from clusters.documents.services.documents import Quota
from clusters.documents.services.store import Source
from clusters.errors import DomainError, NotAllowedNow
from clusters.models import User
from clusters.services import audit

MEBIBYTE: Final = 1024 * 1024
MAX_FILES: Final = 5
"""Documents beside one figure."""
MAX_YEAR: Final = 200 * MEBIBYTE
"""Bytes of a district in one data year; documents that were taken back are kept, and count (R-041)."""


@store.writing()
def add(duty: Duty, indicator: Indicator, *, name: str, content: Source, by: User) -> Evidence:
    """Put a document beside a figure; its kind and its size were checked by the form.

    Raises NotPermitted and NotAllowedNow as a save of the report does, DomainError where there are too many
    documents, too many bytes, or the same document beside this figure already.
    """
    row = submissions.locked(submissions.begin(duty, by=by), by)
    beside = [one.document.sha256 for one in row.evidence.standing().filter(indicator_code=indicator.code)]
    if len(beside) >= MAX_FILES:
        raise DomainError(f"每项最多 {MAX_FILES} 份佐证材料。请合并为一个 PDF，或先撤下不需要的。")
    document = documents.add(content, name=name, owner="assessment.evidence", by=by, quota=quota_of(duty))
    if document.sha256 in beside:
        raise DomainError(f"“{name}”已经是本项的佐证材料，不必重复上传。")
    added = Evidence.objects.create(submission=row, indicator_code=indicator.code, document=document, added_by=by)
    audit.record("佐证材料.上传", added, by=by, indicator=indicator.code, sha256=document.sha256)
    return added


@audit.act()
def take_back(evidence: Evidence, *, by: User) -> None:
    """Take a document back; it stays stored. Raises NotPermitted and NotAllowedNow as a save of the report does."""
    submissions.locked(evidence.submission, by)
    fresh = Evidence.objects.filter(pk=evidence.pk, taken_back_at__isnull=True)
    if not fresh.update(taken_back_at=timezone.now()):
        raise NotAllowedNow("该材料已经撤下。")
    audit.record("佐证材料.撤下", evidence, by=by, indicator=evidence.indicator_code, sha256=evidence.document.sha256)


def quota_of(duty: Duty) -> Quota:
    """Return what the documents of the district and data year of this duty count against."""
    refusal = f"本区市{duty.year}年度的佐证材料合计不能超过 {MAX_YEAR // MEBIBYTE} MB，请压缩后上传。"
    return Quota(f"evidence:{duty.district_id}:{duty.year}", MAX_YEAR, refusal)
