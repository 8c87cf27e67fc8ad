"""The report as a paper to sign, and all of its figures on one screen, with every indicator of the city (8.D28)."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from assessment.models import Indicator
from assessment.services import reference
from tests.assessment.views.desk.on_screen import saved_at, stored
from tests.factories import DutyFactory, SubmissionFactory, UserFactory
from tests.support.browser import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def all_asked(notice):
    with transaction.atomic():
        reference.load_indicators()
    return list(Indicator.objects.in_force(2021))


@pytest.fixture
def report(all_asked):
    duty = DutyFactory(year=2021)
    values = {one.code: "12345678.90" if one.kind == "money" else "1234567" for one in all_asked}
    SubmissionFactory(duty=DutyFactory(cluster=duty.cluster, year=2020), values=values, verified=True)
    return SubmissionFactory(duty=duty, values=values, revision=1)


@pytest.fixture
def page(signed_in, report):
    opened = signed_in(UserFactory(district=report.duty.district))
    opened.goto(f"/desk/reports/2021/{report.duty.cluster.code}/")
    return opened


def test_every_figure_lies_on_one_screen(page, report, all_asked, screenshot):
    """(8.D28) All fields and the buttons within 1440 × 900; what is typed is saved, and saving stays in this view."""
    page.get_by_role("link", name="紧凑填报").click()
    fields = page.locator("#report-form [data-figure] input")
    assert fields.count() == len(all_asked)
    edges = [box["y"] + box["height"] for one in fields.all() if (box := one.bounding_box())]
    bar = page.locator(".report-actions").bounding_box()
    assert bar is not None
    assert len(edges) == len(all_asked)
    assert max(edges) <= bar["y"]
    assert bar["y"] + bar["height"] <= DESKTOP["height"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, "report-dense")
    page.fill("#id_value_tax", "8888")
    expect(saved_at(page, "tax")).to_contain_text("已保存")
    assert stored(report.duty, "tax") == "8888"
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_role("link", name="紧凑填报")).to_have_attribute("aria-current", "page")


def test_keyboard_walks_the_dense_view_in_the_order_of_the_form(page, all_asked):
    """(8.D28) Down the first column, then down the second."""
    page.get_by_role("link", name="紧凑填报").click()
    names = page.locator("#report-form [data-figure] input").evaluate_all("all => all.map((one) => one.name)")
    page.focus(f"#id_{names[0]}")
    walked = [names[0]]
    for _ in names[1:]:
        page.keyboard.press("Enter")
        walked.append(page.evaluate("document.activeElement.name"))
    assert walked == names


def test_paper_is_one_page_with_the_lines_to_sign(page, report, screenshot):
    """(8.D28) The button of the form leads to it; on screen the lines are not shown."""
    page.get_by_role("link", name="打印报表").click()
    expect(page.get_by_role("button", name="打印报表")).to_be_visible()
    expect(page.locator(".sign-lines")).to_be_hidden()
    page.emulate_media(media="print")
    for words in ("填报人", "审核人", "负责人", f"填报单位：{report.duty.district}"):
        expect(page.locator(".sign-lines").get_by_text(words)).to_be_visible()
    for aside in (".report-aside", ".stepper", ".topbar", ".rail"):
        expect(page.locator(aside)).to_be_hidden()
    screenshot(page, "report-paper")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))) == 1
