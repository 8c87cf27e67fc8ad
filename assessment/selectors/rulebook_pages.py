"""What the workshop of rulebooks shows: which text governs which data year, and every line of a text with its history."""

import re
import tomllib
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from assessment.enums import RulesetState
from assessment.models import Decision, Rehearsal, ReportingYear, RulesetVersion
from assessment.rules.numbers import grouped
from assessment.rules.ruleset import RulebookEntry, Ruleset
from assessment.rules.words.entries import entries
from clusters.models import Event

MOST_YEARS: Final = 40
CHECKS: Final = "数据检查"
_AMENDMENTS = "\n[[amendments]]"
_UNSETTLED = ("规则推演", "示例", "待附依据")
_ACTS = {
    "规则集.起草": "起草",
    "规则集.随文件施行": "随平台文件施行",
    "规则集.activate": "签发施行",
    "规则集.retire": "停用",
}


class GovernedYear(NamedTuple):
    """A data year and the ruleset in force for it (None: nothing may be judged); `is_open`: figures are asked for."""

    year: int
    ruleset: RulesetVersion | None
    is_open: bool


def rows() -> QuerySet[RulesetVersion]:
    """Return all rulesets without their texts; `rehearsed_at` is when exactly this text was last rehearsed."""
    same = Rehearsal.objects.filter(sha256=OuterRef("sha256")).order_by().values("sha256")
    return (
        RulesetVersion.objects.defer("text")
        .select_related("drafted_by", "activated_by")
        .annotate(rehearsed_at=Subquery(same.annotate(last=Max("rehearsed_at")).values("last")))
        .order_by("-first_year", "-pk")
    )


def governed_years(today_year: int) -> list[GovernedYear]:
    """Return every data year up to `today_year` with the ruleset in force: opened years and those of any ruleset."""
    active = list(RulesetVersion.objects.filter(state=RulesetState.ACTIVE).defer("text"))
    opened = set(ReportingYear.objects.values_list("year", flat=True))
    known = [*opened, *(row.first_year for row in active), *(row.last_year for row in active if row.last_year)]
    if not known:
        return []
    last = max(*known, today_year)
    return [
        GovernedYear(year, next((row for row in active if _covers(row, year)), None), year in opened)
        for year in range(max(min(known), last - MOST_YEARS + 1), last + 1)
    ]


def _covers(row: RulesetVersion, year: int) -> bool:
    return row.first_year <= year and (row.last_year is None or year <= row.last_year)


def _others_active(row: RulesetVersion) -> QuerySet[RulesetVersion]:
    return RulesetVersion.objects.filter(state=RulesetState.ACTIVE).exclude(pk=row.pk)


def overlapping(row: RulesetVersion) -> QuerySet[RulesetVersion]:
    """Return the other rulesets in force that govern a data year of this one."""
    found = _others_active(row).filter(Q(last_year__isnull=True) | Q(last_year__gte=row.first_year))
    return found.filter(first_year__lte=row.last_year) if row.last_year else found


def others_in_force(row: RulesetVersion) -> QuerySet[RulesetVersion]:
    """Return the rulesets in force for data years that this one leaves alone."""
    return _others_active(row).exclude(pk__in=overlapping(row))


def in_force_before(row: RulesetVersion) -> RulesetVersion | None:
    """Return the ruleset to compare with: one in force for the same years, else the latest in force before them."""
    earlier = _others_active(row).filter(first_year__lte=row.first_year)
    return overlapping(row).first() or earlier.order_by("-first_year").first()


def decided_years(row: RulesetVersion) -> dict[int, int]:
    """Return, for the data years the ruleset governs, how many decisions in effect there are already."""
    found = Decision.objects.in_effect().filter(year__gte=row.first_year)
    if row.last_year:
        found = found.filter(year__lte=row.last_year)
    return dict(found.order_by("year").values_list("year").annotate(count=Count("pk")))


def rehearsals_of(row: RulesetVersion) -> QuerySet[Rehearsal]:
    """Return the rehearsals of exactly this text, latest first."""
    same = Rehearsal.objects.filter(sha256=row.sha256).defer("text", "changes")
    return same.select_related("rehearsed_by").order_by("-pk")


def decided_since(moment: datetime) -> int:
    """Return how many decisions were made after a rehearsal: it did not see them."""
    return Decision.objects.filter(decided_at__gt=moment).count()


class Section(NamedTuple):
    """A part of the rulebook with its lines; `is_long` ones are folded."""

    name: str
    entries: tuple[RulebookEntry, ...]
    is_long: bool


def sections(rules: Ruleset) -> list[Section]:
    """Return everything the rulebook says, part by part, each line with its values, clause and basis."""
    parts = groupby(entries(rules), key=lambda entry: entry.section)
    return [Section(name, tuple(lines), name == CHECKS) for name, lines in parts]


def amendments(text: str) -> tuple[str, ...]:
    """Return in words what the text changes at its end: “税收标准线 800（2020年起）”; nothing where it cannot be read."""
    start = text.find(_AMENDMENTS)
    if start < 0:
        return ()
    try:
        found: Any = tomllib.loads(text[start:], parse_float=Decimal).get("amendments", [])
        return tuple(_amendment(one, text) for one in found)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def _amendment(entry: dict[str, Any], text: str) -> str:
    value = entry["value"]
    shown = grouped(Decimal(value)) if isinstance(value, int | Decimal) and not isinstance(value, bool) else str(value)
    name = str(entry.get("parameter") or entry["policy"])
    label = re.search(rf'^\[parameters\.{re.escape(name)}\]\s+label\s*=\s*"([^"\n]*)"', text, re.MULTILINE)
    return f"{label[1] if label else name} {shown}（{entry['from']}年起）"


def unsettled(rules: Ruleset) -> list[str]:
    """Return the lines whose citation is a rehearsal or an example and not yet a document."""
    return [
        f"{entry.label}：{value.cite.document}"
        for entry in entries(rules)
        for value in entry.values
        if any(word in value.cite.document for word in _UNSETTLED)
    ]


def acts(row: RulesetVersion) -> list[dict[str, Any]]:
    """Return what was done with the ruleset, latest first, as entries of a timeline; readings and trials left out."""
    found = Event.objects.filter(
        object_type=RulesetVersion._meta.label_lower, object_id=str(row.pk), action__in=list(_ACTS)
    )
    return [
        {"when": event.at, "what": _ACTS[event.action], "who": event.actor_name, "note": event.note}
        for event in found.order_by("-number")
    ]
