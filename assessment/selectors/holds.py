"""A hold (待核) and the acts that end it: who does each of them, and on which page."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from assessment.enums import AssessmentState, SubmissionState
from assessment.models import Assessment, Duty
from assessment.rules.enums import Cause
from clusters.models import User

_OPEN = (AssessmentState.PROPOSED, AssessmentState.STALE)


@dataclass(frozen=True, slots=True)
class Ending:
    """One act that ends a hold, in words; `who` does it, on the page at `url`. Without `who` it is not the city's."""

    text: str
    who: str = ""
    permission: str = ""
    url: str = ""

    @property
    def in_words(self) -> str:
        return f"由{self.who}{self.text}" if self.who else self.text

    def offered_to(self, user: User) -> dict[str, str]:
        """Return text and address for this person: no address to whom the act is not given."""
        if user.has_perm(self.permission):
            return {"text": self.text, "url": self.url}
        return {"text": self.in_words, "url": ""}


def to_mend(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Return the holds that wait for the city to reopen verified figures.

    Reports not verified or not filed wait in piles of their own; returned ones and those not yet due wait for nobody
    in the city.
    """
    return rows.filter(verdict="hold", state__in=_OPEN, duty__submission__state=SubmissionState.VERIFIED)


def endings(row: Assessment) -> list[Ending]:
    """Return what ends the hold as its report stands now; none where the result is no open hold."""
    if row.verdict != "hold" or row.state not in _OPEN:
        return []
    duty, report = row.duty, getattr(row.duty, "submission", None)
    page = reverse("admin:assessment_submission_change", args=[report.pk]) if report else ""
    match report.state if report else SubmissionState.DRAFT:
        case SubmissionState.RETURNED:
            return [Ending("报表已退回，待区市更正后重新提交")]
        case SubmissionState.SUBMITTED:
            return [Ending("核实或退回报送数据", "审核员", "assessment.verify_submission", page)]
        case SubmissionState.VERIFIED:
            reopen = Ending("重新开放数据，交区市更正", "审核员或审批人", "assessment.reopen_submission", page)
            return [*_of_causes(row), reopen, _ruling(duty, "认定当年免予考核")]
    if duty.deadline > timezone.now():
        return [Ending("报送截止时间未到，待区市报送")]
    return [_ruling(duty, "批准延期、免予考核，或认定逾期未报视为不达标")]


def _ruling(duty: Duty, text: str) -> Ending:
    return Ending(text, "审批人", "assessment.make_ruling", reverse("admin:assessment_duty_change", args=[duty.pk]))


def _of_causes(row: Assessment) -> list[Ending]:
    """Return what mends the causes that lie outside the year's own report."""
    causes = {line["cause"] for line in row.outcome.get("lines", ())}
    cluster, found = row.duty.cluster, []
    if Cause.NO_GROUP in causes:
        page = reverse("admin:clusters_cluster_change", args=[cluster.pk])
        found.append(Ending("补充集聚区的类别", "审核员", "clusters.maintain_register", page))
    if Cause.NO_BASE in causes:
        page = f"{reverse('admin:assessment_submission_changelist')}?q={cluster.code}"
        text = f"补齐{row.duty.year - 1}年度数据"
        found.append(Ending(text, "审核员或审批人", "assessment.reopen_submission", page))
    return found
