"""Lists can be narrowed by what they show and by nothing else."""

import pytest
from django.urls import reverse

from clusters.enums import Role
from tests.factories import ClusterFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db

USERS = "admin:clusters_user_changelist"
CLUSTERS = "admin:clusters_cluster_changelist"


def names(answer) -> list[str]:
    return [row["name"] for row in answer.context_data["rows"]]


@pytest.mark.parametrize(
    "question",
    (
        "password__startswith=md5",
        "district__officers__password__startswith=md5",
        "district__officers__password__exact=x",
        "username__exact=admin",
        "pk__gt=0",
    ),
)
def test_filter_that_is_not_on_show_is_refused(question: str, signed_in_as) -> None:
    assert signed_in_as(Role.SYSTEM_ADMIN).get(f"{reverse(USERS)}?{question}").status_code == 400


def test_filter_on_show_narrows_the_list(signed_in_as) -> None:
    here, there = DistrictFactory(), DistrictFactory()
    UserFactory(full_name="甲", district=here)
    UserFactory(full_name="乙", district=there)
    answer = signed_in_as(Role.SYSTEM_ADMIN).get(f"{reverse(USERS)}?district__code__exact={here.code}")
    assert names(answer) == ["甲"]


def test_paper_says_by_what_a_list_was_narrowed(signed_in_as) -> None:
    district = DistrictFactory(name="测试区")
    address = f"{reverse(USERS)}?district__code__exact={district.code}&q=甲"
    head = signed_in_as(Role.SYSTEM_ADMIN).get(address).content.decode().partition("打印时间")[0]
    assert "所属区市：测试区 · 搜索“甲” · " in head


@pytest.mark.parametrize("asked", ("测试物流园", "ceshiwuliuyuan", "cswly", "QJ-7777"))
def test_cluster_is_found_by_name_pinyin_initials_and_number(asked: str, signed_in_as) -> None:
    ClusterFactory(name="测试物流园", code="QJ-7777")
    ClusterFactory(name="另一个集聚区", code="QJ-8888")
    answer = signed_in_as(Role.REVIEWER).get(reverse(CLUSTERS), {"q": asked})
    assert names(answer) == ["测试物流园"]


@pytest.mark.parametrize("asked", ("曾 家园（", "ｚｅｎｇｊｉａ", "ZENG JIA", "(北", "ＱＪ－７７７７"))
def test_search_of_the_workbench_minds_neither_width_nor_case_nor_spaces(asked: str, signed_in_as) -> None:
    """(8.B21) Every list of the workbench searches in the same way."""
    ClusterFactory(name="曾家园（北区）", code="QJ-7777")
    ClusterFactory(name="另一个集聚区", code="QJ-8888")
    answer = signed_in_as(Role.REVIEWER).get(reverse(CLUSTERS), {"q": asked})
    assert names(answer) == ["曾家园（北区）"]


def test_reading_of_a_name_is_corrected_on_its_page(signed_in_as) -> None:
    """(8.B21) A reviewer says how the place reads its name; a text that is no pinyin is refused beside its field."""
    cluster, reviewer = ClusterFactory(name="单家园"), signed_in_as(Role.REVIEWER)
    page = reverse("admin:clusters_cluster_change", args=[cluster.pk])
    assert "更正读音" in reviewer.get(page).content.decode()
    step = reverse("admin:clusters_cluster_reading", args=[cluster.pk])
    assert "音节以空格分开" in reviewer.post(step, {"reading": "单"}).content.decode()
    assert reviewer.post(step, {"reading": "shan jia yuan"}).status_code == 302
    cluster.refresh_from_db()
    assert (cluster.reading, cluster.name_key) == ("shan jia yuan", "shanjiayuan")


def test_people_are_found_whichever_brackets_are_typed(signed_in_as) -> None:
    """(8.B21) Also where a column is stored as it was typed."""
    UserFactory(full_name="王（大）", username="wang-1")
    UserFactory(full_name="李", username="li-1")
    for asked in ("王(大)", "王（大）", "ＷＡＮＧ"):
        assert names(signed_in_as(Role.SYSTEM_ADMIN).get(reverse(USERS), {"q": asked})) == ["王（大）"]


def test_list_of_nothing_says_so(signed_in_as) -> None:
    assert "没有记录" in signed_in_as(Role.REVIEWER).get(reverse(CLUSTERS)).content.decode()


def test_name_with_markup_is_escaped(signed_in_as) -> None:
    ClusterFactory(name="<b>园区</b>")
    page = signed_in_as(Role.REVIEWER).get(reverse(CLUSTERS)).content.decode()
    assert "&lt;b&gt;园区&lt;/b&gt;" in page
    assert "<b>园区" not in page
