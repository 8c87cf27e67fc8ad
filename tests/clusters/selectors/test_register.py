"""Searching the public register: by name, pinyin and initials, by place, category and standing."""

from datetime import date

import pytest

from clusters.selectors.register import STANDINGS, Search, found
from tests.factories import CategoryFactory, ClusterFactory, DistrictFactory, RecognitionFactory

pytestmark = pytest.mark.django_db


def names(**asked: str) -> list[str]:
    return [cluster.name for cluster in found(Search(**asked))]


def test_unpublished_clusters_are_not_found():
    ClusterFactory(name="青岛甲园")
    ClusterFactory(name="青岛乙园", is_published=False)
    assert names() == ["青岛甲园"]
    assert names(text="乙园") == []


def test_clusters_come_by_the_sound_of_their_names():
    for name in ("中德园", "奥帆园", "金家岭"):
        ClusterFactory(name=name)
    assert names() == ["奥帆园", "金家岭", "中德园"]


@pytest.mark.parametrize(
    "text", ("软件园", "青岛软", "ruanjian", "RuanJian", "ruan jian yuan", "qdrjy", "QDR", "  软件园  ")
)
def test_name_is_found_by_characters_pinyin_and_initials(text):
    ClusterFactory(name="青岛软件园")
    ClusterFactory(name="金家岭金融区")
    assert names(text=text) == ["青岛软件园"]


@pytest.mark.parametrize(
    "text", ("ＴＢＤ", "tbd 2", "２号园", "TBD2号", "t b d", "（2）", "(2)", "qj-0099", "ＱＪ－００９９")
)
def test_width_spaces_and_case_do_not_matter(text):
    """(8.B21)"""
    ClusterFactory(name="ＴＢＤ 2号园（２）", code="QJ-0099")
    ClusterFactory(name="金家岭金融区", code="QJ-0100")
    assert names(text=text) == ["ＴＢＤ 2号园（２）"]


@pytest.mark.parametrize("text", ("cengjia", "zengjia", "cjy", "ZJY", "曾家"))
def test_name_is_found_by_each_of_its_readings(text):
    """(8.B21)"""
    ClusterFactory(name="曾家园")
    ClusterFactory(name="金家岭金融区")
    assert names(text=text) == ["曾家园"]


@pytest.mark.parametrize("text", ("rjy", "软园", "%", "_", "青岛%园", "'", "\\"))
def test_text_that_is_not_in_the_name_finds_nothing(text):
    ClusterFactory(name="青岛软件园")
    assert names(text=text) == []


def test_blank_text_finds_everything():
    ClusterFactory(name="青岛软件园")
    assert names(text=" 　 ") == ["青岛软件园"]


def test_district_and_category_narrow_together():
    district, category = DistrictFactory(), CategoryFactory()
    ClusterFactory(name="都对", district=district, category=category)
    ClusterFactory(name="区市不对", category=category)
    ClusterFactory(name="类别不对", district=district)
    assert names(district=district.pk, category=category.pk) == ["都对"]
    assert set(names(district=district.pk)) == {"都对", "类别不对"}


@pytest.fixture
def standings() -> None:
    ClusterFactory(name="市级园", municipal=True)
    ClusterFactory(name="省级园", provincial=True)
    ClusterFactory(name="国家级园", national=True, municipal=True)
    ClusterFactory(name="未载明园")
    gone = ClusterFactory(name="撤销园")
    RecognitionFactory(cluster=gone, withdrawn=True)
    again = ClusterFactory(name="再认定园", municipal=True)
    for year in (2021, 2022):
        RecognitionFactory(cluster=again, withdrawn=True, ended_on=date(year, 1, 1))


@pytest.mark.parametrize(
    ("standing", "expected"),
    (
        ("municipal", {"市级园", "国家级园", "再认定园"}),
        ("upper", {"省级园", "国家级园"}),
        ("withdrawn", {"撤销园", "再认定园"}),
        ("named", {"未载明园"}),
    ),
)
def test_standing_chooses_by_the_titles_held_now_or_lost(standings, standing, expected):
    assert sorted(names(standing=standing)) == sorted(expected)


def test_every_standing_of_the_form_chooses_something_less_than_all(standings):
    assert all(0 < len(names(standing=standing)) < len(names()) for standing in STANDINGS)


@pytest.mark.parametrize("clusters", (1, 3))
def test_search_costs_two_queries_for_any_number_of_clusters(clusters, django_assert_num_queries):
    for _ in range(clusters):
        ClusterFactory(municipal=True)
    with django_assert_num_queries(2):
        read = [(str(cluster.district), str(cluster.category), cluster.titles) for cluster in found(Search())]
    assert len(read) == clusters
