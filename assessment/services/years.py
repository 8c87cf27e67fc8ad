"""Opening and closing a data year, and giving one cluster more time."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assessment.enums import YearState
from assessment.models import DeadlineException, Duty, ReportingYear
from assessment.services import notices
from clusters.enums import Level, RecognitionState
from clusters.errors import DomainError, NotAllowedNow
from clusters.models import Cluster, Recognition, User
from clusters.services import acts, audit


def _require(by: User, permission: str) -> None:
    acts.require(by, permission, "只有市级审批人可以管理数据年度。")


def through(moment: datetime) -> datetime:
    """Return the end of the minute that a person typed: a deadline of 23:59 lasts until the minute is over."""
    return moment.replace(second=59, microsecond=999_999)


@audit.act()
def open_year(year: int, *, deadline: datetime, by: User) -> ReportingYear:
    """Open the data year: one duty for each cluster that holds a title, judged unless it is reserve only.

    `deadline` is an aware datetime. Raises NotAllowedNow when the year is open already.
    """
    _require(by, "assessment.manage_year")
    if ReportingYear.objects.filter(pk=year).exists():
        raise NotAllowedNow(f"{year}年度已经开启，请在年度列表中调整截止时间。")
    row = ReportingYear.objects.create(year=year, deadline=through(deadline), opened_by=by)
    created = add_missing_duties(row)
    notices.year_opened(row, by=by)
    audit.record("数据年度.开启", row, by=by, after=YearState.OPEN, duties=created, deadline=row.deadline.isoformat())
    return row


def without_duty(year: int) -> QuerySet[Any]:
    """Return the clusters that hold a title of the year and have no duty in it, with `is_judged`: not only in reserve."""
    titles = Recognition.objects.filter(cluster=OuterRef("pk"), state=RecognitionState.ACTIVE)
    of_year = titles.filter(Q(recognised_on__isnull=True) | Q(recognised_on__year__lte=year))
    duties = Duty.objects.filter(cluster=OuterRef("pk"), reporting_year=year)
    found = Cluster.objects.filter(Exists(of_year), ~Exists(duties))
    return found.annotate(is_judged=Exists(of_year.exclude(level=Level.RESERVE)))


def add_missing_duties(row: ReportingYear) -> int:
    """Give every titled cluster of the year its duty; return how many were added. Runs in the caller's transaction."""
    duties = [
        Duty(reporting_year=row, cluster=cluster, district_id=cluster.district_id, is_judged=cluster.is_judged)
        for cluster in without_duty(row.year)
    ]
    return len(Duty.objects.bulk_create(duties))


@audit.act()
def complete(year: int, *, by: User) -> int:
    """Give the clusters that came into the register after the year was opened their duties; return how many.

    Their districts are told. Raises NotAllowedNow where nobody lacks one.
    """
    _require(by, "assessment.manage_year")
    row = ReportingYear.objects.select_for_update(no_key=True).get(pk=year)
    added = add_missing_duties(row)
    if not added:
        raise NotAllowedNow(f"名录中有称号的集聚区均已有{year}年度报送任务。")
    notices.duties_added(row, by=by)
    audit.record("数据年度.补充报送任务", row, by=by, duties=added)
    return added


@audit.act()
def close_year(year: int, *, by: User) -> ReportingYear:
    """Close the year: nothing can be filed any more, save what the city returned."""
    _require(by, "assessment.manage_year")
    row = ReportingYear.objects.select_for_update(no_key=True).get(pk=year)
    if row.state == YearState.CLOSED:
        raise NotAllowedNow(f"{year}年度已经截止。")
    acts.store(row, state=YearState.CLOSED)
    audit.record("数据年度.截止", row, by=by, before=YearState.OPEN, after=YearState.CLOSED)
    return row


@audit.act()
def move_deadline(year: int, *, deadline: datetime, by: User) -> ReportingYear:
    """Set another deadline for everybody; a closed year opens again when the new deadline lies ahead.

    The deadline that the year has, typed again to the minute, changes nothing and leaves no audit line.
    """
    _require(by, "assessment.manage_year")
    row = ReportingYear.objects.select_for_update(no_key=True).get(pk=year)
    before, deadline = row.deadline, through(deadline)
    if deadline == through(before):
        return row
    acts.store(row, deadline=deadline, state=YearState.OPEN if deadline > timezone.now() else row.state)
    # More time for one must not end before the time that everybody has; the grant itself stays on record.
    row.duties.filter(deadline_extended_to__lte=deadline).update(deadline_extended_to=None)
    notices.deadline_moved(row, by=by)
    audit.record("数据年度.调整截止时间", row, by=by, before_deadline=before.isoformat(), deadline=deadline.isoformat())
    return row


@audit.act()
def extend(duty: Duty, *, until: datetime, reason: str, by: User) -> DeadlineException:
    """Give one duty more time, with who and why.

    Raises DomainError when the reason is blank, or the time is past or no later than the one that the duty has.
    """
    acts.require(by, "assessment.grant_exception", "只有市级审批人可以批准延期。")
    acts.require_text(reason, "请填写批准延期的理由。")
    until = through(until)
    if until <= timezone.now():
        raise DomainError("延期时间应晚于现在。", field="until")
    locked = acts.held(duty, "reporting_year")
    if until <= through(locked.deadline):
        due = timezone.localtime(locked.deadline)
        raise DomainError(f"延期时间应晚于现截止时间（{due:%Y年%m月%d日 %H:%M}）。", field="until")
    acts.store(locked, deadline_extended_to=until)
    exception = DeadlineException.objects.create(duty=locked, until=until, reason=reason, granted_by=by)
    notices.extended(locked, reason, by=by)
    audit.record("报送任务.延期", locked, by=by, note=reason, until=until.isoformat())
    return exception
