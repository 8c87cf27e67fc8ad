"""The field of a data year (medians, places inside groups): who enters it, and what was kept of it with a run."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from assessment.models import Assessment, Duty, RulesetVersion, SubmissionVersion, YearField
from assessment.rules.engine import averages
from assessment.rules.judge.field import NO_FIELD, Entrant, Field, needs_field
from assessment.rules.ruleset import Ruleset
from assessment.rules.wire.facts import read_field
from assessment.selectors import figures, history, rulebook
from clusters.models import Recognition


@dataclass(frozen=True, slots=True)
class Candidate:
    """A duty as it would be judged now: the title its card would belong to, the version judged, the engine's input."""

    duty: Duty
    recognition: Recognition | None
    version: SubmissionVersion | None
    entrant: Entrant


def candidates(
    duties: Sequence[Duty],
    versions: Mapping[int, SubmissionVersion | None],
    rules: Ruleset | None = None,
    known: figures.Known | None = None,
) -> list[Candidate]:
    """Return the duties (of one year, loaded by `figures.loaded`) with what the engine judges; a few queries in all.

    Earlier years bring their scores where `rules` ask for them; `known` are the verified figures of the years before,
    for a caller who has them.
    """
    if not duties:
        return []
    year = duties[0].year
    known = figures.verified_before(duties) if known is None else known
    judged = {duty.pk: history.judged_recognition(history.titles_of(duty), year) for duty in duties}
    scored = averages(rules.at(year) if rules else None)
    priors = history.priors_for({row.pk for row in judged.values() if row is not None}, year, scored=scored)
    found = []
    for duty in duties:
        recognition, version = judged[duty.pk], versions.get(duty.pk)
        facts = figures.facts_of(duty, version, known)
        title = history.title_of(recognition, history.titles_of(duty), year)
        earlier = priors.get(recognition.pk, ()) if recognition else ()
        found.append(Candidate(duty, recognition, version, Entrant(key_of(duty), facts, title, earlier)))
    return found


def key_of(duty: Duty) -> str:
    """Return under which name a duty stands in the field."""
    return str(duty.pk)


def is_needed(ruleset: RulesetVersion | None, year: int) -> bool:
    """Return whether the ruleset asks for medians or places in that year."""
    rules = rulebook.parsed(ruleset).at(year) if ruleset else None
    return rules is not None and needs_field(rules)


def of_year(year: int, ruleset: RulesetVersion | None) -> YearField | None:
    """Return the newest field of the data year under the ruleset: what is scored after a run is placed in it."""
    if not is_needed(ruleset, year):
        return None
    return YearField.objects.filter(reporting_year=year, ruleset=ruleset).order_by("-pk").first()


def last_known(year: int, ruleset: RulesetVersion | None) -> YearField | None:
    """Return the field a preview is placed in: the newest of the year, else of the latest year before."""
    if not is_needed(ruleset, year):
        return None
    rows = YearField.objects.filter(ruleset=ruleset, reporting_year__lte=year)
    return rows.order_by("-reporting_year_id", "-pk").first()


def read(row: YearField | None) -> Field:
    """Return what was stored; without anything, the field in which nobody has a place."""
    return read_field(row.data) if row else NO_FIELD


def note_of(row: YearField | None) -> str:
    """Return the sentence that says which field a preview was placed in; "" where none was."""
    if row is None:
        return ""
    on = timezone.localtime(row.made_at)
    return (
        f"名次和同类中位数按{row.reporting_year_id}年度全体数据（{on.year}年{on.month}月{on.day}日评分时）估算，"
        "以正式评分为准。"
    )


def chosen(
    duties: Collection[Duty], ruleset: RulesetVersion | None, newest: YearField | None
) -> dict[int, YearField | None]:
    """Return the field of each duty: the one its confirmed result was judged in, where the ruleset is still the same;
    else the newest. What is confirmed keeps its field (口径第22条): others' corrections do not touch it.
    """
    confirmed = Assessment.objects.filter(duty__in=duties, state="confirmed", ruleset=ruleset)
    kept = dict(confirmed.values_list("duty_id", "field_id")) if ruleset else {}
    rows = YearField.objects.in_bulk({pk for pk in kept.values() if pk} - {newest.pk if newest else 0})
    if newest is not None:
        rows[newest.pk] = newest
    return {duty.pk: rows.get(kept[duty.pk] or 0) if duty.pk in kept else newest for duty in duties}
