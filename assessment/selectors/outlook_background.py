"""What the outlooks of a data year rest on, read once for all duties: titles, years before, quarters, rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from assessment.enums import Kind
from assessment.models import Duty, Indicator, QuarterlyIndicator
from assessment.rules.facts import Prior, Title
from assessment.rules.outcome import Outcome
from assessment.rules.ruleset import Ruleset
from assessment.selectors import figures, history, projection, quarterly, rulebook
from assessment.selectors.figures import Values
from assessment.selectors.quarterly import Key, Saved


@dataclass(frozen=True, slots=True)
class Background:
    """What is read once for all duties of a year; `failures` fills up with the answers to a year that fails."""

    year: int
    ruleset: Ruleset | None
    asked: Sequence[QuarterlyIndicator]
    areas: Sequence[Indicator]
    series: Mapping[Key, Mapping[int, Saved]]
    verified: Mapping[Key, Values]
    priors: Mapping[int, tuple[Prior, ...]]
    failures: dict[tuple[Title, tuple[Prior, ...], bool], Outcome] = field(default_factory=dict)


def background(duties: Sequence[Duty], *, projected: Collection[int]) -> Background:
    """Return what the duties (of one year, `outlook.loaded`) rest on; quarters for the clusters in `projected` only."""
    year = duties[0].year
    row = rulebook.in_force(year)
    recognitions = [history.judged_recognition(history.titles_of(duty), year) for duty in duties]
    asked = quarterly.asked(year) if projected else []
    past = range(year - projection.PAST_YEARS, year)
    verified = figures.verified([year - 1], {duty.cluster_id for duty in duties})
    return Background(
        year=year,
        ruleset=rulebook.carding(row) if row else None,
        asked=asked,
        areas=list(Indicator.objects.in_force(year).filter(kind=Kind.AREA)) if asked else [],
        series=quarterly.series(projected, [*past, year]) if asked else {},
        verified=verified | (figures.verified(past[:-1], projected) if asked else {}),
        priors=history.priors_for({one.pk for one in recognitions if one is not None}, year),
    )
