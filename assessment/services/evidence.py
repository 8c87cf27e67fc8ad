"""佐证材料: documents beside the figures of a report, put there and taken back while its district may still mend it."""

import hashlib
from typing import Final

from django.db.models import Sum
from django.utils import timezone

from assessment.models import Duty, Evidence, Indicator
from assessment.services import submissions
from clusters.errors import DomainError, NotAllowedNow
from clusters.models import User
from clusters.services import audit

MEBIBYTE: Final = 1024 * 1024
MAX_FILES: Final = 5
"""Documents beside one figure."""
MAX_YEAR: Final = 200 * MEBIBYTE
"""Bytes of a district in one data year; documents that were taken back are kept, and count (R-041)."""


@audit.act()
def add(duty: Duty, indicator: Indicator, *, name: str, content: bytes, by: User) -> Evidence:
    """Put a document beside a figure; its kind and its size were checked by the form.

    Raises NotPermitted and NotAllowedNow as a save of the report does, DomainError where there are too many
    documents, too many bytes, or the same document beside this figure already.
    """
    row = submissions.locked(submissions.begin(duty, by=by), by)
    digest = hashlib.sha256(content).hexdigest()
    beside = row.evidence.standing().filter(indicator_code=indicator.code)
    if beside.filter(sha256=digest).exists():
        raise DomainError(f"“{name}”已经是本项的佐证材料，不必重复上传。")
    if beside.count() >= MAX_FILES:
        raise DomainError(f"每项最多 {MAX_FILES} 份佐证材料。请合并为一个 PDF，或先撤下不需要的。")
    if _bytes_of_year(duty) + len(content) > MAX_YEAR:
        raise DomainError(f"本区市{duty.year}年度的佐证材料合计不能超过 {MAX_YEAR // MEBIBYTE} MB，请压缩后上传。")
    added = Evidence.objects.create(
        submission=row, indicator_code=indicator.code, name=name, content=content, size=len(content), sha256=digest,
        added_by=by,
    )  # fmt: skip
    audit.record("佐证材料.上传", added, by=by, indicator=indicator.code, sha256=digest)
    return added


@audit.act()
def take_back(evidence: Evidence, *, by: User) -> None:
    """Take a document back; it stays stored. Raises NotPermitted and NotAllowedNow as a save of the report does."""
    submissions.locked(evidence.submission, by)
    fresh = Evidence.objects.filter(pk=evidence.pk, taken_back_at__isnull=True)
    if not fresh.update(taken_back_at=timezone.now()):
        raise NotAllowedNow("该材料已经撤下。")
    audit.record("佐证材料.撤下", evidence, by=by, indicator=evidence.indicator_code, sha256=evidence.sha256)


def _bytes_of_year(duty: Duty) -> int:
    rows = Evidence.objects.filter(
        submission__duty__district_id=duty.district_id, submission__duty__reporting_year_id=duty.reporting_year_id
    )
    return rows.aggregate(sum=Sum("size"))["sum"] or 0
