"""The result of a cluster says whose figures were taken: the district's, or those of a statistics body."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessment.services import reference, third_party
from assessment.services.third_party import Delivery, Item
from tests.factories import UserFactory
from tests.support.history import confirmed, municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def cluster():
    return municipal(name="受评集聚区")


def page_for(person, cluster):
    client = Client()
    client.force_login(person)
    return client.get(reverse("assessment:result", args=[2020, cluster.code]))


def delivered(cluster, year: int, **values: str) -> None:
    """A statistics body posts figures of the cluster's year."""
    reference.load_indicators()
    third_party.load_rules()
    items = tuple(Item(cluster.code, code, Decimal(value)) for code, value in values.items())
    body = UserFactory(statistics=True, unit="测试统计机构")
    third_party.stage(Delivery(year, "统计年报", items), key="k", by=body)


def test_result_says_whose_figure_was_taken_why_and_by_whom(cluster, approver, reviewer):
    """(7.A6) For each compared figure; a district reads what was decided, the city also what was only compared."""
    filed = report(cluster, 2020)
    delivered(cluster, 2020, tax="7001.00", revenue="120001.00")
    version = filed.verified_version
    third_party.choose_source(version, "tax", "third_party", reason="", by=reviewer)
    confirmed(cluster, 2020, approver)
    page = page_for(UserFactory(leader=True), cluster)
    text = page.content.decode()
    for words in ("与第三方统计数的比对", "测试统计机构", "第三方统计数（与填报数一致）", reviewer.full_name):
        assert words in text
    assert {one.indicator.code for one in page.context["compared"]} == {"tax", "revenue"}


def test_district_reads_only_the_sources_that_were_decided(cluster, approver, reviewer):
    filed = report(cluster, 2020)
    delivered(cluster, 2020, tax="7001.00", revenue="120001.00")
    third_party.choose_source(filed.verified_version, "tax", "district", reason="按入库口径核对", by=reviewer)
    confirmed(cluster, 2020, approver)
    page = page_for(UserFactory(district=cluster.district), cluster)
    assert [one.indicator.code for one in page.context["compared"]] == ["tax"]
    assert "按入库口径核对" in page.content.decode()


def test_result_without_third_party_figures_says_nothing_of_them(cluster, approver):
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    assert "第三方" not in page_for(UserFactory(district=cluster.district), cluster).content.decode()
