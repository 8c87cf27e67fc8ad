"""Who may do what in the assessment: the district files, one person checks, another decides."""

from types import SimpleNamespace

import pytest

from assessment.access import POLICY
from clusters import access
from clusters.enums import Role

OWN = SimpleNamespace(district_id="370202", is_released=False)
RELEASED = SimpleNamespace(district_id="370202", is_released=True)
FOREIGN = SimpleNamespace(district_id="370203", is_released=True)

OFFICER, CITY = {Role.DISTRICT_OFFICER}, {Role.REVIEWER, Role.APPROVER}
MATRIX = {
    "assessment.edit_submission": OFFICER,
    "assessment.submit_submission": OFFICER,
    "assessment.import_figures": OFFICER,
    "assessment.file_appeal": OFFICER,
    "assessment.view_submission": OFFICER | CITY,
    "assessment.view_letter": OFFICER | CITY,
    "assessment.view_appeal": OFFICER | CITY,
    "assessment.view_decision": OFFICER | CITY | {Role.LEADER},
    "assessment.verify_submission": {Role.REVIEWER},
    "assessment.grade_assessment": {Role.REVIEWER},
    "assessment.draft_ruleset": {Role.REVIEWER},
    "assessment.reopen_submission": CITY,
    "assessment.rehearse_ruleset": CITY,
    "assessment.view_run": CITY,
    "assessment.manage_year": {Role.APPROVER},
    "assessment.grant_exception": {Role.APPROVER},
    "assessment.make_ruling": {Role.APPROVER},
    "assessment.run_assessment": {Role.APPROVER},
    "assessment.confirm_decision": {Role.APPROVER},
    "assessment.annul_decision": {Role.APPROVER},
    "assessment.rule_appeal": {Role.APPROVER},
    "assessment.activate_ruleset": {Role.APPROVER},
    "assessment.send_third_party": {Role.STATISTICS},
}


def holders(name: str, obj: object) -> set[str]:
    """The roles that hold a permission on a record, the officer being the one of 370202."""
    people = [SimpleNamespace(role=role, district_id="370202" if role in OFFICER else None) for role in Role.values]
    return {one.role for one in people if access.allows(one, name, obj)}


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_permission_is_held_by_these_roles_and_no_other(name):
    assert holders(name, OWN) == MATRIX[name]


# The desk is a page of one's own; its rows are narrowed by `visible_to`.
@pytest.mark.parametrize("name", sorted(POLICY.keys() - {"assessment.view_desk"}))
def test_officer_holds_nothing_on_the_records_of_another_district(name):
    assert not holders(name, FOREIGN) & OFFICER


@pytest.mark.parametrize("name", sorted(POLICY.keys() - {"assessment.view_importjob"}))
def test_every_permission_has_somebody_to_hold_it(name):
    assert holders(name, RELEASED)


def test_uploaded_workbook_is_read_by_the_person_who_uploaded_it_and_no_colleague():
    one, colleague = (SimpleNamespace(role=Role.DISTRICT_OFFICER, district_id="370202") for _ in range(2))
    one.pk, colleague.pk = 1, 2
    job = SimpleNamespace(district_id="370202", uploaded_by=one)
    assert access.allows(one, "assessment.view_importjob", job)
    assert not access.allows(colleague, "assessment.view_importjob", job)


def test_result_is_seen_by_the_district_once_it_is_released():
    assert holders("assessment.view_assessment", OWN) == CITY | {Role.LEADER}
    assert holders("assessment.view_assessment", RELEASED) == CITY | {Role.LEADER} | OFFICER
    assert holders("assessment.view_assessment", FOREIGN) == CITY | {Role.LEADER}


@pytest.mark.parametrize(
    ("one", "other"),
    (
        ("assessment.verify_submission", "assessment.confirm_decision"),
        ("assessment.draft_ruleset", "assessment.activate_ruleset"),
        ("assessment.submit_submission", "assessment.verify_submission"),
        ("assessment.file_appeal", "assessment.rule_appeal"),
        ("assessment.grade_assessment", "assessment.confirm_decision"),
    ),
)
def test_no_role_takes_both_sides_of_a_step(one, other):
    assert not holders(one, RELEASED) & holders(other, RELEASED)
