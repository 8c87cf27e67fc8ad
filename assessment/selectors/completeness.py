"""How far a data year has come: by district and report by report, and over all steps from report to decision."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from assessment.enums import AssessmentState, SubmissionState, YearState
from assessment.models import Assessment, DeadlineException, Duty, Ruling, SubmissionVersion
from clusters.messaging.models import Message
from clusters.models import District, User

STANDINGS: Final = {
    "begun_not": "未开始",
    "draft": "草稿",
    "returned": "已退回",
    "submitted": "待审核",
    "verified": "已核实",
    "on_time": "按时",
    "late": "延后",
    "overdue": "逾期未报",
    "not_due": "尚未到期",
    "extended": "批准延期",
    "ruled": "已作认定",
}
"""What a report can be counted under. The first five exclude each other; punctuality is that of the first filing
against the deadline of the whole year, so a report within its own extension counts as late."""

REMINDED: Final = "催报"
TERMS: Final = {
    "应报": "该数据年度有报送任务的集聚区，含只报数据、不考核的储备集聚区",
    "参加考核": "应报中列入考核的集聚区，不含储备集聚区和当年免考、不适用的集聚区",
    "已报": "已提交待审核的和已核实的；退回后没有重报的不算",
    "按时": "首次提交不晚于年度统一截止时间",
    "延后": "首次提交晚于年度统一截止时间，须经批准延期",
    "逾期未报": "本报表的截止时间已过，从未提交，也未作认定",
    "已核实": "报表已由市级核实；重新开放的不算",
    "尚无结论": "参加考核而没有生效决定的，含待确认、待核和未评分",
}
"""What the counts of all pages mean: one word for one thing, and one number."""

_NEVER_FILED = Q(submission__isnull=True) | Q(submission__state=SubmissionState.DRAFT)
# The clock of the database, as for every deadline. Who was given more time is overdue after that time only.
_PAST = Q(deadline_extended_to__lt=Now()) | Q(deadline_extended_to__isnull=True) & (
    Q(reporting_year__state=YearState.CLOSED) | Q(reporting_year__deadline__lt=Now())
)
_CONDITIONS: Final = {
    "begun_not": Q(submission__isnull=True),
    **{state.value: Q(submission__state=state) for state in SubmissionState},
    "on_time": Q(first_filed__lte=F("reporting_year__deadline")),
    "late": Q(first_filed__gt=F("reporting_year__deadline")),
    "overdue": _NEVER_FILED & _PAST & Q(is_ruled=False),
    "not_due": _NEVER_FILED & ~_PAST & Q(is_ruled=False),
    "extended": Q(deadline_extended_to__isnull=False),
    "ruled": Q(is_ruled=True),
}
# What officers are reminded of: a returned report may be mended at any time; an unfiled one counts while its year is
# open or its own extension runs. A duty with a ruling in force is dealt with.
_TO_FILE = Q(is_ruled=False) & (
    Q(submission__state=SubmissionState.RETURNED)
    | _NEVER_FILED & (Q(reporting_year__state=YearState.OPEN) | Q(deadline_extended_to__gt=Now()))
)
_FILED = Q(submission__state__in=(SubmissionState.SUBMITTED, SubmissionState.VERIFIED))
_OWED = Q(submission__isnull=True) | Q(submission__state__in=(SubmissionState.DRAFT, SubmissionState.RETURNED))
_COUNTED = {**_CONDITIONS, "filed": _FILED, "owed": _OWED, "to_file": _TO_FILE}


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """The reports of one district in a year; `district` is None for all together.

    `counts` are by `STANDINGS`, and "total", "filed", "owed" (not begun, drafts and returned ones), "to_file" (what the
    district can and should still file).
    """

    district: District | None
    counts: Counter[str]

    @property
    def code(self) -> str:
        """The district's code as an address names it."""
        return self.district.pk if self.district else "none"

    def share(self, code: str) -> Fraction:
        """Return which part of all reports a count is."""
        return Fraction(self.counts[code], self.counts["total"] or 1)

    @property
    def filed_share(self) -> Fraction:
        return self.share("filed")


def duties_of(year: int, user: User | None = None) -> QuerySet[Duty]:
    """Return the year's duties as `STANDINGS` are counted over them; those that `user` may see, else all."""
    rows = Duty.objects.visible_to(user) if user else Duty.objects.all()
    return countable(rows.filter(reporting_year=year))


def countable(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Return the duties with `first_filed` and `is_ruled`, over which `STANDINGS` are counted."""
    first = SubmissionVersion.objects.filter(submission__duty=OuterRef("pk"), number=1).values("filed_at")[:1]
    in_force = Ruling.objects.filter(duty=OuterRef("pk"), revoked_at__isnull=True)
    return rows.annotate(first_filed=Subquery(first), is_ruled=Exists(in_force))


def counted(rows: QuerySet[Duty], standing: str) -> QuerySet[Duty]:
    """Return the duties (made `countable`) that are counted under a standing; "" leaves them as they are."""
    return rows.filter(_CONDITIONS[standing]) if standing else rows


def to_file(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Return the duties (made `countable`) whose district can and should still file: what officers are reminded of."""
    return rows.filter(_TO_FILE)


def by_district(year: int, user: User | None = None) -> list[DistrictRow]:
    """Return the completeness and punctuality of each district, in the order of the districts; two queries."""
    counts = {code: Count("pk", filter=condition) for code, condition in _COUNTED.items()}
    grouped = duties_of(year, user).order_by().values("district").annotate(total=Count("pk"), **counts)
    districts = District.objects.in_bulk()
    names = ("total", *_COUNTED)
    found = grouped.values_list("district", *names)
    rows = [DistrictRow(districts.get(code), Counter(dict(zip(names, row, strict=True)))) for code, *row in found]
    return sorted(rows, key=lambda row: (row.district is None, row.district.order if row.district else 0))


def total_of(rows: Collection[DistrictRow]) -> DistrictRow:
    """Return all districts together."""
    return DistrictRow(None, sum((row.counts for row in rows), Counter()))


def whole(year: int, user: User) -> DistrictRow:
    """Return everything that this person may see of the year together."""
    return total_of(by_district(year, user))


def exceptions(year: int, user: User) -> QuerySet[DeadlineException]:
    """Return who was given more time, by whom and why, the newest first."""
    return (
        DeadlineException.objects.filter(duty__in=Duty.objects.visible_to(user), duty__reporting_year=year)
        .select_related("duty__cluster", "duty__district", "duty__submission", "granted_by")
        .order_by("-granted_at", "-pk")
    )


def key_of_day(year: int, day: date) -> str:
    """Return how the keys of a day's reminders about a data year begin."""
    return f"reminded:{year}:{day:%Y%m%d}"


def reminded(year: int) -> dict[str, datetime]:
    """Return when the city last reminded each district (by code) today."""
    rows = Message.objects.filter(key__startswith=f"{key_of_day(year, timezone.localdate())}:").order_by()
    return dict(rows.values_list("recipient__district_id").annotate(last=Max("sent_at")))


def flows(years: dict[int, str]) -> list[dict[str, Any]]:
    """Return how many clusters of each year (by year: its state) have come to each step, newest first; see `TERMS`.

    One query.
    """
    current = Assessment.objects.current().filter(duty=OuterRef("pk"))
    assessed = Q(is_judged=True) & ~Q(Exists(current.filter(verdict="not_assessed")))
    steps = {
        "filed": _FILED,
        "verified": _CONDITIONS["verified"],
        "assessed": assessed,
        "scored": assessed & Q(Exists(current)),
        "confirmed": assessed & Q(Exists(current.filter(state=AssessmentState.CONFIRMED))),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in steps.items()}
    rows = Duty.objects.filter(reporting_year__in=years).order_by().values(year=F("reporting_year"))
    found = {row["year"]: row for row in rows.annotate(owed=Count("pk"), **counts)}
    nothing = dict.fromkeys(("owed", *steps), 0)
    return [{"year": year, "state": years[year], **found.get(year, nothing)} for year in sorted(years, reverse=True)]
