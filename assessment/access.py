"""Who may do what in the assessment: see clusters.access for the pieces."""

from assessment.enums import DesignatedAct
from clusters.access import Predicate, all_of, any_of, city_staff, may_sign, own_district, roles
from clusters.documents.access import Owner
from clusters.enums import Role

_desk = any_of(own_district, city_staff)
_readers = any_of(own_district, city_staff, roles(Role.LEADER))
_reviewer = roles(Role.REVIEWER)
_approver = roles(Role.APPROVER)
_signer = all_of(_approver, may_sign)


def _released(user: object, obj: object) -> bool:
    """A district sees a result once it is released, that is confirmed."""
    return obj is None or bool(getattr(obj, "is_released", False))


def _uploader(user: object, obj: object) -> bool:
    """An uploaded workbook is read by the person who uploaded it."""
    return own_district(user, None) and (obj is None or getattr(obj, "uploaded_by", None) == user)


def _or_named(act: DesignatedAct) -> Predicate:
    """An approver, or the reviewer whom the security administrator named for this act on this record."""

    def is_named(user: object, obj: object) -> bool:
        left_to = getattr(obj, "is_left_to", None)
        return left_to is not None and _reviewer(user, obj) and left_to(user, act)

    return all_of(any_of(_approver, is_named), may_sign)


POLICY = {
    "assessment.view_desk": roles(Role.DISTRICT_OFFICER),
    "assessment.view_submission": _desk,
    "assessment.edit_submission": own_district,
    "assessment.submit_submission": own_district,
    "assessment.load_history": _approver,
    "assessment.verify_submission": _reviewer,
    "assessment.reopen_submission": city_staff,
    "assessment.view_submissionversion": city_staff,
    "assessment.view_reportingyear": city_staff,
    "assessment.view_duty": city_staff,
    "assessment.manage_year": _approver,
    "assessment.grant_exception": _approver,
    "assessment.make_ruling": _signer,
    "assessment.run_assessment": _approver,
    "assessment.view_run": city_staff,
    "assessment.view_assessment": any_of(city_staff, roles(Role.LEADER), all_of(own_district, _released)),
    "assessment.grade_assessment": _reviewer,
    "assessment.confirm_decision": _or_named(DesignatedAct.CONFIRM),
    "assessment.annul_decision": _signer,
    "assessment.view_decision": _readers,
    "assessment.view_letter": _desk,
    "assessment.view_rulesetversion": city_staff,
    "assessment.draft_ruleset": _reviewer,
    "assessment.activate_ruleset": _signer,
    "assessment.rehearse_ruleset": city_staff,
    "assessment.file_appeal": own_district,
    "assessment.rule_appeal": _or_named(DesignatedAct.RULE),
    "assessment.designate_person": all_of(roles(Role.SECURITY_ADMIN), may_sign),
    "assessment.view_designation": any_of(city_staff, roles(Role.SECURITY_ADMIN)),
    "assessment.view_appeal": _desk,
    "assessment.view_indicator": city_staff,
    "assessment.maintain_indicator": _reviewer,
    "assessment.import_figures": own_district,
    "assessment.view_importjob": _uploader,
    "assessment.view_monitoring": _readers,
    "assessment.send_third_party": roles(Role.STATISTICS),
    "assessment.view_thirdpartybatch": any_of(city_staff, roles(Role.STATISTICS)),
    "assessment.view_comparisonrule": city_staff,
    "assessment.choose_source": _reviewer,
    "assessment.read_figures": any_of(_readers, roles(Role.STATISTICS)),
    "assessment.read_results": any_of(_readers, roles(Role.STATISTICS)),
}

DOCUMENTS = (
    Owner("assessment.evidence", "assessment.view_submission", "佐证材料.下载"),
    Owner("assessment.appeal", "assessment.view_appeal", "复核申请.下载材料"),
    Owner("assessment.letter", "assessment.view_letter", "公文.下载"),
    Owner("assessment.rulesetversion", "assessment.view_rulesetversion", "规则集.下载依据"),
    Owner("assessment.importjob", "assessment.view_importjob", "表格导入.下载原件"),
)
"""The tables whose rows own stored files, with the permission to read one and the audit line of doing so."""
