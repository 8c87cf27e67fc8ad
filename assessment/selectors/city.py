"""The city's clusters in one year: verified figures and what was decided, one row a cluster, six queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Exists, Max, OuterRef, Prefetch

from assessment.enums import AssessmentState, DecisionKind
from assessment.models import Assessment, Decision, Duty, Review
from assessment.rules.criteria import Test
from assessment.rules.enums import Cause, State
from assessment.rules.facts import Facts
from assessment.rules.judge.computed import evaluate
from assessment.rules.measures import Measure
from assessment.rules.numbers import meets
from assessment.rules.ruleset import Target, YearRules
from assessment.rules.wire.outcomes import read_outcome
from assessment.selectors import figures, history, rulebook
from clusters.enums import Level, RecognitionState
from clusters.models import Cluster, District, Recognition

TITLED = frozenset({Level.MUNICIPAL, Level.PROVINCIAL, Level.NATIONAL, Level.UPPER})
CARDED = frozenset({DecisionKind.YELLOW_CARD, DecisionKind.ESCALATION})
UPPER = frozenset({Level.PROVINCIAL, Level.NATIONAL, Level.UPPER})
OPEN = {"proposed": "待确认", "hold": "待核", "no_rule": "无适用规则", "": "未评分"}
"""The verdicts that leave a year incomplete: nothing is decided and nothing was taken back."""


@dataclass(frozen=True, slots=True)
class ClusterYear:
    """One cluster in one data year.

    `verdict` is the kind of the decision in effect; without one "hold", "not_assessed" or "no_rule" as proposed,
    "proposed" for what an officer may confirm, "annulled" where the decision was taken back, "" where nothing was
    scored yet.
    """

    cluster: Cluster
    district: District | None
    facts: Facts
    verdict: str

    @property
    def is_assessed(self) -> bool:
        """Return whether the cluster counts in this year's assessment, decided or not."""
        return self.verdict != "not_assessed"

    @property
    def has_failed(self) -> bool:
        """Return whether a decision in effect gave a card, took the title or reported the case upwards."""
        return self.verdict in CARDED or self.verdict == DecisionKind.DELISTING

    def value(self, measure: Measure) -> Fraction | None:
        """Return the measure as the engine computes it, exactly and in its unit; None where it cannot be told."""
        return value_of(self.facts, measure)


def value_of(facts: Facts, measure: Measure) -> Fraction | None:
    """Return the measure over one cluster's figures as the engine computes it; None where it cannot be told."""
    found = evaluate(measure, facts)
    return None if isinstance(found, Cause) else Fraction(found[0]) / Fraction(found[1])


def reaches(value: Fraction, aim: Test | Target) -> bool:
    """Return whether an exact figure reaches a line; 以上 includes the number itself."""
    return meets((Decimal(value.numerator), Decimal(value.denominator)), aim.op, aim.line)


@dataclass(frozen=True, slots=True)
class CityYear:
    """A data year of the city. `earlier` are the facts of the years whose additions a target of the rulebook counts."""

    year: int
    rules: YearRules | None
    rows: list[ClusterYear]
    earlier: Mapping[int, list[Facts]]

    @property
    def assessed(self) -> list[ClusterYear]:
        return [row for row in self.rows if row.is_assessed]

    @property
    def open(self) -> dict[str, int]:
        """Return how many assessed clusters have no result yet, by the word for it; empty once the year is complete."""
        counts = Counter(row.verdict for row in self.rows)
        return {word: counts[verdict] for verdict, word in OPEN.items() if counts[verdict]}

    @property
    def is_complete(self) -> bool:
        return bool(self.rows) and not self.open


def opening_year() -> int | None:
    """Return the newest data year whose results are complete, else the newest with any; None before the first run."""
    here = {"cluster": OuterRef("cluster"), "year": OuterRef("reporting_year_id")}
    current = Assessment.objects.current().filter(duty=OuterRef("pk"))
    waiting = current.exclude(state=AssessmentState.CONFIRMED).exclude(verdict="not_assessed")
    is_open = ~Exists(Decision.objects.in_effect().filter(**here)) & (Exists(waiting) | ~Exists(current))
    rows = Duty.objects.filter(is_judged=True).order_by("-reporting_year").values_list("reporting_year")
    found = rows.annotate(open=Count("pk", filter=is_open), scored=Count("pk", filter=Exists(current)))
    scored = [(year, waits) for year, waits, any_scored in found if any_scored]
    return next((year for year, waits in scored if not waits), scored[0][0] if scored else None)


def load(year: int) -> CityYear:
    """Return the data year with every judged cluster (municipal level and above) by name, under its rules in force.

    Of the clusters only code, name and category are loaded, of the reports only the verified figures.
    """
    rules = rulebook.rules_of(year)
    since = min((target.since for target in rules.targets if target.over == "added"), default=year) if rules else year
    known = figures.verified(range(since - 1, year + 1))
    duties = Duty.objects.filter(reporting_year__gte=since, reporting_year__lte=year, is_judged=True)
    earlier: dict[int, list[Facts]] = defaultdict(list)
    for cluster, past in duties.exclude(reporting_year=year).values_list("cluster_id", "reporting_year_id"):
        earlier[past].append(_facts(cluster, past, known))
    kinds, scored = _kinds(year), _scored(year)
    named = duties.filter(reporting_year=year).select_related("cluster")
    loaded = named.only("district", "reporting_year", "cluster__code", "cluster__name", "cluster__category")
    rows = [
        ClusterYear(
            cluster=duty.cluster,
            district=duty.district,
            facts=_facts(duty.cluster_id, year, known, figures.groups_of(duty)),
            verdict=kinds.get(duty.cluster_id) or _open_verdict(scored.get(duty.pk, ())),
        )
        for duty in loaded.prefetch_related("district", "cluster__category").order_by("cluster__name_key")
    ]
    return CityYear(year, rules, rows, earlier)


def _facts(
    cluster: int, year: int, known: Mapping[tuple[int, int], figures.Values], groups: Mapping[str, str] | None = None
) -> Facts:
    values, previous = known.get((cluster, year), {}), known.get((cluster, year - 1))
    return Facts(year=year, values=values, previous=previous, groups=groups or {})


def reasons(year: int, rows: Iterable[ClusterYear]) -> dict[int, list[str]]:
    """Return, by cluster, the labels of the lines it missed; where nothing is decided, of those that cannot be told."""
    decided = {row.cluster.pk: row.has_failed for row in rows}
    results = Assessment.objects.current().filter(duty__reporting_year=year, duty__cluster__in=decided)
    found = {}
    for result in results.select_related("duty"):
        cluster = result.duty.cluster_id
        if decided[cluster] == (result.state == AssessmentState.CONFIRMED):
            state, outcome = State.FAIL if decided[cluster] else State.UNDETERMINED, read_outcome(result.outcome)
            lines = [line.label for line in outcome.carding if line.state is state]
            found[cluster] = lines or [why.label for why in outcome.why]
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


def _kinds(year: int) -> dict[int, str]:
    """Return the gravest decision in effect of each cluster."""
    return {cluster: kind for (cluster, _), kind in history.gravest(Decision.objects.filter(year=year)).items()}


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
