"""Figures of a statistics body: taken into staging all or nothing, set beside the district's, never in their place."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError

from assessment.models import (
    ComparisonRule,
    Decision,
    Duty,
    Indicator,
    ReportingYear,
    SourceChoice,
    SubmissionVersion,
    ThirdPartyBatch,
    ThirdPartyFigure,
)
from assessment.models.third_party import FigureSource
from assessment.rules.numbers import plain
from assessment.rules.wire.facts import canonical
from assessment.selectors import third_party
from assessment.services import notices
from clusters.errors import DomainError, NotAllowedNow
from clusters.models import ApiToken, User
from clusters.services import acts, audit, reference
from clusters.services.reference import Change

LARGEST = 500
FIXTURE = "third_party.toml"
_DIGITS = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Item:
    """One figure, in the unit of its indicator."""

    cluster: str
    indicator: str
    value: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a statistics body posts: figures of one data year and where they come from."""

    year: int
    source: str
    items: tuple[Item, ...]

    @property
    def sha256(self) -> str:
        """The hash over the content, by which a repeated request is told from another one with the same key."""
        rows = [[row.cluster, row.indicator, plain(row.value), row.note] for row in self.items]
        return hashlib.sha256(canonical([self.year, self.source, rows]).encode()).hexdigest()


class ItemsRefused(DomainError):
    """Some figures cannot be accepted; `items` are (place in the delivery, message). Nothing was stored."""

    def __init__(self, items: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"有{len(items)}处不能接受，整批没有保存。请逐项改正后重新报送。")
        self.items = tuple(items)


def stage(delivery: Delivery, *, key: str, by: User, token: ApiToken | None = None) -> tuple[ThirdPartyBatch, bool]:
    """Store a delivery; return it and whether it is new. The same key with the same content stores nothing again.

    Raises NotPermitted; DomainError for a year that is not open to figures, too many rows, or a key that was used
    for another content; ItemsRefused naming every figure that cannot be accepted.
    """
    acts.require(by, "assessment.send_third_party", "只有第三方统计机构可以报送第三方数据。")
    known = _delivered(delivery, key, by)
    if known is not None:
        return known, False
    if not 1 <= len(delivery.items) <= LARGEST:
        raise DomainError(f"每批报送1至{LARGEST}条数据。", field="figures")
    year = ReportingYear.objects.filter(pk=delivery.year).first()
    if year is None:
        raise DomainError(f"{delivery.year}年度尚未开启，不能报送。", field="year")
    duties, indicators = _duties(delivery), Indicator.objects.in_force(delivery.year).in_bulk()
    refused = list(_refusals(delivery, duties, indicators))
    if refused:
        raise ItemsRefused(refused)
    try:
        return _store(delivery, year, duties, key, by, token), True
    except IntegrityError:
        known = _delivered(delivery, key, by)
        if known is None:
            raise
        return known, False


def _delivered(delivery: Delivery, key: str, by: User) -> ThirdPartyBatch | None:
    row = ThirdPartyBatch.objects.filter(sent_by=by, key=key).first()
    if row is not None and row.sha256 != delivery.sha256:
        raise DomainError("该幂等键已用于另一批内容。新的内容请使用新的幂等键。")
    return row


def _duties(delivery: Delivery) -> dict[str, Duty]:
    codes = {item.cluster for item in delivery.items}
    rows = Duty.objects.filter(
        reporting_year=delivery.year, cluster__code__in=codes, cluster__is_published=True
    ).select_related("cluster")
    return {row.cluster.code: row for row in rows}


def _refusals(
    delivery: Delivery, duties: Mapping[str, Duty], indicators: Mapping[str, Indicator]
) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[str, str], int] = {}
    for number, item in enumerate(delivery.items):
        place = f"figures/{number}"
        if item.cluster not in duties:
            yield f"{place}/cluster", f"{delivery.year}年度没有编号为“{item.cluster}”的集聚区需要报送。"
        indicator = indicators.get(item.indicator)
        if indicator is None:
            yield f"{place}/indicator", f"{delivery.year}年度没有代码为“{item.indicator}”的指标。"
        else:
            trouble = _trouble(item.value, indicator)
            if trouble:
                yield f"{place}/value", trouble
        first = seen.setdefault((item.cluster, item.indicator), number)
        if first != number:
            yield place, f"与第{first + 1}条重复：同一集聚区的同一指标在一批中只能出现一次。"


def _trouble(value: Decimal, indicator: Indicator) -> str:
    """Return why the value cannot be one of this indicator, or an empty string."""
    if value != round(value, indicator.decimals):
        digits = f"最多{indicator.decimals}位小数" if indicator.decimals else "须为整数"
        return f"“{indicator.label}”以{indicator.unit}计，{digits}。"
    if abs(value) >= _DIGITS:
        return f"“{indicator.label}”的数值过大，请核对单位（{indicator.unit}）。"
    if indicator.minimum is not None and value < indicator.minimum:
        return f"“{indicator.label}”不应小于{plain(indicator.minimum)}{indicator.unit}。"
    if indicator.maximum is not None and value > indicator.maximum:
        return f"“{indicator.label}”不应大于{plain(indicator.maximum)}{indicator.unit}。"
    return ""


@audit.act()
def _store(
    delivery: Delivery, year: ReportingYear, duties: Mapping[str, Duty], key: str, by: User, token: ApiToken | None
) -> ThirdPartyBatch:
    batch = ThirdPartyBatch.objects.create(
        reporting_year=year,
        source=delivery.source,
        supplier=by.unit or by.full_name,
        sent_by=by,
        token=token,
        key=key,
        sha256=delivery.sha256,
    )
    ThirdPartyFigure.objects.bulk_create(
        ThirdPartyFigure(
            batch=batch, duty=duties[item.cluster], indicator_id=item.indicator, value=item.value, note=item.note
        )
        for item in delivery.items
    )
    notices.third_party_received(batch, len(delivery.items), by=by)
    audit.record("第三方数据.接收", batch, by=by, after="staged", count=len(delivery.items), sha256=batch.sha256)
    return batch


@audit.act()
def choose_source(
    version: SubmissionVersion, indicator: str, source: FigureSource, *, reason: str = "", by: User
) -> SourceChoice:
    """Record whose figure stands behind the one the district filed; the figure itself is not touched.

    The third party's can be named where both agree within the tolerance; where they do not, the district's stands
    with a reason, or the report is returned for correction. Raises NotPermitted, DomainError, NotAllowedNow.
    """
    acts.require(by, "assessment.choose_source", "只有市级审核员可以认定数据来源。")
    if Decision.objects.in_effect().filter(assessment__version=version).exists():
        raise NotAllowedNow("依据该版本数据的决定已经作出，不能再变更数据来源。")
    rows = third_party.comparison_of(version.submission.duty, version)
    row = next((row for row in rows if row.indicator.code == indicator), None)
    if row is None or row.latest is None:
        raise DomainError("该指标没有第三方统计数，无须认定来源。", field="indicator")
    if source == FigureSource.THIRD_PARTY and row.within is not True:
        raise DomainError(
            "填报数与第三方统计数不一致：核实不改动填报数。请退回区市更正，或写明理由采用区市填报数。", field="source"
        )
    if source == FigureSource.DISTRICT and row.within is not True and not reason.strip():
        raise DomainError("填报数与第三方统计数相差超出容差，采用填报数须写明理由。", field="reason")
    choice = SourceChoice.objects.create(
        version=version,
        indicator=row.indicator,
        source=source,
        figure=row.latest,
        reason=reason.strip(),
        chosen_by=by,
    )
    audit.record("数据来源.认定", version, by=by, after=source, note=reason, indicator=indicator)
    return choice


def load_rules() -> Change:
    """Bring tolerances and precedence up to date with their fixture. Runs in the caller's transaction."""
    return reference.upsert(ComparisonRule, [ComparisonRule(**row) for row in reference.read(FIXTURE, "rule")])
