"""The watch list of a data year: which clusters somebody should look at now, why, and what they lack."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessment.models import Decision, Duty
from assessment.rules.enums import Flag, State, Verdict
from assessment.rules.outcome import Line, Outcome
from assessment.rules.ruleset import YearRules
from assessment.rules.words.distance import Change, distance
from assessment.rules.words.explain import explain
from assessment.rules.words.policies import LEVEL_LABELS
from assessment.selectors import completeness, outlook
from assessment.selectors.outlook import Basis, Outlook
from assessment.selectors.projection import quarter_name
from clusters.models import Category, User

REASONS: Final = {
    "last": "距摘牌一步",
    "miss": "预计不达标",
    "unreported": "逾期未报",
    "may_miss": "可能不达标",
    "near": "接近标准线",
    "base": "仅因口径变动达标",
}
"""Why a cluster is on the list, the gravest first."""

_WEIGHTS: Final = {"last": 40, "miss": 30, "unreported": 20, "may_miss": 10, "near": 5, "base": 4}
_YEARS_BACK: Final = 2


class Reason(NamedTuple):
    """One reason with its sentence; see `REASONS` for the codes."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A cluster on the list, with why. What it lacks is worked out when it is shown: most rows of a long list are not."""

    outlook: Outlook
    reasons: tuple[Reason, ...]

    @property
    def duty(self) -> Duty:
        return self.outlook.duty

    @property
    def basis(self) -> str:
        return basis_words(self.outlook)

    @property
    def is_at_worst(self) -> bool:
        """Whether what is lacking is told by the worse end of the range."""
        return self.has("may_miss")

    @property
    def weight(self) -> int:
        return sum(_WEIGHTS[reason.code] for reason in self.reasons)

    @property
    def gaps(self) -> tuple[Change, ...]:
        """What is lacking to each missed line by its first figure, the others unchanged."""
        found = (distance(line) for line in _missed(_telling(self.outlook)))
        return tuple(one.above for one in found if one is not None and one.above is not None)

    @property
    def advice(self) -> tuple[str, ...]:
        """The same in sentences: the ways to each missed line, and to all of them together."""
        outcome = _telling(self.outlook)
        if outcome is None or not outcome.missed:
            return ()
        explained = explain(outcome, self.outlook.ruleset)
        return (*explained.distances, *filter(None, (explained.joint,)))

    def has(self, code: str) -> bool:
        return any(reason.code == code for reason in self.reasons)


def rows(user: User, year: int, *, district: str = "", category: Category | None = None) -> list[WatchRow]:
    """Return the clusters of the year (of a district, a category) that this person may see and should look at, the
    gravest first.

    A year that was decided for a cluster is history and no longer watched. A fixed number of queries.
    """
    found = Duty.objects.visible_to(user).filter(reporting_year=year, is_judged=True)
    if district:
        found = found.filter(district=district)
    if category:
        found = found.filter(cluster__category=category)
    decided = Decision.objects.in_effect().filter(year=year, cluster=OuterRef("cluster"))
    duties = outlook.loaded(found.exclude(Exists(decided)))
    late = _unreported({duty.cluster_id for duty in duties}, year)
    watched = [_row(one, late.get(one.duty.cluster_id, ())) for one in outlook.of_duties(duties)]
    kept = [row for row in watched if row.reasons]
    return sorted(kept, key=lambda row: (-row.weight, row.duty.cluster.name_key, row.duty.pk))


def row_of(duty: Duty) -> WatchRow:
    """Return one cluster (loaded by `outlook.loaded`) as the list sees it, with or without reasons."""
    late = _unreported({duty.cluster_id}, duty.year)
    return _row(outlook.of_duty(duty), late.get(duty.cluster_id, ()))


def _unreported(clusters: Collection[int], year: int) -> Mapping[int, list[Duty]]:
    """Return the reports of this and the two years before that are overdue, by cluster, the oldest first."""
    due = Duty.objects.filter(
        cluster__in=clusters, reporting_year__gte=year - _YEARS_BACK, reporting_year__lte=year, is_judged=True
    )
    overdue = completeness.counted(completeness.countable(due), "overdue")
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in overdue.select_related("reporting_year").order_by("reporting_year_id"):
        found[duty.cluster_id].append(duty)
    return found


def _row(one: Outlook, late: Sequence[Duty]) -> WatchRow:
    if one.if_failed.verdict is Verdict.NOT_ASSESSED:
        return WatchRow(one, ())
    return WatchRow(one, (*_last(one), *_misses(one), *_late(late), *_near(one), *_base(one)))


def _telling(one: Outlook) -> Outcome | None:
    """Return the answer whose missed lines are told: the likely one, else the worse end of its range."""
    return one.outcome if _missed(one.outcome) else _worst(one)


def _worst(one: Outlook) -> Outcome | None:
    """Return the end of the range that misses more lines; None without a range."""
    ends = [end for end in (one.low, one.high) if end is not None]
    return max(ends, key=lambda end: len(end.missed), default=None)


def _missed(outcome: Outcome | None) -> tuple[Line, ...]:
    return outcome.missed if outcome is not None else ()


def basis_words(one: Outlook) -> str:
    """Return which figures the outlook rests on."""
    if one.basis is Basis.PROJECTED:
        return f"按{quarter_name(one.quarter)}数据推算"
    return {Basis.VERIFIED: "已核实数据", Basis.SUBMITTED: "已提交数据（未核实）"}.get(one.basis, "尚无数据")


def _rules(one: Outlook) -> YearRules | None:
    return one.ruleset.at(one.duty.year) if one.ruleset else None


def _last(one: Outlook) -> tuple[Reason, ...]:
    """Say that one more failure ends the title; whether it does is the rulebook's to say, not ours."""
    failed, rules = one.if_failed, _rules(one)
    suspended = failed.has(Flag.DELIST_SUSPENDED)
    if rules is None or not (suspended or failed.verdict in (Verdict.DELIST, Verdict.ESCALATE)):
        return ()
    title = LEVEL_LABELS.get(rules.policy.titles.revocable, rules.policy.titles.revocable)
    cards = "、".join(f"{year}" for year in failed.rests_on if year != failed.year)
    end = "须报上级主管部门处理" if failed.verdict is Verdict.ESCALATE else f"将撤销{title}称号（摘牌）"
    appeal = "（该黄牌正在复核，复核有结果前暂缓）" if suspended else ""
    return (Reason("last", f"{cards}年度已领取黄牌；{failed.year}年度如再不达标，{end}{appeal}。"),)


def _misses(one: Outlook) -> tuple[Reason, ...]:
    missed, basis = _missed(one.outcome), basis_words(one)
    if missed:
        verb = "预计达不到标准" if one.basis is Basis.PROJECTED else "未达到标准"
        return (Reason("miss", f"{basis}：{_names(missed)}{verb}。"),)
    at_worst = _missed(_worst(one))
    if at_worst:
        return (Reason("may_miss", f"{basis}：推算值达标，但区间内{_names(at_worst)}可能达不到标准。"),)
    return ()


def _names(lines: Sequence[Line]) -> str:
    return "、".join(line.label for line in lines)


def _late(late: Sequence[Duty]) -> tuple[Reason, ...]:
    if not late:
        return ()
    today = timezone.localdate()
    words = "，".join(f"{duty.year}年度{_overdue(duty, today)}" for duty in late)
    return (Reason("unreported", f"{words}，仍未报送。未报送不等于不达标，但该年度不能结案。"),)


def _overdue(duty: Duty, today: date) -> str:
    days = (today - timezone.localdate(duty.deadline)).days
    return f"逾期{days}天" if days > 0 else "已截止"


def _near(one: Outlook) -> tuple[Reason, ...]:
    """Say which lines are met by a hair; missed ones are told as missed."""
    near = [line for line in one.outcome.carding if line.near and line.state is State.PASS] if one.outcome else []
    if not near:
        return ()
    values = "、".join(f"{line.label} {line.display} {line.spec.unit}" for line in near)
    return (Reason("near", f"{values}，刚过标准线，建议现场核实。"),)


def _base(one: Outlook) -> tuple[Reason, ...]:
    """Say that a line is met only because an area fell or the leading industry was recoded (checks of form base).

    Figures that are in doubt themselves are the reviewer's to settle first.
    """
    rules = _rules(one)
    if rules is None or one.outcome is None or one.outcome.open_findings:
        return ()
    codes = {check.code for check in rules.checks if check.form == "base"}
    found = [finding for finding in one.outcome.findings if finding.code in codes]
    return tuple(Reason("base", finding.text) for finding in found)
