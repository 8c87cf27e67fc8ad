"""The district's acts: begin, fill in, attach, file, take back. The database's clock decides what is in time."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters.applications.answers import stored
from clusters.applications.enums import IN_PROGRESS, CallState
from clusters.applications.models import (
    Application,
    ApplicationDocument,
    ApplicationVersion,
    Call,
    LateException,
    Requirement,
)
from clusters.applications.selectors import progress, spread
from clusters.applications.services import notices
from clusters.applications.states import APPLICATION
from clusters.documents.services import documents, store
from clusters.documents.services.documents import Quota
from clusters.documents.services.store import Source
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from clusters.models import Category, Cluster, User
from clusters.services import audit
from clusters.services.transitions import move

MEBIBYTE = 1024 * 1024
QUOTA = 200 * MEBIBYTE
"""All documents of one district in one call together (R-041)."""


def why_shut(call: Call, user: User) -> str:
    """Return why this person's district cannot file under the call now, in Chinese; "" when it can."""
    now = timezone.now()
    if call.state != CallState.PUBLISHED:
        return f"{call}尚未发布或已经办结。"
    if now < call.opens_at:
        return f"{call}于 {timezone.localtime(call.opens_at):%Y年%m月%d日 %H:%M} 开始申报。"
    late = LateException.objects.filter(call=call, district=user.district_id, until__gte=now).exists()
    if now > call.closes_at and not late:
        closed = timezone.localtime(call.closes_at)
        return f"{call}的申报已于 {closed:%Y年%m月%d日 %H:%M} 截止。确需补报，请向市级审批人申请逾期申报许可。"
    return ""


@audit.act()
def begin(call: Call, *, name: str, category: Category, cluster: Cluster | None = None, by: User) -> Application:
    """Begin an application of the person's own district.

    Raises NotPermitted for other roles, NotAllowedNow while the call is shut, DomainError naming the field.
    """
    if not by.has_perm("applications.edit"):
        raise NotPermitted("只有区市填报员可以申报。")
    if shut := why_shut(call, by):
        raise NotAllowedNow(shut)
    if not call.categories.filter(pk=category.pk).exists():
        raise DomainError(f"本批次不受理“{category}”类的申报。", field="category")
    if cluster is not None and cluster.district_id != by.district_id:
        raise NotPermitted("只能为本区市的集聚区申报。")
    row = Application(
        call=call, district=by.district, name=name.strip(), category=category, cluster=cluster, saved_by=by,
        saved_at=timezone.now(),
    )  # fmt: skip
    if not row.name:
        raise DomainError("请填写集聚区名称。", field="name")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DomainError(f"本批次已有“{row.name}”的申报。", field="name") from None
    audit.record("申报.开始", row, by=by)
    return row


def locked(application: Application, part: str, by: User) -> Application:
    """Lock an application for a change of one part (a section, or "documents") by its district.

    Raises NotPermitted for a foreign one, NotAllowedNow for a part that is shut.
    """
    row = Application.objects.select_for_update(of=("self",), no_key=True).select_related("call").get(pk=application.pk)
    if not by.has_perm("applications.edit", row):
        raise NotPermitted("只能填报本区市的申报。")
    if not progress.is_section_open(row, part):
        if row.is_editable:
            raise NotAllowedNow("市级没有要求修改这一部分，不能改动。")
        raise NotAllowedNow(f"申报当前为“{row.get_state_display()}”，不能修改。请刷新页面后再看。")
    return row


@audit.act()
def save_section(
    application: Application, code: str, typed: Mapping[str, Any], *, revision: int | None, done: bool | None, by: User
) -> Application:
    """Keep the answers of one section as typed, whatever is wrong with them; filing asks for the rest.

    `revision` is the one the page was opened with; raises StaleForm with what is stored now when somebody saved this
    section since. `done`: the person calls the section complete (None leaves it as it is).
    """
    row = locked(application, code, by)
    section = next((one for one in progress.sections_of(row.call) if one.code == code), None)
    if section is None:
        raise DomainError("申报表格没有这一部分。")
    now = row.revisions.get(code, 0)
    answers = stored(section, typed)
    if revision is not None and revision != now:
        saver = row.saved_by.full_name if row.saved_by else "他人"
        raise StaleForm(
            f"“{section.label}”已由{saver}另行保存，您的修改尚未保存。请对照后再保存。",
            theirs=row.content.get(code, {}),
        )
    row.content[code] = answers
    row.revisions[code] = now + 1
    if done is not None:
        row.done = sorted({*row.done, code} if done else {*row.done} - {code})
    row.saved_by, row.saved_at = by, timezone.now()
    row.save(update_fields=["content", "revisions", "done", "saved_by", "saved_at"])
    return row


@store.writing()
def attach(application: Application, requirement: Requirement, *, name: str, source: Source, by: User) -> None:
    """Put a checked file in the place of a required document; the one before it stays on record.

    Raises NotPermitted, NotAllowedNow when the documents are shut, DomainError when the district's room is used up.
    """
    row = locked(application, progress.DOCUMENTS, by)
    if requirement.call_id != row.call_id:
        raise DomainError("本批次没有要求这份材料。")
    asked = row.returned.get(progress.DOCUMENTS, {}).get("fields", [])
    if row.number and requirement.code not in asked:
        raise NotAllowedNow("市级没有要求补正这份材料，不能更换。")
    before = row.documents.filter(requirement=requirement, is_current=True).first()
    quota = Quota(
        f"applications:{row.call_id}:{row.district_id}", QUOTA, "本区市在本批次的申报材料已超过 200 MB，请压缩后上传。"
    )
    document = documents.add(
        source, name=name, owner="applications.applicationdocument", by=by, quota=quota,
        replaces=before.document if before else None,
    )  # fmt: skip
    if before is not None:
        before.is_current = False
        before.save(update_fields=["is_current"])
    ApplicationDocument.objects.create(application=row, requirement=requirement, document=document)
    audit.record("申报.上传材料", row, by=by, after=requirement.label, sha256=document.sha256)


@audit.act()
def submit(application: Application, *, spread_reason: str = "", by: User) -> ApplicationVersion:
    """File the application as its next version.

    Raises NotAllowedNow when the call is shut (a returned one may be filed at any time) or the category is laid out in
    as many districts as the notice allows; DomainError naming everything that is missing, or asking for the reason
    where the category stands in more than the first limit. The rows of the call and of the category are locked, so two
    districts that file at the same moment are counted one after the other.
    """
    row = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    moved = move(row, APPLICATION, "submit", by=by)
    call = Call.objects.select_for_update(no_key=True).get(pk=row.call_id)
    Category.objects.select_for_update(no_key=True).get(pk=row.category_id)
    is_first = not row.number
    if is_first and (shut := why_shut(call, by)):
        raise NotAllowedNow(shut)
    missing = [f"{part}：{one.label}" for _, part, faults in progress.obstacles(row) for one in faults]
    if missing:
        names = "、".join(missing[:10]) + ("等" if len(missing) > 10 else "")
        raise DomainError(f"还有 {len(missing)} 处没有填好，不能提交：{names}。")
    if is_first:
        _check_limit(row, call)
    laid_out = spread.spread_of(row)
    _check_spread(row, laid_out, spread_reason)
    if is_first:
        moved.number = f"{call.code}-{call.applications.exclude(number='').count() + 1:03d}"
    version = _file(row, laid_out, spread_reason.strip(), by)
    moved.current_version, moved.returned, moved.return_reason = version, {}, ""
    moved.spread_reason = spread_reason.strip()
    moved.save(update_fields=["number", "current_version", "returned", "return_reason", "spread_reason"])
    notices.filed(moved, by=by)
    return version


def _check_limit(row: Application, call: Call) -> None:
    filed = call.applications.filter(district=row.district_id, state__in=IN_PROGRESS).exclude(pk=row.pk).count()
    if call.per_district is not None and filed >= call.per_district:
        raise NotAllowedNow(f"本批次每个区市限报 {call.per_district} 家，本区市已提交 {filed} 家。")


def _check_spread(row: Application, laid_out: spread.Spread, reason: str) -> None:
    where = f"“{row.category}”类已在 {len(laid_out.districts)} 个区市布局：{laid_out.words}。"
    if laid_out.is_barred:
        raise NotAllowedNow(f"{where}同一类集聚区最多布局在 {laid_out.block} 个区市（{laid_out.basis}），不能提交。")
    if laid_out.must_explain and not reason.strip():
        raise DomainError(
            f"{where}原则上不超过 {laid_out.warn} 个区市（{laid_out.basis}），请说明仍需布局的理由。",
            field="spread_reason",
        )


def _file(row: Application, laid_out: spread.Spread, reason: str, by: User) -> ApplicationVersion:
    current = row.documents.filter(is_current=True).select_related("requirement", "document")
    content = {
        "content": row.content,
        "documents": {one.requirement.code: one.document.sha256 for one in current},
        "spread": laid_out.districts,
        "spread_reason": reason,
    }
    body = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return ApplicationVersion.objects.create(
        application=row,
        number=row.versions.count() + 1,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        filed_by=by,
        **content,
    )


@audit.act()
def withdraw(application: Application, *, reason: str, by: User) -> Application:
    """Take an application back before it is recognised; it then counts nowhere. Raises NotPermitted, NotAllowedNow."""
    row = move(application, APPLICATION, "withdraw", by=by, note=reason)
    if row.number:
        notices.withdrawn(row, reason, by=by)
    return row
