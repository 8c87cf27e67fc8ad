"""The city's clusters in one year: verified figures and what was decided, one row a cluster, five queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import F, Max, Prefetch

from assessment.enums import AssessmentState, DecisionKind
from assessment.models import Assessment, Decision, Duty, ReportingYear, Review
from assessment.rules.enums import State
from assessment.rules.wire.outcomes import read_outcome
from assessment.selectors.figures import Values, from_text
from clusters.enums import Level, RecognitionState
from clusters.models import Cluster, District, Recognition

WAN = 10000
TITLED = frozenset({Level.MUNICIPAL, Level.PROVINCIAL, Level.NATIONAL, Level.UPPER})
CARDED = frozenset({DecisionKind.YELLOW_CARD, DecisionKind.ESCALATION})
UPPER = frozenset({Level.PROVINCIAL, Level.NATIONAL, Level.UPPER})


@dataclass(frozen=True, slots=True)
class ClusterYear:
    """One cluster in one data year.

    `verdict` is the kind of the decision in effect; without one "hold", "not_assessed" or "no_rule" as proposed,
    "proposed" for what an officer may confirm, "annulled" where the decision was taken back, "" where nothing was
    scored yet.
    """

    cluster: Cluster
    district: District | None
    values: Values
    verdict: str

    @property
    def is_assessed(self) -> bool:
        """Return whether the cluster counts in this year's assessment, decided or not."""
        return self.verdict != "not_assessed"

    @property
    def has_failed(self) -> bool:
        """Return whether a decision in effect gave a card, took the title or reported the case upwards."""
        return self.verdict in CARDED or self.verdict == DecisionKind.DELISTING

    def per_m2(self, code: str) -> Fraction | None:
        """Return the figure (万元) per square metre of floor area in 元, exactly; None when one of them is blank."""
        amount, area = self.values.get(code), self.values.get("floor_area")
        return None if amount is None or not area else Fraction(amount) * WAN / Fraction(area)

    @property
    def revenue_per_m2(self) -> Fraction | None:
        return self.per_m2("revenue")

    @property
    def tax_per_m2(self) -> Fraction | None:
        return self.per_m2("tax")

    @property
    def concentration(self) -> Fraction | None:
        """Return leading-industry revenue over total revenue, exactly."""
        leading, total = self.values.get("leading_revenue"), self.values.get("revenue")
        return None if leading is None or not total else Fraction(leading) / Fraction(total)


def years() -> list[int]:
    """Return the opened data years, newest first."""
    return list(ReportingYear.objects.values_list("year", flat=True))


def latest_assessed() -> int | None:
    """Return the newest data year with results that count; None before the first run."""
    newest: int | None = Assessment.objects.current().aggregate(newest=Max("duty__reporting_year_id"))["newest"]
    return newest


def rows_of(year: int) -> list[ClusterYear]:
    """Return every judged cluster of the year (municipal level and above), by name.

    Of the cluster only code, name and category are loaded, of the report only its verified figures.
    """
    duties = (
        Duty.objects.filter(reporting_year=year, is_judged=True)
        .select_related("cluster")
        .only("district", "cluster__code", "cluster__name", "cluster__category")
        .annotate(verified=F("submission__verified_version__values"))
        .prefetch_related("district", "cluster__category")
        .order_by("cluster__name_key")
    )
    kinds, scored = _kinds(year), _scored(year)
    return [
        ClusterYear(
            cluster=duty.cluster,
            district=duty.district,
            values=from_text(duty.verified or {}),
            verdict=kinds.get(duty.cluster_id) or _open_verdict(scored.get(duty.pk, ())),
        )
        for duty in duties
    ]


def reasons(year: int, rows: Iterable[ClusterYear]) -> dict[int, list[str]]:
    """Return, by cluster, the labels of the lines it missed; where nothing is decided, of those that cannot be told."""
    decided = {row.cluster.pk: row.has_failed for row in rows}
    results = Assessment.objects.current().filter(duty__reporting_year=year, duty__cluster__in=decided)
    found = {}
    for result in results.select_related("duty"):
        cluster = result.duty.cluster_id
        if decided[cluster] == (result.state == AssessmentState.CONFIRMED):
            state = State.FAIL if decided[cluster] else State.UNDETERMINED
            found[cluster] = [line.label for line in read_outcome(result.outcome).carding if line.state is state]
    return found


def decided(year: int) -> Counter[str]:
    """Return how many clusters have which gravest decision in effect for the year; empty where nothing was decided."""
    return Counter(_kinds(year).values())


def updated(year: int) -> datetime | None:
    """Return when the figures or the decisions of the year last changed; None before anything was reviewed."""
    reviews = Review.objects.filter(version__submission__duty__reporting_year=year)
    reviewed: datetime | None = reviews.aggregate(last=Max("reviewed_at"))["last"]
    signed: datetime | None = Decision.objects.filter(year=year).aggregate(last=Max("decided_at"))["last"]
    return max(filter(None, (reviewed, signed)), default=None)


_GRAVEST = (DecisionKind.PASSED, DecisionKind.YELLOW_CARD, DecisionKind.ESCALATION, DecisionKind.DELISTING)


def _kinds(year: int) -> dict[int, str]:
    """Return the gravest decision in effect of each cluster."""
    found: dict[int, str] = {}
    for cluster, kind in Decision.objects.in_effect().filter(year=year).values_list("cluster_id", "kind"):
        found[cluster] = max(found.get(cluster, kind), kind, key=lambda each: _GRAVEST.index(DecisionKind(each)))
    return found


def _scored(year: int) -> dict[int, list[tuple[str, str]]]:
    """Return state and verdict of the results that count, by duty."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Assessment.objects.current().filter(duty__reporting_year=year).order_by()
    for duty, state, verdict in rows.values_list("duty_id", "state", "verdict"):
        found[duty].append((state, verdict))
    return found


_NOT_CONFIRMABLE = frozenset({"hold", "not_assessed", "no_rule"})


def _open_verdict(scored: Sequence[tuple[str, str]]) -> str:
    """Return how a year without a decision in effect stands: the open proposal goes before a confirmed one."""
    for state, verdict in scored:
        if state != AssessmentState.CONFIRMED:
            return verdict if verdict in _NOT_CONFIRMABLE else "proposed"
    return "annulled" if scored else ""


def standing_clusters() -> list[Cluster]:
    """Return the clusters that hold a title of municipal level or above now, with category and titles."""
    titles = Recognition.objects.only("cluster_id", "level", "state", "recognised_on").order_by()
    rows = Cluster.objects.holding(*TITLED).only("category")
    return list(rows.prefetch_related("category", Prefetch("recognitions", titles)))


def holds(cluster: Cluster, levels: frozenset[str]) -> bool:
    """Return whether the cluster holds a title of one of these levels now; reads the prefetched recognitions."""
    return any(row.level in levels and row.state == RecognitionState.ACTIVE for row in cluster.recognitions.all())


def total(rows: list[ClusterYear], code: str) -> Decimal:
    """Return the sum of a figure over the rows that have it."""
    return sum((value for row in rows if (value := row.values.get(code)) is not None), Decimal(0))
