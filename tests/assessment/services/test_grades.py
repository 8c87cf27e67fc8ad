"""Grades: a reviewer's act, with a reason where it differs from what the score proposes."""

import pytest

from assessment.enums import Grade
from assessment.services import grades
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from tests.support.history import municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def failed():
    cluster = municipal()
    report(cluster, 2020, failing=True)
    return scored(cluster, 2020)


def test_proposed_grade_needs_no_reason(failed, reviewer):
    assert failed.proposed_grade == "fail"
    assert grades.grade(failed, grade=Grade.FAIL, by=reviewer).grade == "fail"


def test_a_year_may_be_left_ungraded(failed, reviewer):
    """(8.E36) 不评等次 is a grade of its own: the reviewer says it, with the reason."""
    given = grades.grade(failed, grade=Grade.NONE, reason="当年停业改造", by=reviewer)
    assert given.get_grade_display() == "不评等次"


def test_other_grade_needs_a_reason(failed, reviewer):
    with pytest.raises(DomainError) as refusal:
        grades.grade(failed, grade=Grade.PASS, by=reviewer)
    assert refusal.value.field == "reason"
    assert grades.grade(failed, grade=Grade.PASS, reason="受疫情影响", by=reviewer).reason == "受疫情影响"


def test_grade_is_for_reviewers_and_judged_years(failed, reviewer, approver):
    with pytest.raises(NotPermitted):
        grades.grade(failed, grade=Grade.FAIL, by=approver)
    cluster = municipal()
    report(cluster, 2021, tax=None)
    with pytest.raises(NotAllowedNow, match="没有考核结论"):
        grades.grade(scored(cluster, 2021), grade=Grade.GOOD, reason="x", by=reviewer)
