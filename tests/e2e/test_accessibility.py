"""No red of axe at levels A and AA, nothing that has the focus under a bar, refusals tied to their field (8.D33)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assessment.services import reference
from assessment.services.demo import loading
from clusters.models import User
from clusters.services import reference as register_reference
from tests.support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser

# Without `preload` axe does not fetch the style sheets once more, from an address where what they import is not.
LEVELS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
REPORT = "/desk/reports/2022/QJ-0004/"
PAGES = {
    "": ("/register/", "/standards/", "/verify/", "/login/"),
    "shinan": ("/desk/", "/desk/reports/", REPORT, "/desk/results/", "/desk/results/2020/QJ-0004/", "/messages/"),
    "lingdao": ("/dashboard/", "/dashboard/ranking/", "/monitoring/", "/monitoring/quarters/"),
    "shenpi1": ("/admin/", "/admin/assessment/assessment/", "/admin/assessment/submission/", "/rulebooks/"),
}
# Every stop of the Tab key: whether its middle can be seen, i.e. is not covered by something else.
COVERED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2);
  const isSeen = top && (one.contains(top) || top.contains(one) || top.closest("label, [data-figure]")?.contains(one));
  return isSeen ? "" : one.outerHTML.slice(0, 200);
}"""


@pytest.fixture
def demo(live_portal: str, settings: Any) -> None:
    settings.PORTAL_DEMO = True
    register_reference.load()
    reference.load()
    loading.load()


def violations(page: Page) -> Iterator[str]:
    """What axe finds on the page as it is shown."""
    for found in Axe().run(page, options=LEVELS).response["violations"]:
        for node in found["nodes"]:
            yield f"{page.url} {found['id']}: {node['html'][:200]}"


def test_no_page_shows_red_in_axe(demo: None, signed_in: Callable[..., Page], new_context) -> None:
    """(8.D33)"""
    found: list[str] = []
    for name, addresses in PAGES.items():
        for size in (DESKTOP, PHONE):
            page = (
                signed_in(User.objects.get(username=name), viewport=size)
                if name
                else new_context(viewport=size).new_page()
            )
            for address in addresses:
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                found += violations(page)
            page.context.close()
    assert found == []


def test_refusal_while_typing_is_tied_to_its_field(demo: None, signed_in: Callable[..., Page]) -> None:
    """(8.D33)"""
    page = signed_in(User.objects.get(username="shinan"))
    page.goto(REPORT)
    field = page.locator("#id_value_revenue")
    field.fill("1e5")
    expect(page.locator("#hints_revenue")).to_contain_text("科学计数法")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "hints_revenue" in (field.get_attribute("aria-describedby") or "").split()
    assert list(violations(page)) == []
    field.fill("120000")
    expect(field).to_have_attribute("aria-invalid", "false")
    page.get_by_role("button", name="提交审核").first.click()
    expect(page.locator("#submit-dialog")).to_be_visible()
    assert list(violations(page)) == []


@pytest.mark.parametrize("size", (DESKTOP, PHONE), ids=("desktop", "phone"))
def test_nothing_that_has_the_focus_lies_under_a_bar(demo: None, signed_in: Callable[..., Page], size) -> None:
    """(8.D33)"""
    page = signed_in(User.objects.get(username="shinan"), viewport=size)
    page.goto(REPORT)
    page.locator("#id_value_revenue").focus()
    hidden = []
    for key in ["Tab"] * 60 + ["Shift+Tab"] * 60:
        page.keyboard.press(key)
        hidden += filter(None, [page.evaluate(COVERED)])
    assert hidden == []
