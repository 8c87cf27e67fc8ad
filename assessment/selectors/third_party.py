"""The district's figures beside those of statistics bodies: difference, tolerance, whose goes first, what was chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from assessment.models import (
    ComparisonRule,
    Duty,
    Indicator,
    SourceChoice,
    Submission,
    SubmissionVersion,
    ThirdPartyBatch,
    ThirdPartyFigure,
)
from assessment.models.third_party import FigureSource
from assessment.selectors import figures
from clusters.models import User

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator side by side. `district` is None where the district left it blank; `claims` are newest first."""

    indicator: Indicator
    district: Decimal | None
    claims: tuple[ThirdPartyFigure, ...]
    rule: ComparisonRule | None
    choice: SourceChoice | None

    @property
    def latest(self) -> ThirdPartyFigure | None:
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
    def is_open(self) -> bool:
        """Whether a reviewer has to decide: the figures differ beyond the tolerance and nobody has."""
        return self.within is False and self.choice is None

    @property
    def counts(self) -> str:
        """Which figure is judged, in words: always the one the district filed, and why."""
        if self.choice is not None:
            return f"区市填报数（{self.choice.get_source_display()}）"
        return "待认定" if self.is_open else "区市填报数"

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
    if version is None:
        submission = getattr(duty, "submission", None)
        version = submission.current_version if submission else None
    return comparisons([(duty, version)])[duty.pk]


def undecided(duty: Duty, version: SubmissionVersion | None) -> list[Compared]:
    """Return the figures that differ beyond their tolerance and for which no reviewer has named the source yet."""
    return [one for one in comparison_of(duty, version) if one.is_open]


def undecided_counts(rows: Collection[Submission]) -> dict[int, int]:
    """Return how many figures of each report (by its key) are still open; four queries for any number of reports."""
    found = comparisons([(row.duty, row.current_version) for row in rows])
    return {row.pk: sum(one.is_open for one in found[row.duty_id]) for row in rows}


def comparisons(pairs: Collection[tuple[Duty, SubmissionVersion | None]]) -> dict[int, list[Compared]]:
    """Return the compared indicators of each duty with its version, by the key of the duty."""
    claims = _claims([duty.pk for duty, _ in pairs])
    if not claims:
        return {duty.pk: [] for duty, _ in pairs}
    rules = list(ComparisonRule.objects.order_by("from_year"))
    choices = _choices([version.pk for _, version in pairs if version])
    indicators = list(Indicator.objects.all())
    return {
        duty.pk: _compared(duty, version, claims.get(duty.pk, {}), rules, choices, indicators)
        for duty, version in pairs
    }


def _compared(
    duty: Duty,
    version: SubmissionVersion | None,
    claims: Mapping[str, list[ThirdPartyFigure]],
    rules: Sequence[ComparisonRule],
    choices: Mapping[tuple[int, str], SourceChoice],
    indicators: Sequence[Indicator],
) -> list[Compared]:
    values = figures.from_text(version.values) if version else {}
    in_force = {rule.indicator_id: rule for rule in rules if rule.from_year <= duty.year}
    chosen = {code: row for (pk, code), row in choices.items() if version and pk == version.pk}
    return [
        Compared(one, values.get(one.code), tuple(claims[one.code]), in_force.get(one.code), chosen.get(one.code))
        for one in indicators
        if one.code in claims and one.from_year <= duty.year <= (one.until_year or duty.year)
    ]


def _claims(duties: Collection[int]) -> dict[int, dict[str, list[ThirdPartyFigure]]]:
    """Return the newest figure of each body by duty and indicator, the newest delivery first."""
    found: dict[int, dict[str, list[ThirdPartyFigure]]] = {}
    seen = set()
    rows = ThirdPartyFigure.objects.filter(duty__in=duties).select_related("batch").order_by("-batch_id")
    for row in rows:
        key = (row.duty_id, row.indicator_id, row.batch.sent_by_id)
        if key not in seen:
            seen.add(key)
            found.setdefault(row.duty_id, {}).setdefault(row.indicator_id, []).append(row)
    return found


def _choices(versions: Collection[int]) -> dict[tuple[int, str], SourceChoice]:
    """Return the choice in force by version and indicator: the last one made."""
    rows = SourceChoice.objects.filter(version__in=versions).select_related("chosen_by").order_by("pk")
    return {(row.version_id, row.indicator_id): row for row in rows}


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
