"""The form under the hands of a person: keyboard, paste, saving while typing, a lost line, a colleague at the same time."""

from decimal import Decimal

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from assessment.models import Submission
from assessment.services import submissions
from clusters.models import User
from tests.assessment.views.desk.on_screen import fill_all, local, saved_at, stored
from tests.factories import PASSWORD
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(signed_in, officer, at) -> Page:
    opened = signed_in(officer)
    opened.goto(at.report)
    return opened


def test_enter_walks_through_all_families_and_each_field_says_that_it_is_saved(page, duty):
    page.focus("#id_value_revenue")
    for text in ("120000", "90000", "7000", "100000", "1200"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(saved_at(page, "jobs")).to_contain_text("已保存")
    expect(saved_at(page, "revenue")).to_contain_text("已保存")
    expect(page.locator("#preview")).to_contain_text("达标")
    expect(page.locator("#counts")).to_contain_text("5 / 5")
    assert stored(duty, "tax") == "7000"
    assert local(page) == {}


def test_blank_report_shows_as_a_draft_from_its_first_save_on(page):
    expect(page.locator("#report-state")).to_contain_text("未填报")
    page.fill("#id_value_tax", "0")
    expect(saved_at(page, "tax")).to_contain_text("已保存")
    expect(page.locator("#report-state")).to_contain_text("草稿")


def test_count_of_what_is_lacking_leads_to_the_first_blank(page):
    page.fill("#id_value_revenue", "120000")
    page.get_by_role("link", name="必填还差 3 项").click()
    expect(page.locator("#id_value_leading_revenue")).to_be_focused()


def test_preview_follows_the_figures_without_a_reload(page):
    fill_all(page)
    page.fill("#id_value_tax", "5000")
    expect(page.locator("#preview")).to_contain_text("税收差 1,000 万元")
    expect(page.locator("#verdict-mini")).to_contain_text("黄牌")


def test_unreadable_figure_is_told_at_once_and_kept_on_this_machine(page, duty):
    page.fill("#id_value_revenue", "1e5")
    page.keyboard.press("Tab")
    expect(page.locator("#hints_revenue")).to_contain_text("科学计数法")
    expect(saved_at(page, "revenue")).to_contain_text("未能保存")
    assert stored(duty, "revenue") is None
    (copy,) = local(page).values()
    assert copy["texts"] == {"value_revenue": "1e5"}
    page.reload()
    expect(page.locator("#id_value_revenue")).to_have_value("1e5")
    expect(page.locator("#local-notice")).to_contain_text("已恢复")


def test_odd_figure_asks_for_a_reason_and_offers_the_likely_one(page, duty):
    fill_all(page)
    page.fill("#id_value_revenue", "1200000000")
    hints = page.locator("#hints_revenue")
    expect(hints).to_contain_text("需要确认")
    expect(page.locator("#id_confirm_revenue")).to_be_visible()
    hints.get_by_role("button", name="营业收入改为 120,000 万元").first.click()
    expect(page.locator("#id_value_revenue")).to_have_value("120000")
    expect(hints).not_to_contain_text("需要确认")
    expect(page.locator("#id_confirm_revenue")).to_be_hidden()


def test_lost_line_keeps_the_figures_here_and_sends_them_when_it_is_back(page, duty, watch):
    watch.ignore("htmx:")
    watch.ignore("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.fill("#id_value_tax", "7000")
    page.keyboard.press("Tab")
    expect(saved_at(page, "tax")).to_contain_text("网络断开，已存于本机")
    assert not Submission.objects.exists()
    page.context.set_offline(False)
    expect(saved_at(page, "tax")).to_contain_text("已保存")
    assert stored(duty, "tax") == "7000"
    assert local(page) == {}


def test_page_closed_while_the_line_was_down_finds_its_figures_again(page, duty, at, watch):
    watch.ignore("htmx:")
    watch.ignore("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.fill("#id_value_tax", "7000")
    page.keyboard.press("Tab")
    expect(saved_at(page, "tax")).to_contain_text("已存于本机")
    again = page.context.new_page()
    page.close(run_before_unload=False)
    again.context.set_offline(False)
    again.goto(at.report)
    expect(again.locator("#id_value_tax")).to_have_value("7000")
    expect(saved_at(again, "tax")).to_contain_text("已保存")
    assert stored(duty, "tax") == "7000"


def end_session(page: Page) -> None:
    """The session ends on the server; the token of the form in the browser stays."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in_again(page: Page, user: User) -> None:
    """Sign in from the notice of the form, in the window it opens, and come back."""
    with page.expect_popup() as opened:
        page.get_by_role("button", name="在新窗口登录").click()
    window = opened.value
    window.get_by_label("用户名").fill(user.username)
    window.get_by_label("密码").fill(PASSWORD)
    window.get_by_role("button", name="登录").click()
    window.wait_for_url(lambda address: "/login/" not in address)
    window.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_session_that_ended_while_typing_costs_nothing_after_signing_in_again(page, duty, officer):
    end_session(page)
    page.fill("#id_value_tax", "7000")
    page.keyboard.press("Tab")
    expect(page.locator("#local-notice")).to_contain_text("登录已失效")
    sign_in_again(page, officer)
    expect(saved_at(page, "tax")).to_contain_text("已保存")
    expect(page.locator("#local-notice")).to_be_hidden()
    assert stored(duty, "tax") == "7000"
    assert local(page) == {}


def test_figures_of_one_officer_are_not_saved_by_another_who_signs_in(page, colleague):
    end_session(page)
    page.fill("#id_value_tax", "7000")
    page.keyboard.press("Tab")
    sign_in_again(page, colleague)
    expect(page.locator("#local-notice")).to_contain_text("不是原来的填报员")
    assert not Submission.objects.exists()
    assert [copy["texts"] for copy in local(page).values()] == [{"value_tax": "7000"}]


@pytest.mark.parametrize("is_offline", (True, False))
def test_submit_without_line_or_session_stays_on_the_form(page, duty, watch, is_offline):
    watch.ignore("htmx:")
    watch.ignore("ERR_INTERNET_DISCONNECTED")
    fill_all(page)
    expect(saved_at(page, "jobs")).to_contain_text("已保存")
    expect(page.locator("#submit-dialog button[value=submit]")).to_be_attached()
    if is_offline:
        page.context.set_offline(True)
    else:
        end_session(page)
    page.get_by_role("button", name="提交审核").first.click()
    page.locator("#submit-dialog").get_by_role("button", name="提交审核").click()
    expect(page.locator("#local-notice")).to_contain_text("网络断开" if is_offline else "登录已失效")
    expect(page.locator("#submit-dialog")).to_be_hidden()
    expect(page.locator("#id_value_tax")).to_have_value("7000.00")
    assert Submission.objects.get(duty=duty).state == "draft"


def test_colleague_who_saved_in_between_is_not_overwritten(page, duty, colleague, screenshot):
    fill_all(page)
    expect(saved_at(page, "jobs")).to_contain_text("已保存")
    report = Submission.objects.get(duty=duty)
    theirs = submissions.Entry(
        values={**submissions.figures.from_text(report.values), "tax": Decimal(8888)}, source="form"
    )
    submissions.save_draft(report, theirs, by=colleague)
    page.fill("#id_value_tax", "7777")
    page.keyboard.press("Tab")
    expect(page.locator("#local-notice")).to_contain_text("填报员乙")
    assert stored(duty, "tax") == "8888"
    page.get_by_role("button", name="对照两个版本").click()
    expect(page.locator(".conflict")).to_contain_text("8,888")
    expect(page.locator("#id_value_tax")).to_have_value("7777")
    screenshot(page, "desk-report-conflict")
    page.get_by_role("button", name="采用对方的：税收").click()
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".messages")).to_contain_text("草稿已保存")
    expect(page.locator("#id_value_tax")).to_have_value("8888")


def test_submit_right_after_typing_files_what_was_typed(page, duty, screenshot):
    fill_all(page)
    page.fill("#id_value_tax", "7123")
    page.get_by_role("button", name="提交审核").first.click()
    expect(page.locator("#submit-dialog")).to_contain_text("不能再修改")
    screenshot(page, "desk-report-dialog")
    page.locator("#submit-dialog").get_by_role("button", name="提交审核").click()
    expect(page.locator(".messages")).to_contain_text("等待市级审核")
    report = Submission.objects.get(duty=duty)
    assert (report.state, report.versions.get().values["tax"]) == ("submitted", "7123")


def test_refused_saving_keeps_what_was_typed_and_leads_to_the_fields(page, duty):
    page.fill("#id_value_tax", "abc")
    page.get_by_role("button", name="保存草稿").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(page.locator("#id_value_tax")).to_have_value("abc")
    summary.locator("a[href='#id_value_tax']").click()
    expect(page.locator("#id_value_tax")).to_be_focused()


def test_what_is_open_is_listed_by_name_before_filing_is_offered(page, duty, screenshot):
    """Blanks and doubts with links to their fields; then what was typed last is filed (8.B20)."""
    fill_all(page)
    page.fill("#id_value_tax", "")
    page.fill("#id_value_jobs", "")
    page.fill("#id_value_revenue", "1200000000")
    dialog = page.locator("#submit-dialog")
    page.get_by_role("button", name="提交审核").first.click()
    expect(dialog).to_contain_text("税收：必需指标未填写")
    expect(dialog).to_contain_text("营业收入：数据存疑")
    expect(dialog).to_contain_text("以下 2 项留空")
    expect(dialog.locator("button[value=submit]")).to_have_count(0)
    screenshot(page, "desk-report-open")
    dialog.get_by_role("link", name="税收").first.click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#id_value_tax")).to_be_focused()
    page.fill("#id_value_revenue", "120000")
    page.fill("#id_value_tax", "7001")
    page.get_by_role("button", name="提交审核").first.click()
    expect(dialog).to_contain_text("以下 1 项留空，按未报处理，不等于零：期末从业人员。")
    dialog.locator("button[value=submit]").click()
    expect(page.locator(".messages")).to_contain_text("等待市级审核")
    values = Submission.objects.get(duty=duty).versions.get().values
    assert (values["tax"], values["revenue"], values["jobs"]) == ("7001", "120000", None)


def test_form_fits_the_phone(signed_in, officer, at, draft, screenshot):
    phone = signed_in(officer, viewport=PHONE)
    phone.goto(at.report)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(phone.locator("#preview")).to_contain_text("达标")
    screenshot(phone, "desk-report-phone")
