"""Opening and closing a data year, and giving one cluster more time."""

from datetime import datetime

from django.db.models import Prefetch
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


def add_missing_duties(row: ReportingYear) -> int:
    """Give every titled cluster of the year its duty; return how many were added. Runs in the caller's transaction."""
    have = set(row.duties.values_list("cluster_id", flat=True))
    held = Prefetch("recognitions", Recognition.objects.filter(state=RecognitionState.ACTIVE))
    duties = []
    for cluster in Cluster.objects.exclude(pk__in=have).prefetch_related(held):
        titles = [title for title in cluster.recognitions.all() if _concerns(title, row.year)]
        if titles:
            judged = any(title.level != Level.RESERVE for title in titles)
            duties.append(Duty(reporting_year=row, cluster=cluster, district_id=cluster.district_id, is_judged=judged))
    Duty.objects.bulk_create(duties)
    return len(duties)


def _concerns(title: Recognition, year: int) -> bool:
    return title.recognised_on is None or title.recognised_on.year <= year


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
