"""Reminding officers of reports that are still to come: by a click of the city, and by the clock."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from assessment.enums import YearState
from assessment.models import Duty, ReportingYear
from assessment.selectors import completeness
from assessment.services import reminder_words
from clusters.enums import Role
from clusters.errors import NotAllowedNow
from clusters.messaging.services.messages import Notice, send
from clusters.models import User
from clusters.services import acts, audit, workdays

# Who oversees all duties may remind of them.
PERMISSION: Final = "assessment.view_duty"
STAGES: Final = (10, 5, 1)
"""Working days before a deadline at which the clock reminds."""


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
    due = _by_district(duty for duty in _to_file(year) if districts is None or duty.district_id in districts)
    if not due:
        raise NotAllowedNow("没有需要催报的报表：所选区市均已提交，或已截止且未批准延期。")
    officers, today = _officers(due), timezone.localdate()
    letters = {code: reminder_words.reminder(row, duties, today) for code, duties in due.items()}
    sent = _send(letters, officers, by)
    if sent:
        audit.record("报送任务.催报", row, by=by, districts=sorted(due), recipients=sent)
    missing = sorted(str(duties[0].district or "区市未载明") for code, duties in due.items() if not officers[code])
    return Reminded(sent, sum(map(len, officers.values())) - sent, tuple(missing))


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
        sent = sum(_tell(row, duties) for duties in _by_deadline(_to_file(row.year)))
        if sent:
            audit.record("报送任务.截止提醒", row, by=None, recipients=sent)
        written += sent
    return written


def _tell(row: ReportingYear, duties: list[Duty]) -> int:
    """Write the messages about one deadline if it has come to a stage; return how many."""
    today = timezone.localdate()
    stage = stage_of(duties[0].deadline, today)
    if stage is None:
        return 0
    due = _by_district(duties)
    letters = {code: reminder_words.deadline_notice(row, group, stage, today) for code, group in due.items()}
    return _send(letters, _officers(due), None)


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


def _by_deadline(duties: Iterable[Duty]) -> list[list[Duty]]:
    groups: dict[datetime, list[Duty]] = defaultdict(list)
    for duty in duties:
        groups[duty.deadline].append(duty)
    return [groups[deadline] for deadline in sorted(groups)]


def _by_district(duties: Iterable[Duty]) -> dict[str, list[Duty]]:
    groups: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        groups[duty.district_id or ""].append(duty)
    return dict(groups)


def _officers(districts: Collection[str]) -> dict[str, list[User]]:
    """Return the officers in service of each district, by its code."""
    groups: dict[str, list[User]] = {code: [] for code in districts}
    rows = User.objects.filter(role=Role.DISTRICT_OFFICER, is_active=True, district__in=districts)
    for officer in rows.order_by("pk"):
        groups[str(officer.district_id)].append(officer)
    return groups


def _send(letters: Mapping[str, Notice], officers: Mapping[str, list[User]], by: User | None) -> int:
    """Write the messages that are new, in the caller's transaction, which holds the lock of the year."""
    return send(((officer, notice) for code, notice in letters.items() for officer in officers[code]), by=by)
