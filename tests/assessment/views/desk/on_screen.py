"""The form as a test sees it in the browser: what a field says of its saving, what lies here and on the server."""

import json

from playwright.sync_api import Locator, Page

from assessment.models import Duty, Submission
from tests.factories import figures


def stored(duty: Duty, code: str) -> str | None:
    return Submission.objects.get(duty=duty).values[code]


def local(page: Page) -> dict:
    """The copies this browser keeps."""
    return {name: json.loads(text) for name, text in page.evaluate("Object.entries(localStorage)")}


def saved_at(page: Page, code: str) -> Locator:
    return page.locator(f"[data-saved-at='{code}']")


def fill_all(page: Page) -> None:
    for code, text in figures(jobs="1200").items():
        page.fill(f"#id_value_{code}", text)
