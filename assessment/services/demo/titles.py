"""What the demonstration assumes of real clusters, and the parks it invents; all of it is marked 演示用，非事实."""

from collections.abc import Iterable
from datetime import date

from assessment.services.demo.story import Place, Practice
from clusters.enums import Level
from clusters.models import Benefit, Cluster, Recognition
from clusters.services import registry

MARK = "演示用，非事实"
DOCUMENT = "演示数据"
_ASSUMED = ("district", "category", "land_area", "is_demo", "demo_fields", "source_note")
_BENEFIT = "集聚区奖补资金（演示）"
_BASIS = "演示文件（享受情况为演示）"


def assume(places: Iterable[Place]) -> dict[str, Cluster]:
    """Fill in district and category where the register leaves them open, give the demonstration titles.

    Returns the clusters by number. Runs in the caller's transaction.
    """
    told = {place.code: place for place in places}
    clusters = {cluster.code: cluster for cluster in Cluster.objects.filter(code__in=told)}
    for code, cluster in clusters.items():
        _fill(cluster, told[code])
    Cluster.objects.bulk_update(clusters.values(), _ASSUMED)
    titles = [_title(cluster, told[code]) for code, cluster in clusters.items() if told[code].level]
    Benefit.objects.bulk_create(
        Benefit(recognition=title, title=_BENEFIT, document=_BASIS, is_demo=True, started_on=date(2021, 1, 1))
        for title in titles
        if title.level == Level.MUNICIPAL
    )
    return clusters


def _fill(cluster: Cluster, place: Place) -> None:
    assumed = {}
    if cluster.district_id is None and place.district:
        cluster.district_id = place.district
        assumed["district"] = "所属区市"
    if cluster.category_id is None and place.category:
        cluster.category_id = place.category
        assumed["category"] = "类别"
    cluster.land_area = place.land_area
    cluster.is_demo = True
    cluster.demo_fields = [*assumed, "land_area"]
    cluster.source_note = f"{cluster.source_note}{'、'.join([*assumed.values(), '占地面积'])}为{MARK}。"


def _title(cluster: Cluster, place: Place) -> Recognition:
    return registry.recognise(
        cluster,
        level=Level(str(place.level)),
        recognised_on=place.since,
        document=DOCUMENT,
        by=None,
        note=f"{MARK}：没有公开文件载明该称号或其日期。",
        is_demo=True,
    )


def invent(practice: Practice) -> None:
    """Enter the invented parks in reserve, unpublished. Runs in the caller's transaction."""
    for name in practice.names:
        park = registry.register(
            by=None,
            name=name,
            district_id=practice.district,
            is_demo=True,
            source_note=f"虚构的园区，供练习填报和表格导入，{MARK}。",
        )
        registry.recognise(
            park,
            level=Level.RESERVE,
            recognised_on=practice.since,
            document=DOCUMENT,
            by=None,
            note=f"{MARK}：虚构的园区。",
            is_demo=True,
        )
