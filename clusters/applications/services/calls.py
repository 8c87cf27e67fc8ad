"""Calls: copied from the last one, published when they are whole, excepted for one district with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone

from clusters.applications import form
from clusters.applications.enums import CallState, StageKind
from clusters.applications.models import Call, Condition, LateException, Requirement, RubricLine, Stage
from clusters.applications.states import CALL
from clusters.documents.services import documents, store
from clusters.documents.services.store import Source
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import District, User
from clusters.services import audit, upkeep
from clusters.services.transitions import move

Moment = TypeVar("Moment", date, datetime)
Part = TypeVar("Part", Stage, Requirement, Condition, RubricLine)
PERMISSION = "applications.manage_call"
_PARTS = ("stages", "requirements", "conditions", "rubric")


@audit.act()
def copy(call: Call, *, code: str, year: int, by: User) -> Call:
    """Return a draft for another year with everything the call says, its dates moved by as many years.

    Templates stay with the old call. Raises NotPermitted; DomainError when the code is taken.
    """
    if not by.has_perm(PERMISSION):
        raise NotPermitted("只有市级审核员可以起草申报批次。")
    if Call.objects.filter(code=code).exists():
        raise DomainError(f"代码“{code}”已被使用，请另取一个。", field="code")
    parts = {name: list(getattr(call, name).all()) for name in _PARTS}
    fresh = Call.objects.get(pk=call.pk)
    fresh.pk, fresh.code, fresh.year, fresh.state, fresh.copied_from = None, code, year, CallState.DRAFT, call
    fresh.title = call.title.replace(str(call.year), str(year))
    for name in ("opens_at", "closes_at", "cutoff_on"):
        setattr(fresh, name, _moved(getattr(call, name), year - call.year))
    fresh.save(force_insert=True)
    fresh.categories.set(call.categories.all())
    for name, rows in parts.items():
        for row in rows:
            row.pk, row.call = None, fresh
            if name == "requirements":
                row.document = None
        getattr(fresh, name).bulk_create(rows)
    audit.record("申报批次.复制", fresh, by=by, note=str(call))
    return fresh


def _moved(moment: Moment, years: int) -> Moment:
    """Return the same day in another year; the 29th of February becomes the 28th."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, day=28)


@audit.act()
def publish(call: Call, *, by: User) -> Call:
    """Publish a call that is whole. Raises NotPermitted, NotAllowedNow, or DomainError saying what is missing."""
    row = move(call, CALL, "publish", by=by)
    missing = gaps(row)
    if missing:
        raise DomainError("申报批次还不完整：" + "；".join(missing) + "。")
    return row


def gaps(call: Call) -> list[str]:
    """Return what a call still lacks before it can be published, each in a few words."""
    found = []
    try:
        form.parse(call.form)
    except form.BadForm as error:
        found.append(str(error).rstrip("。"))
    if not call.categories.exists():
        found.append("没有选定申报类别")
    if not any(one.is_required for one in call.requirements.all()):
        found.append("没有必须提交的材料（发展规划须随申报提交）")
    found += stage_faults(list(call.stages.all()))
    needs_rubric = call.stages.filter(kind=StageKind.EXPERT_REVIEW).exists()
    if needs_rubric and not any(one.is_required for one in call.rubric.all()):
        found.append("有专家评审环节，但没有必须评分的项目")
    return found


def stage_faults(stages: Sequence[Stage]) -> list[str]:
    """Return what is wrong with an order of stages: it begins with 区市推荐 and ends with 公布, each at most once."""
    kinds = [one.kind for one in stages]
    found = []
    if not kinds or kinds[0] != StageKind.RECOMMENDATION:
        found.append("第一个环节须为区市推荐")
    if not kinds or kinds[-1] != StageKind.ANNOUNCEMENT:
        found.append("最后一个环节须为公布")
    return found


@audit.act()
def grant_exception(call: Call, *, district: District, until: datetime, reason: str, by: User) -> LateException:
    """Let one district file after the deadline. Raises NotPermitted, NotAllowedNow; DomainError naming the field."""
    if not by.has_perm("applications.grant_exception"):
        raise NotPermitted("只有市级审批人可以批准逾期申报。")
    if call.state != CallState.PUBLISHED:
        raise NotAllowedNow("只有已发布、未办结的申报批次可以批准逾期申报。")
    if not reason.strip():
        raise DomainError("请填写批准逾期申报的理由。", field="reason")
    if until <= max(call.closes_at, timezone.now()):
        raise DomainError("延至的时间须晚于原截止时间，并且在今后。", field="until")
    row = LateException.objects.create(call=call, district=district, until=until, reason=reason.strip(), granted_by=by)
    audit.record("申报批次.批准逾期", call, by=by, note=reason, district=district.name, until=until.isoformat())
    return row


@audit.act()
def draft(values: Mapping[str, Any], *, reason: str, by: User) -> Call:
    """Make the draft of a call. Raises NotPermitted; DomainError naming the field that is wrong."""
    plain = {name: value for name, value in values.items() if name != "categories"}
    row = upkeep.add(Call(**plain), reason=reason, by=by, permission=PERMISSION)
    row.categories.set(values["categories"])
    return row


@audit.act()
def change(call: Call, values: Mapping[str, Any], *, reason: str, by: User) -> Call:
    """Change a draft. Raises NotAllowedNow for a published call, save for its closing time and its texts."""
    row = _drafted(call, free=set(values) <= {"closes_at", "contact", "summary"})
    plain = {name: value for name, value in values.items() if name != "categories"}
    if upkeep.differences(row, plain):
        row = upkeep.change(row, plain, reason=reason, by=by, permission=PERMISSION)
    elif not by.has_perm(PERMISSION):
        raise NotPermitted("只有市级审核员可以起草申报批次。")
    if "categories" in values:
        row.categories.set(values["categories"])
    return row


def _drafted(call: Call, *, free: bool = False) -> Call:
    row = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if row.state != CallState.DRAFT and not free:
        raise NotAllowedNow("申报批次已经发布，不能再改；需要调整的，请批准逾期申报或另建批次。")
    return row


@audit.act()
def add_part(kind: type[Part], values: Mapping[str, Any], *, reason: str, by: User) -> Part:
    """Add a stage, a requirement, a condition or a rubric line to a draft."""
    _drafted(values["call"])
    return upkeep.add(kind(**values), reason=reason, by=by, permission=PERMISSION)


@audit.act()
def change_part(part: Part, values: Mapping[str, Any], *, reason: str, by: User) -> Part:
    """Change a part of a draft. Raises NotAllowedNow once the call is published."""
    _drafted(part.call)
    return upkeep.change(part, values, reason=reason, by=by, permission=PERMISSION)


@store.writing()
def set_template(requirement: Requirement, *, name: str, source: Source, by: User) -> Requirement:
    """Put a template to download beside a required document."""
    if not by.has_perm(PERMISSION):
        raise NotPermitted("只有市级审核员可以上传模板。")
    row = Requirement.objects.select_for_update(of=("self",), no_key=True).get(pk=requirement.pk)
    row.document = documents.add(source, name=name, owner="applications.requirement", by=by)
    row.save(update_fields=["document"])
    audit.record("申报材料.模板", row, by=by, sha256=row.document.sha256)
    return row
