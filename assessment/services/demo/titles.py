"""What the demonstration assumes of real clusters, and the parks it invents; all of it is marked 演示用，非事实."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from clusters.enums import Level
from clusters.models import Benefit, Cluster, Recognition
from clusters.services import registry

MARK = "演示用，非事实"
_ASSUMED = {"district": "所属区市", "category": "类别", "land_area": "占地面积"}
_COLUMNS = {"district": "district_id", "category": "category_id", "land_area": "land_area"}

Told = Mapping[str, Any]


def assume(told: Iterable[Told]) -> dict[str, Cluster]:
    """Fill in district and category where the register leaves them open, give the demonstration titles.

    `told`: the rows of the story. Returns the clusters by number. Runs in the caller's transaction.
    """
    rows = {row["code"]: row for row in told}
    clusters = {cluster.code: cluster for cluster in Cluster.objects.filter(code__in=rows)}
    for code, cluster in clusters.items():
        _fill(cluster, rows[code])
    Cluster.objects.bulk_update(clusters.values(), [*_ASSUMED, "is_demo", "demo_fields", "source_note"])
    titles = [
        _title(cluster, Level(rows[code]["level"]), rows[code]["since"], "没有公开文件载明该称号或其日期。")
        for code, cluster in clusters.items()
        if "level" in rows[code]
    ]
    benefit = {
        "title": "集聚区奖补资金（演示）",
        "document": "演示文件（享受情况为演示）",
        "started_on": date(2021, 1, 1),
    }
    municipal = [title for title in titles if title.level == Level.MUNICIPAL]
    Benefit.objects.bulk_create(Benefit(recognition=title, is_demo=True, **benefit) for title in municipal)
    return clusters


def _fill(cluster: Cluster, told: Told) -> None:
    assumed = [name for name, column in _COLUMNS.items() if name in told and not getattr(cluster, column)]
    for name in assumed:
        setattr(cluster, _COLUMNS[name], told[name])
    cluster.is_demo, cluster.demo_fields = True, assumed
    cluster.source_note += f"{'、'.join(_ASSUMED[name] for name in assumed)}为{MARK}。"


def _title(cluster: Cluster, level: Level, since: date, why: str) -> Recognition:
    return registry.recognise(
        cluster,
        level=level,
        recognised_on=since,
        document="演示数据",
        by=None,
        note=f"{MARK}：{why}",
        is_demo=True,
    )


def invent(told: Told) -> None:
    """Enter the invented parks in reserve, unpublished. Runs in the caller's transaction."""
    for name in told["names"]:
        note = f"虚构的园区，供练习填报和表格导入，{MARK}。"
        park = registry.register(by=None, name=name, district_id=told["district"], is_demo=True, source_note=note)
        _title(park, Level.RESERVE, told["since"], "虚构的园区。")
