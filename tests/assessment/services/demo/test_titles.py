"""What the demonstration assumes is marked; what documents state stays as it was."""

from datetime import date

import pytest

from assessment.services.demo import titles
from assessment.services.demo.story import told
from clusters.enums import Level, RecognitionState
from clusters.models import Benefit, Cluster, Event, Recognition
from clusters.services import reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def clusters() -> dict[str, Cluster]:
    reference.load()
    return titles.assume(told()["cluster"])


def test_assumed_titles_are_marked_and_dated(clusters: dict[str, Cluster]) -> None:
    assumed = Recognition.objects.filter(is_demo=True).select_related("cluster")
    assert {row.level for row in assumed} == {Level.MUNICIPAL, Level.RESERVE}
    for row in assumed:
        assert row.document == "演示数据"
        assert "演示用，非事实" in row.note
        assert row.state == RecognitionState.ACTIVE
    dates = dict(assumed.values_list("cluster__name", "recognised_on"))
    assert dates.pop("青岛国际航运中心") == date(2020, 7, 1)
    assert dates.pop("上合物流园") == date(2020, 1, 1)
    assert set(dates.values()) == {date(2019, 1, 1)}


def test_documented_titles_and_untold_clusters_stay_as_they_were(clusters: dict[str, Cluster]) -> None:
    assert Recognition.objects.filter(is_demo=False).count() == 5
    untold = Cluster.objects.filter(is_demo=False)
    assert {row.name for row in untold} == {"山东高速西海岸智慧物流产业园", "青岛现代金融·科技产业园"}
    assert Cluster.objects.get(name="灵山湾影视文化产业集群").recognitions.get().level == Level.UPPER


def test_source_note_keeps_the_source_and_names_each_assumption(clusters: dict[str, Cluster]) -> None:
    rubber, finance = clusters["QJ-0007"], clusters["QJ-0002"]
    assert rubber.source_note == "原文称“集聚区”；级别、区市、类别均未载明。所属区市、类别、占地面积为演示用，非事实。"
    assert finance.source_note.endswith("类别从名称推断。占地面积为演示用，非事实。")
    assert finance.district_id == "370212"
    assert rubber.demo_fields == ["district", "category", "land_area"]
    assert finance.demo_fields == ["land_area"]
    for row in Cluster.objects.filter(is_demo=True):
        assert row.district_id
        assert row.category_id
        assert len(row.source_note) <= 300


def test_municipal_titles_carry_a_marked_benefit(clusters: dict[str, Cluster]) -> None:
    benefits = Benefit.objects.select_related("recognition")
    assert {row.recognition.level for row in benefits} == {Level.MUNICIPAL}
    assert all(row.is_demo and "演示" in row.title for row in benefits)
    assert Event.objects.filter(action="集聚区.认定").count() == Recognition.objects.filter(is_demo=True).count()


def test_invented_parks_are_in_reserve_and_named_as_invented() -> None:
    reference.load()
    titles.invent(told()["practice"])
    parks = Cluster.objects.filter(name__contains="虚构")
    assert len(parks) == 4
    for park in parks:
        assert (park.district_id, park.is_demo, park.is_published) == ("370202", True, False)
        assert park.recognitions.get().level == Level.RESERVE
