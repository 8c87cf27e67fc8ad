"""Experts: drawn or named by the city, asked for a declaration, scoring alone until their sheet is locked."""

import secrets
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clusters.applications.answers import number_of
from clusters.applications.enums import AssignmentState, StageKind, StageOutcome
from clusters.applications.models import Application, Assignment, Expert, RubricLine, StageResult
from clusters.applications.services import notices, stages
from clusters.enums import Role
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import audit, upkeep
from clusters.workbooks.table.decimals import decimals_of

PERMISSION = "applications.manage_call"
_OUT = (AssignmentState.CONFLICT, AssignmentState.DECLINED, AssignmentState.REPLACED)
_FEWEST = 3
"""A review needs as many locked sheets, so that one voice never makes the score alone."""


def conflict_by_unit(application: Application, expert: Expert) -> str:
    """Return why the system finds an expert too near to an application, in Chinese; "" when it finds nothing."""
    unit = expert.user.unit.strip()
    if not unit:
        return ""
    management = application.content.get("management", {})
    names = {str(management.get("operator", "")), application.name}
    names |= {str(row.get("name", "")) for row in application.content.get("tenants", {}).get("list", [])}
    if application.cluster is not None:
        names.add(application.cluster.operator)
    if unit in names:
        return f"{expert}的单位“{unit}”是该集聚区的运营机构或入驻企业。"
    if application.district.name in unit or application.district.short_name in unit:
        return f"{expert}的单位“{unit}”属于推荐区市{application.district}。"
    return ""


def candidates(application: Application) -> list[Expert]:
    """Return the experts who know the category, are not assigned yet and near to nobody concerned."""
    rows = Expert.objects.filter(is_active=True, user__is_active=True, categories=application.category_id)
    free = rows.exclude(assignments__application=application).select_related("user").order_by("pk")
    return [one for one in free if not conflict_by_unit(application, one)]


@audit.act()
def draw(application: Application, *, count: int, due_on: date, by: User) -> list[Assignment]:
    """Draw experts by lot from the candidates and ask them.

    Raises NotPermitted, NotAllowedNow (another stage), DomainError when there are not enough.
    """
    row = stages.locked(application, StageKind.EXPERT_REVIEW, by)
    found = candidates(row)
    if len(found) < count:
        raise DomainError(f"“{row.category}”类可抽取的专家只有 {len(found)} 人，不足 {count} 人。", field="count")
    return [_assign(row, one, due_on, by) for one in secrets.SystemRandom().sample(found, count)]


@audit.act()
def assign(application: Application, *, expert: Expert, due_on: date, by: User) -> Assignment:
    """Ask one expert by name. Raises as `draw`, and DomainError for a conflict found by the unit."""
    return _assign(stages.locked(application, StageKind.EXPERT_REVIEW, by), expert, due_on, by)


def _assign(row: Application, expert: Expert, due_on: date, by: User) -> Assignment:
    if words := conflict_by_unit(row, expert):
        raise DomainError(words, field="expert")
    if row.assignments.filter(expert=expert).exists():
        raise NotAllowedNow(f"{expert}已经指派过，不能重复指派。")
    if due_on < timezone.localdate():
        raise DomainError("评审截止日期不能早于今天。", field="due_on")
    made = Assignment.objects.create(application=row, expert=expert, due_on=due_on, assigned_by=by)
    audit.record("专家评审.指派", made, by=by, after=AssignmentState.ASKED)
    notices.expert_asked(made, by=by)
    return made


def _own(assignment: Assignment, by: User, *states: AssignmentState) -> Assignment:
    """Lock the application, then the expert's own assignment, in one of these states."""
    stages.locked(assignment.application, StageKind.EXPERT_REVIEW, by, permission="applications.score")
    row = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
    if row.expert.user_id != by.pk:
        raise NotPermitted("只能办理指派给本人的评审。")
    if row.state not in states:
        raise NotAllowedNow(f"本项评审当前为“{row.get_state_display()}”，不能进行此操作。")
    return row


@audit.act()
def declare(assignment: Assignment, *, has_conflict: bool, reason: str = "", by: User) -> Assignment:
    """Record the declaration: no conflict (the documents open), or a conflict with its reason."""
    row = _own(assignment, by, AssignmentState.ASKED)
    if has_conflict and not reason.strip():
        raise DomainError("请写明利益关系，如任职、合作、亲属。", field="reason")
    row.state = AssignmentState.CONFLICT if has_conflict else AssignmentState.ACCEPTED
    return _declared(row, reason, by)


@audit.act()
def decline(assignment: Assignment, *, reason: str, by: User) -> Assignment:
    """Turn the review down, with a reason; the city names somebody else."""
    row = _own(assignment, by, AssignmentState.ASKED, AssignmentState.ACCEPTED)
    if not reason.strip():
        raise DomainError("请写明谢绝的理由。", field="reason")
    row.state = AssignmentState.DECLINED
    return _declared(row, reason, by)


def _declared(row: Assignment, reason: str, by: User) -> Assignment:
    row.reason, row.declared_at = reason.strip(), timezone.now()
    row.save(update_fields=["state", "reason", "declared_at"])
    audit.record("专家评审.声明", row, by=by, after=row.state, note=reason)
    if row.state in _OUT:
        notices.expert_out(row, by=by)
    return row


@audit.act()
def replace(assignment: Assignment, *, expert: Expert, due_on: date, by: User) -> Assignment:
    """Ask another expert in the place of one who has not locked; the earlier assignment stays on record."""
    row = stages.locked(assignment.application, StageKind.EXPERT_REVIEW, by)
    old = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
    if old.state in (AssignmentState.LOCKED, AssignmentState.REPLACED):
        raise NotAllowedNow("评分已锁定或已更换，不能更换专家。")
    before, old.state = old.state, AssignmentState.REPLACED
    old.save(update_fields=["state"])
    audit.record("专家评审.更换", old, by=by, before=before, after=old.state, to=str(expert))
    return _assign(row, expert, due_on, by)


@audit.act()
def save_scores(assignment: Assignment, scores: Mapping[str, str], opinion: str, *, by: User) -> Assignment:
    """Keep the sheet as far as it has come; numbers must be within the lines, blanks are allowed.

    `scores` maps the key of a rubric line to a number as text. Raises DomainError naming the line.
    """
    row = _own(assignment, by, AssignmentState.ACCEPTED)
    _in_time(row)
    kept = {}
    for line in row.application.call.rubric.all():
        text = str(scores.get(str(line.pk), "")).strip()
        if text:
            kept[str(line.pk)] = str(_mark(line, text))
    row.scores, row.opinion = kept, opinion.strip()
    row.save(update_fields=["scores", "opinion"])
    return row


def _mark(line: RubricLine, text: str) -> Decimal:
    number = number_of(text)
    if number is None or decimals_of(number) > 2:
        raise DomainError(f"“{line}”请填写数字，最多两位小数。", field=str(line.pk))
    if not 0 <= number <= line.full:
        raise DomainError(f"“{line}”须在 0 至 {line.full.normalize():f} 分之间。", field=str(line.pk))
    return number


@audit.act()
def lock(assignment: Assignment, *, by: User) -> Assignment:
    """Make the sheet final. Raises DomainError naming a required line without a mark, or a missing opinion."""
    row = _own(assignment, by, AssignmentState.ACCEPTED)
    _in_time(row)
    for line in row.application.call.rubric.all():
        if line.is_required and str(line.pk) not in row.scores:
            raise DomainError(f"“{line}”还没有评分。", field=str(line.pk))
    if not row.opinion:
        raise DomainError("请填写评审意见。", field="opinion")
    row.state, row.locked_at = AssignmentState.LOCKED, timezone.now()
    row.total = sum((Decimal(mark) for mark in row.scores.values()), Decimal(0))
    row.save(update_fields=["state", "total", "locked_at"])
    audit.record("专家评审.锁定", row, by=by, after=row.state, total=str(row.total))
    return row


def _in_time(row: Assignment) -> None:
    if timezone.localdate() > row.due_on:
        raise NotAllowedNow(f"评审已于 {row.due_on:%Y年%m月%d日} 截止，请联系市级审核员。")


@audit.act()
def conclude(application: Application, *, outcome: StageOutcome, note: str, by: User) -> StageResult:
    """Finish the experts' review. Raises NotAllowedNow while a sheet is open or fewer than three are locked."""
    row = stages.locked(application, StageKind.EXPERT_REVIEW, by)
    states = list(row.assignments.values_list("state", flat=True))
    waiting = sum(state in (AssignmentState.ASKED, AssignmentState.ACCEPTED) for state in states)
    if waiting:
        raise NotAllowedNow(f"还有 {waiting} 位专家没有锁定评分，请等待、催办或更换。")
    if states.count(AssignmentState.LOCKED) < _FEWEST:
        raise NotAllowedNow(f"锁定评分的专家不足 {_FEWEST} 人，请补充指派。")
    return stages.finish(row, StageKind.EXPERT_REVIEW, outcome, note, by=by)


@audit.act()
def enter(values: Mapping[str, Any], *, reason: str, by: User) -> Expert:
    """Enter an expert: an account of that role, with the categories the person knows."""
    if values["user"].role != Role.EXPERT:
        raise DomainError("只能登记角色为“评审专家”的账号。", field="user")
    row = upkeep.add(
        Expert(user=values["user"], is_active=values["is_active"]), reason=reason, by=by, permission=PERMISSION
    )
    row.categories.set(values["categories"])
    return row


@audit.act()
def change(row: Expert, values: Mapping[str, Any], *, reason: str, by: User) -> Expert:
    """Change what an expert knows, or whether he or she may be drawn."""
    upkeep.require(by, PERMISSION)
    held = Expert.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    held.categories.set(values["categories"])
    held.is_active = values["is_active"]
    held.save(update_fields=["is_active"])
    names = [one.name for one in values["categories"]]
    audit.record("专家.修改", held, by=by, note=reason, categories=names, is_active=held.is_active)
    return held
