"""The district's figures beside those of statistics bodies: difference, tolerance, whose goes first, what was chosen."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from assessment.models import (
    ComparisonRule,
    Duty,
    Indicator,
    SourceChoice,
    SubmissionVersion,
    ThirdPartyBatch,
    ThirdPartyFigure,
)
from assessment.models.third_party import FigureSource
from assessment.selectors import figures
from clusters.models import User

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Claim:
    """What one body says: its newest figure for the duty and indicator, with the delivery it came in."""

    figure: ThirdPartyFigure

    @property
    def supplier(self) -> str:
        return self.figure.batch.supplier

    @property
    def source(self) -> str:
        return self.figure.batch.source

    @property
    def value(self) -> Decimal:
        return self.figure.value


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator side by side. `district` is None where the district left it blank; `claims` are newest first."""

    indicator: Indicator
    district: Decimal | None
    claims: tuple[Claim, ...]
    rule: ComparisonRule | None
    choice: SourceChoice | None

    @property
    def latest(self) -> Claim | None:
        """The newest figure of any body: the one that is compared."""
        return self.claims[0] if self.claims else None

    @property
    def difference(self) -> Decimal | None:
        """The district's figure minus the third party's, in the indicator's unit."""
        if self.district is None or self.latest is None:
            return None
        return self.district - self.latest.value

    @property
    def percent(self) -> Fraction | None:
        """The difference in percent of the third party's figure, exactly; None where that is zero."""
        if self.difference is None or self.latest is None or self.latest.value == 0:
            return None
        return Fraction(self.difference) * PERCENT / abs(Fraction(self.latest.value))

    @property
    def within(self) -> bool | None:
        """Whether both agree within the tolerance (its end included); None without a figure or a rule.

        Equal figures agree under any rule; against a third party's zero only zero agrees.
        """
        if self.difference is None:
            return None
        if self.difference == 0:
            return True
        if self.rule is None:
            return None
        return False if self.percent is None else abs(self.percent) <= Fraction(self.rule.tolerance)

    @property
    def preferred(self) -> FigureSource | None:
        """Whose figure goes first by the declared order, among those that there are; None without a rule."""
        there = {FigureSource.DISTRICT: self.district is not None, FigureSource.THIRD_PARTY: bool(self.claims)}
        order = self.rule.precedence if self.rule else ()
        return next((FigureSource(source) for source in order if there[FigureSource(source)]), None)

    @property
    def advice(self) -> str:
        """What the reviewer is to do, in one sentence."""
        if self.district is None:
            return "区市未填报，第三方统计数仅供参考；请退回补报。"
        if self.within is None:
            return "该指标没有设定容差，请人工比对。"
        if self.within:
            return "两者一致（在容差以内）。"
        if self.preferred == FigureSource.THIRD_PARTY:
            return "相差超出容差，按采信顺序以第三方统计数为先：请退回区市核对更正；维持填报数的，须写明理由。"
        return "相差超出容差，按采信顺序以区市填报数为先：采用填报数须写明理由；认为有误的，退回区市更正。"


def comparison_of(duty: Duty, version: SubmissionVersion | None = None) -> list[Compared]:
    """Return the indicators of the duty for which a statistics body posted figures, in the order of the form.

    `version` is the filed version to compare (default: the latest filed one). Four queries.
    """
    claims = _claims(duty)
    if not claims:
        return []
    if version is None:
        submission = getattr(duty, "submission", None)
        version = submission.current_version if submission else None
    values = figures.from_text(version.values) if version else {}
    rules, choices = _rules(duty.year), _choices(version)
    return [
        Compared(indicator, values.get(indicator.code), rows, rules.get(indicator.code), choices.get(indicator.code))
        for indicator in Indicator.objects.in_force(duty.year)
        if (rows := tuple(claims.get(indicator.code, ())))
    ]


def _claims(duty: Duty) -> dict[str, list[Claim]]:
    """Return the newest figure of each body by indicator, the newest delivery first."""
    found: dict[str, list[Claim]] = {}
    seen = set()
    rows = ThirdPartyFigure.objects.filter(duty=duty).select_related("batch").order_by("-batch_id")
    for row in rows:
        if (row.indicator_id, row.batch.sent_by_id) not in seen:
            seen.add((row.indicator_id, row.batch.sent_by_id))
            found.setdefault(row.indicator_id, []).append(Claim(row))
    return found


def _rules(year: int) -> dict[str, ComparisonRule]:
    """Return the rule in force for the year by indicator: the latest that began by then."""
    rows = ComparisonRule.objects.filter(from_year__lte=year).order_by("from_year")
    return {row.indicator_id: row for row in rows}


def _choices(version: SubmissionVersion | None) -> dict[str, SourceChoice]:
    """Return the choice in force by indicator: the last one made."""
    if version is None:
        return {}
    rows = SourceChoice.objects.filter(version=version).select_related("chosen_by").order_by("pk")
    return {row.indicator_id: row for row in rows}


def choices_of(version: SubmissionVersion | None) -> list[SourceChoice]:
    """Return the sources that were named for a version, one an indicator, in the order of the form."""
    if version is None:
        return []
    rows = SourceChoice.objects.filter(version=version).select_related("indicator", "figure__batch").order_by("pk")
    last = {row.indicator_id: row for row in rows}
    return sorted(last.values(), key=lambda row: (row.indicator.order, row.indicator_id))


def batches_for(user: User) -> QuerySet[ThirdPartyBatch]:
    """Return the deliveries this person may read, with their figures."""
    return ThirdPartyBatch.objects.visible_to(user).prefetch_related("figures__duty__cluster", "figures__indicator")
