"""Two failing years in the life of a cluster, each person in their own browser: from the form to the delisting."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from assessment.models import Decision
from assessment.services import reference, years
from clusters.models import Category, Cluster, District, User
from clusters.services import audit
from clusters.services import reference as register_reference
from tests.e2e.people import Approver, Officer, Reviewer
from tests.factories import BenefitFactory, ClusterFactory, UserFactory
from tests.support.browser import PHONE

pytestmark = pytest.mark.browser

NAME = "示例文化创意产业园"
POOR = {"revenue": "90,000", "leading_revenue": "67,500", "tax": "7000", "floor_area": "100000", "jobs": "1200"}


@pytest.fixture
def city(live_portal: str) -> Cluster:
    """The reference data and one municipal cluster in 市南区, with a benefit to lose."""
    register_reference.load()
    reference.load()
    cluster = ClusterFactory(
        code="QJ-9001",
        name=NAME,
        district=District.objects.get(pk="370202"),
        category=Category.objects.get(pk="cultural_creativity"),
        municipal=True,
        is_published=True,
    )
    BenefitFactory(recognition=cluster.recognitions.get(), title="市级集聚区奖补资金")
    return cluster


@pytest.fixture
def people(city: Cluster) -> dict[str, User]:
    return {
        "officer": UserFactory(username="shinan", full_name="陈岚", district=city.district),
        "reviewer": UserFactory(username="shenhe", full_name="刘静", reviewer=True),
        "first": UserFactory(username="shenpi1", full_name="高远", approver=True),
        "second": UserFactory(username="shenpi2", full_name="林清", approver=True),
        "third": UserFactory(username="shenpi3", full_name="宋予安", approver=True),
        "leader": UserFactory(username="lingdao", full_name="马卓", leader=True),
    }


def test_two_failing_years_end_in_a_delisting(
    city: Cluster,
    people: dict[str, User],
    new_context: Callable[..., BrowserContext],
    screenshot: Callable[[Page, str], Path],
) -> None:
    officer = Officer(new_context().new_page(), people["officer"], screenshot)
    reviewer = Reviewer(new_context().new_page(), people["reviewer"], screenshot)
    first = Approver(new_context().new_page(), people["first"], screenshot)
    second = Approver(new_context().new_page(), people["second"], screenshot)

    for year in (2020, 2021):
        years.open_year(year, deadline=timezone.now() + timedelta(days=20), by=people["first"])
        officer.report(NAME, year, POOR)
        reviewer.send_back(NAME, year, "请核对税收口径，附缴税汇总表。")
        officer.page.goto("/desk/")
        expect(officer.page.locator("main")).to_contain_text("请核对税收口径")
        officer.report(NAME, year, {**POOR, "tax": "7000.50"})
        reviewer.verify(NAME, year)
        first.run(year)
        if year == 2020:
            first.sign(NAME, year, "confirm-card", "确认黄牌")
        else:
            first.sign(NAME, year, "sign", "签署摘牌")
            assert city.recognitions.get().state == "active"
            second.sign(NAME, year, "sign", "签署摘牌")

    kinds = sorted(Decision.objects.values_list("year", "kind"))
    assert kinds == [(2020, "yellow_card"), (2021, "delisting"), (2021, "yellow_card")]
    assert city.recognitions.get().state == "withdrawn"
    assert audit.verify_chain() is None
    _leader_sees_it(new_context().new_page(), people["leader"], screenshot)
    _citizen_finds_it(new_context(viewport=PHONE).new_page(), screenshot)
    _letter_opens(officer)


def _leader_sees_it(page: Page, leader: User, shoot: Callable[[Page, str], Path]) -> None:
    person = Reviewer(page, leader, shoot)
    page.goto("/dashboard/?year=2021")
    expect(page.locator("main")).to_contain_text("全市目标进展")
    expect(page.get_by_role("link", name=NAME).first).to_be_visible()
    expect(page.locator("main")).to_contain_text("摘牌")
    page.wait_for_selector("#map-data ~ *, figure canvas", state="attached")
    person.picture("dashboard")


def _citizen_finds_it(page: Page, shoot: Callable[[Page, str], Path]) -> None:
    page.goto("/")
    shoot(page, "register-phone")
    page.locator("[name=q]").fill("slwhcy")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name=NAME).click()
    expect(page.locator("main")).to_contain_text("市级称号已撤销")
    expect(page.locator("main")).to_contain_text("2021年度：撤销市级称号（摘牌）")
    shoot(page, "register-cluster-phone")


def _letter_opens(officer: Officer) -> None:
    page = officer.page
    page.goto("/desk/results/2021/" + Cluster.objects.get(name=NAME).code + "/")
    officer.picture("result")
    link = page.locator("a[href*='/documents/']").first
    with page.expect_download() as download:
        link.click()
    content = Path(download.value.path()).read_bytes()
    text = "\n".join(line.text for line in Document(io.BytesIO(content)).paragraphs)
    assert NAME in text
    assert "黄牌" in text
