"""The way out of a dead end by four eyes: the security administrator names a person for one act, on record."""

from assessment.enums import DesignatedAct
from assessment.models import Assessment, Designation
from assessment.selectors import designations, resting
from assessment.services import locks, notices
from clusters.enums import Role
from clusters.errors import DomainError, NotAllowedNow
from clusters.models import User
from clusters.services import acts, audit


@audit.act()
def designate(row: Assessment, act: DesignatedAct, *, person: User, reason: str, by: User) -> Designation:
    """Name a reviewer for one act on one result, which nobody in service may do; four eyes hold for that person too.

    Raises NotPermitted (not the security administrator), DomainError (no reason, or the person had a hand in the
    result or is named already), NotAllowedNow where somebody may do the act without.
    """
    acts.require(by, "assessment.designate_person", "只有安全管理员可以指定承办人。")
    reason = acts.require_text(reason, "请填写指定的理由。")
    locks.hold_results(row.duty.cluster_id)
    row.refresh_from_db(fields=["state"])
    if not designations.is_stuck(act, row):
        raise NotAllowedNow("现有审批人可以办理该事项，无须指定。")
    if person.role != Role.REVIEWER or not person.is_active:
        raise DomainError("只能指定在用的市级审核员；其他人请先授予审批人角色。", field="person")
    did = resting.had_a_hand("确认", row, person)
    if did or row.designations.filter(person=person).exists():
        raise DomainError(f"{person.full_name}{did or '已被指定办理该结果的事项'}，请指定另一人。", field="person")
    made = Designation.objects.create(assessment=row, act=act, person=person, reason=reason, designated_by=by)
    notices.designated(made, by=by)
    audit.record("考核结果.指定承办", row, by=by, after=act, note=reason, user=person.username)
    return made
