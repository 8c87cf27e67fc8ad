"""Quarterly figures: the city asks a data year for them, districts save them; they are never judged."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from assessment.enums import YearState
from assessment.models import Duty, QuarterFigure, QuarterlyIndicator, ReportingYear
from assessment.models.quarter import QUARTERS
from assessment.selectors import figures, quarterly
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from clusters.models import User
from clusters.services import acts, audit, reference

_FILE = "quarterly.toml"

Values = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one duty: figures by code (None = blank) and the revision the page was opened with."""

    values: Values
    revision: int


def offers() -> dict[str, QuarterlyIndicator]:
    """Return what a year can ask for, by indicator: with the department's bands, unsaved and of no year."""
    rows = reference.read(_FILE, "indicator")
    return {
        row["code"]: QuarterlyIndicator(indicator_id=row["code"], nature=row["nature"], bands=row["bands"])
        for row in rows
    }


@audit.act()
def ask(year: int, codes: Collection[str], *, by: User) -> list[QuarterlyIndicator]:
    """Ask the year for these figures by quarter, no longer for others; none at all ends it. What was saved stays.

    Raises NotPermitted, NotAllowedNow for a year that is closed, DomainError for an indicator that is not offered.
    """
    acts.require(by, "assessment.manage_year", "只有市级审批人可以决定季度数据的报送要求。")
    row = ReportingYear.objects.select_for_update(no_key=True).get(pk=year)
    if row.state == YearState.CLOSED:
        raise NotAllowedNow(f"{year}年度报送已截止，不能再调整季度数据的报送要求。")
    offered = offers()
    if not offered.keys() >= set(codes):
        raise DomainError("所选指标不能按季度报送。", field="codes")
    asked = QuarterlyIndicator.objects.filter(reporting_year=row)
    before = sorted(asked.values_list("indicator_id", flat=True))
    asked.exclude(indicator__in=codes).delete()
    fresh = [offered[code] for code in offered if code in codes and code not in before]
    for offer in fresh:
        offer.reporting_year = row
    QuarterlyIndicator.objects.bulk_create(fresh)
    if before != sorted(codes):
        audit.record("数据年度.季度报送要求", row, by=by, indicators_before=before, indicators=sorted(codes))
    return quarterly.asked(year)


@audit.act()
def save(year: int, quarter: int, entries: Mapping[int, Entry], *, by: User) -> int:
    """Keep the figures of a quarter by duty (primary key) and return how many duties changed; all or nothing.

    Raises NotPermitted for a foreign duty, NotAllowedNow when the year is closed, asks for no quarterly figures or
    the quarter is not over, StaleForm when somebody saved one of them since the page was opened.
    """
    row = ReportingYear.objects.get(pk=year)
    codes = {one.indicator_id for one in quarterly.asked(year)}
    _require_asked(row, quarter, codes)
    duties = list(
        Duty.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=entries, reporting_year=row)
        .select_related("cluster")
        .order_by("pk")
    )
    if len(duties) != len(entries) or not all(by.has_perm("assessment.edit_submission", duty) for duty in duties):
        raise NotPermitted("只能填报本区市的集聚区。")
    stored = _latest(duties, quarter)
    fresh = [
        figure
        for duty in duties
        if (figure := _revised(duty, quarter, entries[duty.pk], stored.get(duty.pk), codes)) is not None
    ]
    for figure in fresh:
        figure.saved_by = by
    QuarterFigure.objects.bulk_create(fresh)
    if fresh:
        saved = [figure.duty.cluster.code for figure in fresh]
        audit.record("季度数据.保存", row, by=by, quarter=quarter, clusters=saved)
    return len(fresh)


def _require_asked(row: ReportingYear, quarter: int, codes: Collection[str]) -> None:
    if quarter not in QUARTERS or not codes:
        raise NotAllowedNow(f"{row.year}年度未要求报送该季度数据。")
    if row.state == YearState.CLOSED:
        raise NotAllowedNow(f"{row.year}年度报送已截止，季度数据不能再修改。")
    if not quarterly.has_ended(row.year, quarter, timezone.localdate()):
        raise NotAllowedNow(f"{row.year}年第{quarter}季度尚未结束，季度结束后再填报。")


def _latest(duties: Collection[Duty], quarter: int) -> dict[int, QuarterFigure]:
    rows = QuarterFigure.objects.filter(duty__in=duties, quarter=quarter).select_related("saved_by")
    return {figure.duty_id: figure for figure in rows.order_by("revision")}


def _revised(
    duty: Duty, quarter: int, entry: Entry, stored: QuarterFigure | None, codes: Collection[str]
) -> QuarterFigure | None:
    """Return the row to add, None when nothing changed."""
    revision = stored.revision if stored else 0
    if entry.revision != revision:
        saver = stored.saved_by.full_name if stored and stored.saved_by else "他人"
        raise StaleForm(
            f"“{duty.cluster.name}”的第{quarter}季度数据已由{saver}另行保存，本次修改尚未保存。请核对后再保存。",
            theirs=dict(stored.values) if stored else {},
        )
    typed = {code: entry.values.get(code) for code in sorted(codes)}
    kept = stored.values if stored else {}
    # Figures of an indicator that is no longer asked for stay as they were.
    values = {**kept, **figures.to_text(typed)}
    before = figures.from_text(kept)
    if all(before.get(code) == value for code, value in typed.items()):
        return None
    return QuarterFigure(duty=duty, quarter=quarter, revision=revision + 1, values=values)
