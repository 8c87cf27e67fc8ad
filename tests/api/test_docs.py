"""The description for people works under the strict content security policy and speaks Chinese."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import CategoryFactory, UserFactory
from tests.support.browser import PHONE

SPOKEN = re.compile(r"Try it out|Execute|Parameters|Responses|Authorize|Available values|Server response|Cancel")


@pytest.mark.browser
@pytest.mark.parametrize("viewport", (None, PHONE), ids=("wide", "phone"))
def test_reader_tries_a_request_out(
    signed_in: Callable[..., Page], screenshot: Callable[[Page, str], Path], viewport: Any
) -> None:
    """The watch of these tests fails for every refused script or style."""
    CategoryFactory(code="logistics", name="现代物流")
    page = signed_in(UserFactory(reviewer=True), **({"viewport": viewport} if viewport else {}))
    page.goto("/api/v1/docs/")
    block = page.locator(".opblock").filter(has_text="类别列表")
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="试一试").click()
    block.get_by_role("button", name="执行").click()
    expect(block.locator(".live-responses-table")).to_contain_text("现代物流")
    assert SPOKEN.findall(page.locator("#main").inner_text()) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    screenshot(page, f"api-docs-{'phone' if viewport else 'wide'}")
