"""The city's targets of the rulebook in force held against the figures; they never give anybody a card."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.rules.judge.field import pooled
from assessment.rules.measures import Measure
from assessment.rules.ruleset import Target
from assessment.selectors.city import UPPER, CityYear, holds, reaches, value_of
from clusters.enums import Level
from clusters.models import Cluster

PERCENT = 100
WORDS = {"met": "已达到", "missed": "未达到", "incomplete": "尚不完整", "unknown": "尚无数据"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a target's figure is: exact value, or None with the reason in `note`.

    `lacking`: figures are missing that could still change whether the target is reached.
    """

    value: Fraction | None
    note: str = ""
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target with its figure and how it stands: a code of `WORDS`."""

    target: Target
    reading: Reading
    standing: str


def target_rows(city: CityYear, standing: Sequence[Cluster]) -> list[TargetRow]:
    """Return every target of the year's rulebook with its figure; `standing` are the clusters with a title now."""
    rows = []
    for target in city.rules.targets if city.rules else ():
        if target.measure is None:
            count = _COUNTS.get(target.count)
            reading = count(city, target, standing) if count else Reading(None, "尚无登记数据")
        else:
            reading = _MEASURED[target.over](city, target, target.measure)
        rows.append(TargetRow(target, reading, _standing(city, target, reading)))
    return rows


def _standing(city: CityYear, target: Target, reading: Reading) -> str:
    """Nothing is reached or missed in a year whose results are still coming in, nor on figures that lack a part."""
    if reading.value is None:
        return "unknown"
    if not city.is_complete:
        return "incomplete"
    met = reaches(reading.value, target)
    # What was added can only grow and the worst of all only sink, so a part tells one of both answers.
    told_by_part = {"added": met, "each": not met}.get(target.over, True)
    if reading.lacking and not told_by_part:
        return "incomplete"
    return "met" if met else "missed"


def _pooled(city: CityYear, target: Target, measure: Measure) -> Reading:
    ratio, counted = pooled(measure, (row.facts for row in city.rows))
    if ratio is None:
        return Reading(None, "尚无已核实数据")
    left_out = sum(row.value(measure) is None for row in city.assessed)
    note = f"{counted}家合计数相除" + (f"，另{left_out}家尚无可用数据" if left_out else "")
    return Reading(Fraction(ratio[0]) / Fraction(ratio[1]), note)


def _each(city: CityYear, target: Target, measure: Measure) -> Reading:
    values = [value for row in city.assessed if (value := row.value(measure)) is not None]
    if not values:
        return Reading(None, "尚无已核实数据")
    lacking = len(city.assessed) - len(values)
    worst, word = (min(values), "最低值") if target.op in (">=", ">") else (max(values), "最高值")
    note = f"{word}；{sum(reaches(value, target) for value in values)} / {len(city.assessed)} 家达到"
    return Reading(worst, note + (f"，{lacking}家尚无数据" if lacking else ""), lacking=lacking > 0)


def _added(city: CityYear, target: Target, measure: Measure) -> Reading:
    """Add up what grew since the year before, cluster by cluster and year by year; a stock says nothing of what is new."""
    by_year = {**city.earlier, city.year: [row.facts for row in city.rows]}
    found = {
        year: [value_of(facts, measure) for facts in by_year.get(year, ())]
        for year in range(target.since, city.year + 1)
    }
    known = [year for year, values in found.items() if any(value is not None for value in values)]
    gaps = [year for year, values in found.items() if not values or None in values]
    if not known:
        return Reading(None, f"没有{target.since}年以来可与上年末比较的数据")
    added = sum((max(value, Fraction(0)) for values in found.values() for value in values if value), Fraction(0))
    note = f"{_listed(known)}年度比上年末增加的合计" + (f"；{_listed(gaps)}年度缺本年或上年数" if gaps else "")
    return Reading(added, note, lacking=bool(gaps))


def _listed(years: Sequence[int]) -> str:
    return "、".join(map(str, years))


_MEASURED: dict[str, Callable[[CityYear, Target, Measure], Reading]] = {
    "pooled": _pooled,
    "each": _each,
    "added": _added,
}


def _upper(city: CityYear, target: Target, standing: Sequence[Cluster]) -> Reading:
    return Reading(Fraction(sum(holds(cluster, UPPER) for cluster in standing)), "按名录中有效的省级以上称号计")


def _new_municipal(city: CityYear, target: Target, standing: Sequence[Cluster]) -> Reading:
    found = 0
    for cluster in standing:
        dates = [row.recognised_on for row in cluster.recognitions.all() if row.level == Level.MUNICIPAL]
        found += any(day and target.since <= day.year <= city.year for day in dates)
    return Reading(Fraction(found), f"{target.since}年至{city.year}年认定")


def _producer_share(city: CityYear, target: Target, standing: Sequence[Cluster]) -> Reading:
    known = [one.category for one in standing if one.category and one.category.is_producer_service is not None]
    if not known:
        return Reading(None, "名录中尚无可判定类别的集聚区")
    producer, left_out = sum(bool(category.is_producer_service) for category in known), len(standing) - len(known)
    note = f"{producer} / {len(known)} 家" + (f"，另{left_out}家类别属性未载明" if left_out else "")
    return Reading(Fraction(producer * PERCENT, len(known)), note)


_COUNTS: dict[str, Callable[[CityYear, Target, Sequence[Cluster]], Reading]] = {
    "provincial_clusters": _upper,
    "new_municipal_clusters": _new_municipal,
    "producer_share": _producer_share,
}
