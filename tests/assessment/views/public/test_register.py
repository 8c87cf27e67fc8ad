"""The public register: what everybody may read of a cluster, and nothing that is not published."""

import csv
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from assessment.services import appeals
from clusters.enums import Role
from clusters.models import Cluster
from tests.factories import (
    BenefitFactory,
    CategoryFactory,
    ClusterFactory,
    DistrictFactory,
    RecognitionFactory,
    UserFactory,
)
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = pytest.mark.django_db

HERE = "/register/"
HOSTILE = "<script>alert(1)</script>"


def page_of(cluster: Cluster) -> str:
    return reverse("assessment:register-cluster", args=[cluster.code])


def names(answer) -> list[str]:
    return [cluster.name for cluster in answer.context["page_obj"]]


# ---- The list --------------------------------------------------------------------------------------------------------


def test_front_door_is_the_register(client):
    assert client.get("/").headers["Location"] == HERE


@pytest.mark.parametrize("role", (None, *Role.values))
def test_register_is_open_to_everybody(client, role):
    ClusterFactory(name="公开园")
    ClusterFactory(name="未公开园", is_published=False)
    if role:
        client.force_login(UserFactory(role=role))
    answer = client.get(HERE)
    assert (answer.status_code, names(answer), answer.context["page_obj"].paginator.count) == (200, ["公开园"], 1)
    assert "未公开园" not in answer.content.decode()


def test_register_is_read_and_nothing_else(client):
    cluster = ClusterFactory()
    assert [client.post(address).status_code for address in (HERE, page_of(cluster))] == [405, 405]


def test_empty_register_says_so_and_offers_nothing_to_clear(client):
    text = client.get(HERE).content.decode()
    assert "没有符合条件的集聚区" in text
    assert "清除条件</a>" not in text


@pytest.fixture
def places():
    north, category = DistrictFactory(name="市北区"), CategoryFactory(name="金融")
    ClusterFactory(name="青岛软件园", district=north, municipal=True)
    ClusterFactory(name="金家岭金融区", district=north, category=category)
    ClusterFactory(name="奥帆园", municipal=True)
    return {"district": north.pk, "category": category.pk}


@pytest.mark.parametrize(
    ("asked", "expected"),
    (
        ({}, ["奥帆园", "金家岭金融区", "青岛软件园"]),
        ({"q": "qdrjy"}, ["青岛软件园"]),
        ({"district": True}, ["金家岭金融区", "青岛软件园"]),
        ({"district": True, "standing": "municipal"}, ["青岛软件园"]),
        ({"category": True}, ["金家岭金融区"]),
        ({"standing": "withdrawn"}, []),
    ),
)
def test_filters_narrow_the_list(client, places, asked, expected):
    query = {name: places[name] if value is True else value for name, value in asked.items()}
    answer = client.get(HERE, query)
    assert (names(answer), answer.context["page_obj"].paginator.count) == (expected, len(expected))
    assert ("清除条件" in answer.content.decode()) is bool(asked)


@pytest.mark.parametrize(
    "wrong",
    ({"district": "999999"}, {"standing": "best"}, {"category": "'--"}, {"district": "\x00"}, {"category": "x" * 5000}),
)
def test_filter_that_is_no_choice_says_so_and_leaves_the_others_working(client, places, wrong):
    answer = client.get(HERE, {"q": "青岛", **wrong})
    assert (answer.status_code, names(answer)) == (200, ["青岛软件园"])
    assert "field-error" in answer.content.decode()


@pytest.mark.parametrize("text", (HOSTILE, '"><img src=x>', "{{ 7|add:7 }}", "青" * 61, "\x00"))
def test_what_was_typed_is_shown_as_text(client, text):
    answer = client.get(HERE, {"q": text})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert HOSTILE not in shown
    assert '"><img src=x>' not in shown


@pytest.mark.parametrize(
    ("page", "shown"), (("1", 1), ("2", 2), ("99", 2), ("-1", 2), ("x", 1), ("\x00", 1), ("9" * 5000, 1))
)
def test_page_beyond_the_end_is_the_last_one(client, page, shown):
    for _ in range(31):
        ClusterFactory()
    answer = client.get(HERE, {"page": page})
    assert answer.status_code == 200
    assert answer.context["page_obj"].number == shown


def test_what_was_inferred_or_assumed_is_marked(client):
    ClusterFactory(inferred_fields=["district"], demo_fields=["category"])
    text = client.get(HERE).content.decode()
    assert text.count(">推断<") == 1
    assert text.count(">演示设定<") == 1


@pytest.mark.parametrize("clusters", (1, 3))
def test_list_costs_the_same_for_any_number_of_clusters(client, clusters, django_assert_num_queries):
    for _ in range(clusters):
        RecognitionFactory(cluster=ClusterFactory(municipal=True), level="provincial")
    with django_assert_num_queries(5):
        client.get(HERE)


# ---- The list as a file ----------------------------------------------------------------------------------------------

FILE = f"{HERE}export.csv"


def lines(answer) -> list[list[str]]:
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))[1:]


def test_file_says_what_the_list_says_and_marks_the_demonstration(client):
    ClusterFactory(
        code="QJ-0001",
        name="奥帆园",
        district=DistrictFactory(name="市北区"),
        category=CategoryFactory(name="金融"),
        municipal=True,
        source_document="测试文件",
        inferred_fields=["district"],
        demo_fields=["category", "land_area"],
        is_demo=True,
    )
    ClusterFactory(name="未公开园", is_published=False)
    answer = client.get(FILE)
    expected = ["QJ-0001", "奥帆园", "市北区", "金融", "市级", "测试文件", "区市", "类别", "是"]
    assert lines(answer) == [expected]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


def test_file_follows_the_filters_beyond_the_page(client, places):
    for _ in range(31):
        ClusterFactory()
    assert len(lines(client.get(FILE))) == 34
    assert [line[1] for line in lines(client.get(FILE, {"category": places["category"]}))] == ["金家岭金融区"]


def test_file_starts_no_formula(client):
    ClusterFactory(name="=none|'none'!A0")
    assert lines(client.get(FILE))[0][1] == "'=none|'none'!A0"


def test_file_is_the_same_for_everybody_and_may_be_kept(client):
    ClusterFactory()
    client.force_login(UserFactory(leader=True))
    answer = client.get(FILE)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies


@pytest.mark.parametrize("clusters", (1, 3))
def test_file_costs_the_same_for_any_number_of_clusters(client, clusters, django_assert_num_queries):
    for _ in range(clusters):
        RecognitionFactory(cluster=ClusterFactory(municipal=True), level="provincial")
    with django_assert_num_queries(2):
        client.get(FILE)


# ---- One cluster -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", (None, *Role.values))
def test_unpublished_cluster_is_not_there_for_anybody(client, role):
    cluster = ClusterFactory(is_published=False)
    if role:
        client.force_login(UserFactory(role=role))
    assert client.get(page_of(cluster)).status_code == 404
    assert client.get(page_of(Cluster(code="QJ-9999"))).status_code == 404


@pytest.mark.parametrize("code", ("%00", "QJ-0001%00", "..%2f", "%E2%80%8B", "9" * 300, "'--"))
def test_code_that_cannot_be_is_not_there(client, code):
    ClusterFactory(code="QJ-0001")
    assert client.get(f"{HERE}{code}/").status_code == 404


def test_facts_say_what_is_known_inferred_assumed_and_not_stated(client):
    cluster = ClusterFactory(
        district=DistrictFactory(name="市北区"),
        leading_industry="软件",
        inferred_fields=["district"],
        demo_fields=["category"],
    )
    page = client.get(page_of(cluster)).content.decode()
    facts = {label: strip_tags(value) for label, value in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)}
    assert facts["区市"] == "市北区（推断）"
    assert facts["类别"].endswith("（演示设定）")
    assert facts["主导产业"] == "软件"
    assert facts["管理模式"] == facts["运营管理机构"] == "— 来源文件未载明"


def test_cluster_without_titles_and_decisions_says_so(client):
    text = client.get(page_of(ClusterFactory())).content.decode()
    assert "尚无载明的称号" in text
    assert "尚无已生效的考核决定" in text


def test_titles_show_document_state_and_the_support_that_stopped(client):
    cluster = ClusterFactory()
    gone = RecognitionFactory(cluster=cluster, withdrawn=True)
    BenefitFactory(recognition=gone, title="租金补贴", stopped_on=date(2022, 6, 30))
    BenefitFactory(recognition=gone, title="仍在享受")
    text = client.get(page_of(cluster)).content.decode()
    for words in ("测试认定文件", "已撤销", "2022年6月30日 测试撤销文件", "租金补贴：2022年6月30日 停止享受"):
        assert words in text
    assert "仍在享受" not in text


def test_decision_is_public_only_once_it_is_confirmed(client, notice, approver):
    cluster = municipal()
    report(cluster, 2020, failing=True)
    scored(cluster, 2020)
    assert "尚无已生效的考核决定" in client.get(page_of(cluster)).content.decode()
    (card,) = confirmed(cluster, 2020, approver)
    text = client.get(page_of(cluster)).content.decode()
    assert "2020年度：黄牌警告" in text
    assert card.letters.get().document_number in text


def test_public_page_names_no_officer_no_figure_and_no_reason(client, notice, approver, second):
    cluster = municipal()
    card = failed_twice(cluster, approver, second)[0]
    appeals.file(card, grounds="不公开的理由", by=UserFactory(district=cluster.district, full_name="申请人某"))
    text = client.get(page_of(cluster)).content.decode()
    assert "撤销市级称号（摘牌）" in text
    for secret in (approver.full_name, second.full_name, "申请人某", "不公开的理由"):
        assert secret not in text
    assert not re.search(r"(?<!\d)90,?000(?!\d)", text)


def test_words_of_the_register_are_text(client):
    cluster = ClusterFactory(name=HOSTILE, operator=HOSTILE, source_note=HOSTILE, source_document=HOSTILE)
    RecognitionFactory(cluster=cluster, document=HOSTILE, note=HOSTILE)
    for address in (HERE, page_of(cluster)):
        text = client.get(address).content.decode()
        assert HOSTILE not in text
        assert "&lt;script&gt;" in text


@pytest.fixture(params=(1, 3))
def history(request, notice, approver):
    """A cluster with several titles, benefits and decided years."""
    cluster = municipal()
    for number, level in enumerate(("provincial", "national", "upper")[: request.param]):
        BenefitFactory(recognition=RecognitionFactory(cluster=cluster, level=level))
        report(cluster, 2020 + number)
        confirmed(cluster, 2020 + number, approver)
    return cluster


def test_page_costs_the_same_for_any_length_of_the_history(client, history, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(page_of(history))
