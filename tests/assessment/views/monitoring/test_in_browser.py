"""Monitoring under the hands of a person: dialog, filters, a pasted column, and every page on a phone."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from assessment.models import QuarterFigure
from assessment.services import quarters, reference
from clusters.messaging.models import Message
from clusters.models import User
from tests.factories import ClusterFactory, DutyFactory, SubmissionFactory, UserFactory, figures
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("notice")]

PASTE = """() => {
  const data = new DataTransfer();
  data.setData("text/plain", "1,234.50\\r\\n200\\r\\n");
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(paste);
}"""


@pytest.fixture
def asking(approver, duty):
    with transaction.atomic():
        reference.load_indicators()
    quarters.ask(2021, ("revenue", "tax"), by=approver)


def test_city_reminds_after_the_dialog_said_whom(signed_in, reviewer, duty, officer):
    page = signed_in(reviewer)
    page.goto("/monitoring/")
    page.get_by_role("button", name="催报", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"{duty.district}：1 家未提交")
    dialog.get_by_role("button", name="返回").click()
    assert not Message.objects.exists()
    page.get_by_role("button", name="催报", exact=True).click()
    dialog.get_by_role("button", name="发送催报消息").click()
    expect(page.get_by_text("已向 1 名填报员发送催报消息")).to_be_visible()
    assert Message.objects.get().recipient == officer


def test_column_copied_from_a_spreadsheet_fills_one_quarter_of_all_clusters(signed_in, officer, duty, asking):
    second = DutyFactory(cluster=ClusterFactory(municipal=True, district=duty.district))
    page = signed_in(officer)
    page.goto("/monitoring/quarters/?quarter=1")
    first = page.locator("tbody").first.locator("input").first
    first.focus()
    page.evaluate(PASTE)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="保存第一季度数据").click()
    expect(page.get_by_text("第一季度数据已保存（2 家有变动）")).to_be_visible()
    stored = {row.duty_id: (row.values["revenue"], row.values["tax"]) for row in QuarterFigure.objects.all()}
    assert sorted(stored.values()) == [("1234.50", None), ("200", None)]
    assert set(stored) == {duty.pk, second.pk}


def test_filter_swaps_the_list_and_writes_the_address(signed_in):
    for values in ({"tax": "5900"}, {"revenue": "101000", "leading_revenue": "80000"}):
        SubmissionFactory(values=figures(**values), submitted=True)
    page = signed_in(UserFactory(leader=True))
    page.goto("/monitoring/watch/")
    expect(page.locator(".watch-grid tbody tr")).to_have_count(2)
    page.get_by_label("预警原因").select_option(label="接近标准线")
    expect(page.locator(".watch-grid tbody tr")).to_have_count(1)
    assert "reason=near" in page.url


def test_no_page_is_wider_than_a_phone(signed_in, approver: User, duty, asking, officer):
    SubmissionFactory(duty=duty, values=figures(tax="5900"), submitted=True)
    QuarterFigure.objects.create(duty=duty, quarter=1, revision=1, values={"revenue": "123456789012.34", "tax": "1"})
    addresses = (
        "/monitoring/",
        "/monitoring/duties/",
        "/monitoring/watch/",
        f"/monitoring/clusters/2021/{duty.cluster.code}/",
        "/monitoring/quarters/?quarter=1",
        "/messages/",
    )
    for person in (approver, officer):
        page = signed_in(person, viewport=PHONE)
        for address in addresses:
            page.goto(address)
            expect(page.locator("h1")).to_be_visible()
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (address, wide) == (address, 0)
