"""No red of axe at levels A and AA, nothing that has the focus under a bar, refusals tied to their field (8.D33)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page, expect

from assessment.models import Submission
from assessment.services import reference
from assessment.services.demo import loading
from clusters.enums import Role
from clusters.models import User
from clusters.services import reference as register_reference
from config.middleware import typed_text
from tests.support import every_page
from tests.support.browser import DESKTOP, PHONE

pytestmark = pytest.mark.browser

# Without `preload` axe does not fetch the style sheets once more, from an address where what they import is not.
LEVELS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
# No style of a small screen changes a colour: there the colours are looked at on the first page of each person only.
LAYOUT = {**LEVELS, "rules": {"color-contrast": {"enabled": False}}}
# The rows of a long list are alike, and the frame of a person is the same on all pages: looked at on the first.
LOOKED_AT = ["tbody tr:nth-child(n+9)"]
FRAME = [".topbar", ".rail", ".bottombar", ".site-foot"]
REPORT = "/desk/reports/2022/QJ-0004/"
ERRORS = ("400", "403", "403_csrf", "404", "409", "500", "503", "session_over")
WORKSHOP = ("admin:", "assessment:rule", "assessment:rehears")
# Every stop of the Tab key: whether it can be seen, i.e. is not covered by something else: at its head, or what is taller
# than half the screen in the middle of what lies on the screen.
COVERED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const box = one.getBoundingClientRect();
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const height = box.height > innerHeight / 2 ? middle : box.y + Math.min(box.height, 20) / 2;
  const top = document.elementFromPoint(box.x + box.width / 2, height);
  const isSeen = top && (one.contains(top) || top.contains(one) || top.closest("label, [data-figure]")?.contains(one));
  return isSeen ? "" : one.outerHTML.slice(0, 200);
}"""


@pytest.fixture
def demo(live_portal: str, settings: Any) -> None:
    settings.PORTAL_DEMO = True
    register_reference.load()
    reference.load()
    loading.load()


def violations(
    page: Page, *, within: str = "", without: Sequence[str] = (), options: Mapping[str, Any] = LEVELS
) -> Iterator[str]:
    """What axe finds on the page as it is shown."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    place = {"include": [within] if within else ["html"], "exclude": list(without)}
    for found in page.evaluate("([place, options]) => axe.run(place, options)", [place, options])["violations"]:
        for node in found["nodes"]:
            yield f"{page.url} {page.viewport_size} {found['id']}: {node['html'][:200]}"


def look(page: Page, address: str, seen: set[str]) -> list[str]:
    """Open one page at both sizes, and each dialog on it that was not seen yet; what axe finds on all of them."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200 or address.startswith("/fault/"), address
    found = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        options = LAYOUT if seen and size == PHONE else LEVELS
        found += violations(page, without=LOOKED_AT + (FRAME if seen else []), options=options)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{address} is wider than {size['width']} pixels")
        for name in page.locator("dialog[id]").evaluate_all("all => all.map((one) => one.id)"):
            if (mark := f"{name} {size['width']}") not in seen:
                seen.add(mark)
                page.evaluate("(id) => document.getElementById(id).showModal()", name)
                found += violations(page, within=f"#{name}", options=options)
                page.evaluate("(id) => document.getElementById(id).close()", name)
    seen.add(address)
    return found


def everything(people: Iterable[User | None], names: Sequence[str], open_page: Callable[..., Page]) -> list[str]:
    """What axe finds on every page that these people can open."""
    found: list[str] = []
    for user, addresses in every_page.pages(people, names):
        page, seen = open_page(user), set[str]()
        for address in addresses:
            found += look(page, address, seen)
        page.context.close()
    return found


@pytest.fixture
def open_page(signed_in: Callable[..., Page], new_context: Any) -> Callable[[User | None], Page]:
    def opened(user: User | None) -> Page:
        page = signed_in(user) if user else new_context().new_page()
        # While requests are watched the browser keeps nothing: every page would fetch every style and script anew.
        page.context.unroute_all()
        return page

    return opened


def person(name: str) -> User:
    return User.objects.get(username=name)


def test_no_page_of_the_portal_shows_red_in_axe(demo: None, open_page: Any) -> None:
    """(8.D33) All pages of citizens, officers, leaders and the statistics body, their dialogs, the pages of faults."""
    every_page.make_ready(person("shinan"), person("shenhe1"), person("anquan"))
    returned = Submission.objects.filter(state="returned").values("duty__district")
    officers = User.objects.filter(role=Role.DISTRICT_OFFICER, district__in=returned)[:1]
    people = [None, person("shinan"), *officers, person("lingdao"), person("shenpi1"), person("tongji")]
    names = [name for name, _ in every_page.routes() if not name.startswith(WORKSHOP)]
    assert everything(people, names, open_page) == []
    page, seen = open_page(None), set[str]()
    page.route(
        "**/fault/*", lambda route: route.fulfill(status=200, content_type="text/html", body=fault(route.request.url))
    )
    assert [found for name in ERRORS for found in look(page, f"/fault/{name}", seen)] == []


def fault(address: str) -> str:
    """The page of a fault as it is sent; with what was typed where it shows that."""
    request = RequestFactory().post("/", {"grounds": "建筑面积应扣除在建部分"})
    request.user, request.typed = AnonymousUser(), lambda: typed_text(request)  # type: ignore[attr-defined]
    return render_to_string(f"{address.rsplit('/', 1)[1]}.html", request=request)


def test_no_page_of_the_workbench_shows_red_in_axe(demo: None, open_page: Any) -> None:
    """(8.D33) All pages of reviewers, approvers and the three administrators, and the questions before their steps."""
    every_page.make_ready(person("shinan"), person("shenhe1"), person("anquan"))
    people = [person(name) for name in ("shenpi2", "shenhe1", "anquan", "xitong", "shenji")]
    names = [name for name, _ in every_page.routes() if name.startswith(WORKSHOP)]
    assert everything(people, names, open_page) == []


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


def hidden_stops(page: Page, stops: int) -> Iterator[str]:
    """What has the focus and cannot be seen, going down the page by the Tab key and up again."""
    for key in ["Tab"] * stops + ["Shift+Tab"] * stops:
        page.keyboard.press(key)
        if covered := page.evaluate(COVERED):
            yield f"{page.url} {page.viewport_size} {covered}"


def test_nothing_that_has_the_focus_lies_under_a_bar(demo: None, open_page: Any) -> None:
    """(8.D33) In the form and its dense view, on the workbench, a list and a review with their bars, on the dashboard."""
    submitted = Submission.objects.filter(state="submitted").values_list("pk", flat=True)[0]
    places = {
        "shinan": (REPORT, f"{REPORT}?view=dense", "/monitoring/quarters/"),
        "shenhe1": ("/admin/", "/admin/assessment/assessment/", f"/admin/assessment/submission/{submitted}/change/"),
        "lingdao": ("/dashboard/",),
    }
    hidden = []
    for name, addresses in places.items():
        page = open_page(person(name))
        for size, address in ((size, address) for size in (DESKTOP, PHONE) for address in addresses):
            page.set_viewport_size(size)
            page.goto(address)
            page.locator("#main").focus()
            hidden += hidden_stops(page, 50)
    assert hidden == []
