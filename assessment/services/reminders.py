"""Reminding officers of reports that are still to come: by a click of the city, and by the clock."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from assessment.enums import SubmissionState, YearState
from assessment.models import Duty, ReportingYear
from assessment.selectors import completeness
from assessment.selectors.completeness import REMINDED, key_of_day
from clusters.enums import Role
from clusters.errors import NotAllowedNow
from clusters.messaging.services.messages import Notice, send
from clusters.models import User
from clusters.services import acts, audit, workdays

# Who oversees all duties may remind of them.
PERMISSION: Final = "assessment.view_duty"
STAGES: Final = (10, 5, 1)
"""Working days before a deadline at which the clock reminds."""
_NAMED: Final = 5

Officers = dict[str, list[User]]
"""The officers in service of each district, by its code."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a click did: messages sent, officers who had one today already, districts without an officer, by name."""

    sent: int
    already: int
    without_officer: tuple[str, ...]


@audit.act()
def remind(year: int, *, by: User, districts: Collection[str] | None = None) -> Reminded:
    """Send a reminder to each officer of the districts (codes; all without them) that still have reports to file.

    Nobody gets two on one day. Raises NotPermitted for others than the city's officers, NotAllowedNow when nothing
    is left to file, ReportingYear.DoesNotExist for a year that was never opened.
    """
    acts.require(by, PERMISSION, "只有市级工作人员可以催报。")
    row = ReportingYear.objects.select_for_update(no_key=True).get(pk=year)
    duties = [duty for duty in _to_file(year) if districts is None or duty.district_id in districts]
    if not duties:
        raise NotAllowedNow("没有需要催报的报表：所选区市均已提交，或已截止且未批准延期。")
    key = key_of_day(row.year, timezone.localdate())
    officers, sent = _send(row, duties, REMINDED, key, "请尽快提交{year}年度数据：还有{count}家", by=by)
    if sent:
        audit.record("报送任务.催报", row, by=by, districts=sorted(officers), recipients=sent)
    missing = {str(duty.district or "区市未载明") for duty in duties if not officers[duty.district_id or ""]}
    return Reminded(sent, sum(map(len, officers.values())) - sent, tuple(sorted(missing)))


@audit.act()
def remind_before_deadlines() -> int:
    """Tell officers of deadlines that are 10, 5 or 1 working days ahead; return how many messages are new.

    May run as often as the clock likes: each stage of each deadline is told once, and a day on which nothing ran is
    made up on the next.
    """
    running = Q(state=YearState.OPEN) | Q(duties__deadline_extended_to__gt=Now())
    # PostgreSQL locks no rows of a DISTINCT query, so the years are found first.
    years = list(ReportingYear.objects.filter(running).order_by().values_list("pk", flat=True).distinct())
    written = 0
    for row in ReportingYear.objects.select_for_update(no_key=True).filter(pk__in=years).order_by("pk"):
        groups: dict[datetime, list[Duty]] = defaultdict(list)
        for duty in _to_file(row.year):
            groups[duty.deadline].append(duty)
        sent = sum(_tell(row, deadline, duties) for deadline, duties in sorted(groups.items()))
        if sent:
            audit.record("报送任务.截止提醒", row, by=None, recipients=sent)
        written += sent
    return written


def _tell(row: ReportingYear, deadline: datetime, duties: list[Duty]) -> int:
    """Write the messages about one deadline if it has come to a stage; return how many."""
    stage = stage_of(deadline, timezone.localdate())
    if stage is None:
        return 0
    due = timezone.localtime(deadline)
    title = f"{row.year}年度数据报送将于{due:%Y年%m月%d日}截止"
    return _send(row, duties, "截止提醒", f"deadline:{row.year}:{due:%Y%m%d%H%M}:{stage}", title, by=None)[1]


def stage_of(deadline: datetime, today: date) -> int | None:
    """Return the stage that a deadline has come to, None while it is far and when it has passed."""
    if deadline <= timezone.now():
        return None
    left = workdays.workdays_between(today, timezone.localdate(deadline))
    return min((stage for stage in STAGES if left <= stage), default=None)


def _to_file(year: int) -> list[Duty]:
    rows = completeness.to_file(completeness.duties_of(year))
    related = rows.select_related("cluster", "district", "reporting_year", "submission")
    return list(related.order_by("cluster__name_key", "pk"))


def _send(
    row: ReportingYear, duties: Iterable[Duty], occasion: str, key: str, title: str, *, by: User | None
) -> tuple[Officers, int]:
    """Write to the officers of each district about its own duties, in the caller's transaction, which holds the lock of
    the year; return the officers and how many messages are new. `title` may name {year} and {count}."""
    groups: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        groups[duty.district_id or ""].append(duty)
    officers: Officers = {code: [] for code in groups}
    people = User.objects.filter(role=Role.DISTRICT_OFFICER, is_active=True, district__in=groups)
    for officer in people.order_by("pk"):
        officers[str(officer.district_id)].append(officer)
    url = f"{reverse('assessment:reports')}?year={row.year}"
    letters = {
        code: Notice(occasion, key, title.format(year=row.year, count=len(own)), words(row, own), url)
        for code, own in groups.items()
    }
    return officers, send(((person, letters[code]) for code in groups for person in officers[code]), by=by)


# ---- What a reminder says --------------------------------------------------------------------------------------------


def words(row: ReportingYear, duties: Sequence[Duty]) -> str:
    """Return which reports of a district are still to come, by when, and what to do when it is too late."""
    names = "、".join(duty.cluster.name for duty in duties[:_NAMED])
    more = "等" if len(duties) > _NAMED else ""
    returned = sum(hasattr(duty, "submission") and duty.submission.state == SubmissionState.RETURNED for duty in duties)
    mend = f"，其中{returned}家已退回待修改" if returned else ""
    return f"本区市有{len(duties)}家集聚区的{row.year}年度数据尚未提交：{names}{more}{mend}。{_until(duties)}"


def _until(duties: Sequence[Duty]) -> str:
    """Return what to do by when, by the first deadline that is still ahead."""
    now = timezone.now()
    ahead = [duty.deadline for duty in duties if duty.deadline > now]
    if not ahead:
        return "报送截止时间已过：退回的报表请尽快修改后重新提交；未提交的，确需补报请向市发展改革委申请延期。"
    first = timezone.localtime(min(ahead))
    left = workdays.workdays_between(timezone.localdate(), first.date())
    told = f"还剩{left}个工作日" if left > 0 else "今天截止"
    return f"请于{first:%Y年%m月%d日 %H:%M}前提交，{told}。"
