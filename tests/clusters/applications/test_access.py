"""Role matrix rows 7 to 18: every role, own and foreign."""

import pytest

from clusters.enums import Role
from tests.factories import ApplicationFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db

ALLOWED = {
    "applications.view_desk": {Role.DISTRICT_OFFICER},
    "applications.manage_call": {Role.REVIEWER},
    "applications.publish_call": {Role.APPROVER},
    "applications.grant_exception": {Role.APPROVER},
    "applications.edit": {Role.DISTRICT_OFFICER},
    "applications.submit": {Role.DISTRICT_OFFICER},
    "applications.review": {Role.REVIEWER},
    "applications.recognise": {Role.APPROVER},
    "applications.view_application": {Role.DISTRICT_OFFICER, Role.REVIEWER, Role.APPROVER},
    "applications.view_call": {Role.DISTRICT_OFFICER, Role.REVIEWER, Role.APPROVER},
}


@pytest.mark.parametrize("permission", sorted(ALLOWED))
def test_permission_belongs_to_its_roles(folder, permission):
    application = ApplicationFactory()
    for role in Role:
        district = {"district": application.district} if role == Role.DISTRICT_OFFICER else {}
        user = UserFactory(role=role, **district)
        assert user.has_perm(permission, application) is (role in ALLOWED[permission]), role


@pytest.mark.parametrize("permission", ("applications.edit", "applications.submit", "applications.view_application"))
def test_other_district_is_refused(folder, permission):
    assert not UserFactory(district=DistrictFactory()).has_perm(permission, ApplicationFactory())
