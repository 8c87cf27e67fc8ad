"""Who may do what with calls and applications: see clusters.access for the pieces."""

from typing import Any, Final

from clusters.access import all_of, any_of, city_staff, may_sign, own_district, roles
from clusters.documents.access import Owner
from clusters.enums import Role

_reviewer = roles(Role.REVIEWER)
_approver = roles(Role.APPROVER)


def _asked_expert(user: Any, obj: Any) -> bool:
    """An expert reads what was assigned, once he or she declared that there is no conflict."""
    return user.role == Role.EXPERT and obj is not None and bool(obj.is_open_to(user))


POLICY: Final = {
    "applications.view_desk": roles(Role.DISTRICT_OFFICER),
    "applications.view_call": any_of(city_staff, roles(Role.DISTRICT_OFFICER)),
    "applications.manage_call": _reviewer,
    "applications.publish_call": _approver,
    "applications.grant_exception": _approver,
    "applications.view_application": any_of(city_staff, own_district),
    "applications.read_document": any_of(city_staff, own_district, _asked_expert),
    "applications.view_visit": city_staff,
    "applications.view_stage": city_staff,
    "applications.view_requirement": city_staff,
    "applications.view_condition": city_staff,
    "applications.view_rubricline": city_staff,
    "applications.view_expert": city_staff,
    "applications.view_assignment": city_staff,
    "applications.view_publicnotice": city_staff,
    "applications.view_objection": city_staff,
    "applications.view_batch": city_staff,
    "applications.edit": own_district,
    "applications.submit": own_district,
    "applications.review": _reviewer,
    "applications.score": roles(Role.EXPERT),
    "applications.recognise": all_of(_approver, may_sign),
}

DOCUMENTS: Final = (
    Owner("applications.applicationdocument", "applications.read_document", "申报.下载材料"),
    Owner("applications.visitphoto", "applications.view_visit", "现场核查.下载照片"),
    Owner("applications.planrevision", "applications.view_application", "修改规划.下载"),
    Owner("applications.requirement", "applications.view_call", "申报批次.下载模板"),
)
"""The tables whose rows own stored files, with the permission to read one and the audit line of doing so."""
