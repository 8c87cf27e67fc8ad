"""The demonstration as it is printed: every account signs in through the page and finds its own start page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from assessment.services import reference
from assessment.services.demo import accounts, loading
from clusters.services import reference as register_reference

pytestmark = pytest.mark.browser


def test_every_printed_account_signs_in_and_sees_its_start_page(
    live_portal: str, new_context: Callable[..., BrowserContext], settings: pytest.FixtureRequest
) -> None:
    settings.PORTAL_DEMO = True  # type: ignore[attr-defined]
    register_reference.load()
    reference.load()
    loading.load()
    rows = list(accounts.table())
    assert len({row.role.split("·")[0] for row in rows}) == 9
    for row in rows:
        context = new_context()
        page = context.new_page()
        page.goto("/login/")
        page.get_by_label("用户名").fill(row.username)
        page.get_by_label("密码").fill(row.password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"**{row.start}")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".ribbon")).to_contain_text("演示数据")
        expect(page.locator("body")).to_contain_text(row.name)
        context.close()
