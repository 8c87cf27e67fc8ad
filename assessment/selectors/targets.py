"""The city's targets of the notice held against the figures; they never give anybody a card."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from assessment.models import CityTarget
from assessment.selectors.city import UPPER, WAN, ClusterYear, holds
from clusters.enums import Level
from clusters.models import Cluster

FIRST_YEAR = 2020
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """What a target's figure is: exact value, or None with the reason in `note`."""

    value: Fraction | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target with its figure; `met` is None while there is no figure."""

    target: CityTarget
    reading: Reading

    @property
    def met(self) -> bool | None:
        value = self.reading.value
        return None if value is None else value >= Fraction(self.target.value)


@dataclass(frozen=True, slots=True)
class City:
    """What the targets are read from: this year's rows and the clusters with a title now."""

    year: int
    rows: list[ClusterYear]
    standing: list[Cluster]


Read = Callable[[City, Fraction], Reading]
"""The figure held against a target, and the number the target asks for: what is counted as reached depends on it."""


def _upper(city: City, goal: Fraction) -> Reading:
    return Reading(Fraction(sum(holds(cluster, UPPER) for cluster in city.standing)), "按名录中有效的省级以上称号计")


def _new_municipal(city: City, goal: Fraction) -> Reading:
    found = 0
    for cluster in city.standing:
        dates = [row.recognised_on for row in cluster.recognitions.all() if row.level == Level.MUNICIPAL]
        found += any(day and FIRST_YEAR <= day.year <= city.year for day in dates)
    return Reading(Fraction(found), f"{FIRST_YEAR}年至{city.year}年认定")


def _producer_share(city: City, goal: Fraction) -> Reading:
    known = [
        cluster for cluster in city.standing if cluster.category and cluster.category.is_producer_service is not None
    ]
    if not known:
        return Reading(None, "名录中尚无可判定类别的集聚区")
    producer = sum(bool(cluster.category.is_producer_service) for cluster in known if cluster.category)
    left_out = len(city.standing) - len(known)
    note = f"{producer} / {len(known)} 家" + (f"，另{left_out}家类别属性未载明" if left_out else "")
    return Reading(Fraction(producer * PERCENT, len(known)), note)


def _concentration(city: City, goal: Fraction) -> Reading:
    shares = [row.concentration * PERCENT for row in city.rows if row.concentration is not None]
    if not shares:
        return Reading(None, "尚无已核实数据")
    reached = sum(share >= goal for share in shares)
    return Reading(min(shares), f"最低值；{reached} / {len(shares)} 家达到")


def _average(code: str) -> Read:
    def read(city: City, goal: Fraction) -> Reading:
        pairs = [
            (amount, area)
            for row in city.rows
            if (amount := row.values.get(code)) is not None and (area := row.values.get("floor_area"))
        ]
        if not pairs:
            return Reading(None, "尚无已核实数据")
        amounts, areas = zip(*pairs, strict=True)
        return Reading(Fraction(sum(amounts)) * WAN / Fraction(sum(areas)), f"{len(pairs)}家合计数相除")

    return read


def _platforms(city: City, goal: Fraction) -> Reading:
    counts = _reported(city, "platforms")
    return Reading(sum(counts, Fraction(0)), f"{len(counts)}家填报合计") if counts else Reading(None, "尚无填报")


def _reported(city: City, code: str) -> list[Fraction]:
    return [Fraction(value) for row in city.rows if (value := row.values.get(code)) is not None]


def _lowest(code: str) -> Read:
    def read(city: City, goal: Fraction) -> Reading:
        counts = _reported(city, code)
        if not counts:
            return Reading(None, "尚无填报")
        reached = sum(count >= goal for count in counts)
        return Reading(min(counts), f"最低值；{reached} / {len(counts)} 家达到")

    return read


_READINGS: dict[str, Read] = {
    "provincial_clusters": _upper,
    "new_municipal_clusters": _new_municipal,
    "producer_share": _producer_share,
    "concentration_all": _concentration,
    "average_revenue_per_m2": _average("revenue"),
    "average_tax_per_m2": _average("tax"),
    "public_platforms": _platforms,
    "projects_per_cluster": _lowest("projects_100m"),
    "platforms_per_cluster": _lowest("platforms"),
}


def target_rows(city: City) -> list[TargetRow]:
    """Return every target of the notice with its figure, in the order of the notice."""
    unread = Reading(None, "尚无登记数据")
    return [
        TargetRow(target, _READINGS[target.code](city, Fraction(target.value)) if target.code in _READINGS else unread)
        for target in CityTarget.objects.all()
    ]
