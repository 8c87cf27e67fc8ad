"""The leaders' page as drawn: no error while it is hidden, no hole in the figures, legible on a phone."""

import pytest
from playwright.sync_api import expect

from assessment.services import runs
from tests.factories import CategoryFactory, UserFactory
from tests.support.browser import PHONE
from tests.support.history import confirmed, municipal, report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notice")]

HERE = "/dashboard/?year=2020"


@pytest.fixture
def leader():
    return UserFactory(leader=True)


@pytest.fixture
def cards(approver):
    for number in range(8):
        cluster = municipal(category=CategoryFactory(name=f"现代服务{number}"))
        report(cluster, 2020, failing=True)
        confirmed(cluster, 2020, approver)
    runs.assess_now(2020, by=None)


def test_charts_that_lose_their_room_do_not_fail(signed_in, leader, cards):
    page = signed_in(leader)
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(HERE)
    expect(page.locator("figure canvas")).to_have_count(3)
    page.evaluate("document.querySelector('main').style.width = '0'")
    page.wait_for_timeout(300)
    page.evaluate("document.querySelector('main').style.width = ''")
    page.wait_for_timeout(300)
    assert faults == []


def test_charts_stand_whole_on_paper(signed_in, leader, cards):
    page = signed_in(leader)
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(HERE)
    expect(page.locator("figure canvas")).to_have_count(3)
    page.emulate_media(media="print")
    page.wait_for_timeout(300)
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_timeout(300)
    boxes = [canvas.bounding_box() for canvas in page.locator("figure canvas").all()]
    assert all(box["height"] > 150 and box["x"] + box["width"] <= 700 for box in boxes)
    assert faults == []


def test_big_chart_is_drawn_for_paper_before_the_printer_takes_the_page(signed_in, leader, approver):
    """(8.D33) Twenty categories: within the event, without a frame in between, the bars lie and are all drawn."""
    for number in range(20):
        cluster = municipal(category=CategoryFactory(name=f"现代服务业第{number}类"))
        report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    page = signed_in(leader)
    page.goto(HERE)
    canvas = page.locator("[data-chart='categories-data'] canvas")
    expect(canvas).to_be_visible()
    found = canvas.evaluate("""(canvas) => {
      const drawn = () => {
        const { width, height } = canvas;
        const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
        const rows = new Set();
        for (let at = 3; at < pixels.length; at += 4) if (pixels[at]) rows.add(Math.floor(at / 4 / width));
        return { width, height, last: Math.max(...rows), count: rows.size };
      };
      const before = drawn();
      window.dispatchEvent(new Event("beforeprint"));
      const paper = drawn();
      window.dispatchEvent(new Event("afterprint"));
      return { before, paper, after: drawn() };
    }""")
    assert found["paper"]["width"] <= 640 < found["before"]["width"]
    assert found["paper"]["height"] == 20 * 30 + 90
    assert found["paper"]["last"] > found["paper"]["height"] * 0.9
    assert found["paper"]["count"] > found["paper"]["height"] * 0.5


@pytest.mark.parametrize("width", (390, 720, 1000, 1440))
def test_opening_figures_fill_every_row(signed_in, leader, cards, width):
    page = signed_in(leader)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(HERE)
    right = page.evaluate("""() => {
      const rows = {};
      for (const tile of document.querySelectorAll(".tiles--strip > *")) {
        const box = tile.getBoundingClientRect();
        rows[box.top] = Math.max(rows[box.top] ?? 0, Math.round(box.right));
      }
      return Object.values(rows);
    }""")
    assert len(set(right)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_bars_lie_down_where_their_names_would_not_stand_side_by_side(signed_in, leader, cards):
    page = signed_in(leader, viewport=PHONE)
    page.goto(HERE)
    canvas = page.locator("[data-chart='categories-data'] [data-chart-canvas]")
    expect(canvas.locator("canvas")).to_be_visible()
    assert canvas.bounding_box()["height"] == 8 * 30 + 90


def test_count_of_cards_leads_to_the_list(signed_in, leader, cards):
    page = signed_in(leader)
    page.goto(HERE)
    page.get_by_role("link", name="黄牌警告").click()
    expect(page.get_by_role("heading", name="黄牌与摘牌")).to_be_in_viewport()
