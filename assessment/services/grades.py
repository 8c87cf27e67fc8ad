"""The grade of a year: proposed by the score, set by a reviewer, with a reason where the two differ."""

from assessment.enums import AssessmentState, Grade
from assessment.models import Assessment, Grading
from clusters.errors import DomainError, NotAllowedNow
from clusters.models import User
from clusters.services import acts, audit


@audit.act()
def grade(assessment: Assessment, *, grade: Grade, reason: str = "", by: User) -> Grading:
    """Set the grade. The last one set counts; the earlier ones stay on record.

    Raises DomainError when it differs from the proposal (or there is none) and no reason is given, NotAllowedNow
    for a superseded or stale result and for a year that was not judged.
    """
    row = acts.held(assessment, "duty")
    acts.require(by, "assessment.grade_assessment", "只有市级审核员可以评定等次。", row)
    if row.state not in (AssessmentState.PROPOSED, AssessmentState.CONFIRMED):
        raise NotAllowedNow(f"该结果{row.get_state_display()}，不能评定等次。")
    if row.verdict in ("hold", "not_assessed", "no_rule"):
        raise NotAllowedNow("当年没有考核结论，不能评定等次。")
    if grade != row.proposed_grade and not reason.strip():
        raise DomainError("评定等次与建议等次不同，请写明理由。", field="reason")
    grading = Grading.objects.create(assessment=row, grade=grade, reason=reason.strip(), graded_by=by)
    audit.record("考核结果.评定等次", row, by=by, before=row.proposed_grade, after=grade, note=reason)
    return grading
