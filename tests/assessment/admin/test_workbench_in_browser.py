"""The workbench in a real browser: dialogs join the boxes of the table, boxes join the bar, nothing breaks the policy."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Assessment, Decision, RulesetVersion, Submission
from clusters.models import User
from tests.factories import PASSWORD, IndicatorFactory, SubmissionFactory, figures
from tests.support.browser import PHONE
from tests.support.history import confirmed, municipal, report, scored
from tests.support.workbench import address, listed

pytestmark = pytest.mark.browser

ODD = {"revenue": "1200000000.00", "leading_revenue": "900000000.00"}
OpenPage = Callable[..., Page]


@pytest.fixture
def _asked(notice: RulesetVersion) -> None:
    for order, (code, label) in enumerate((("revenue", "营业收入"), ("tax", "税收"))):
        IndicatorFactory(code=code, label=label, order=order)


@pytest.mark.usefixtures("_asked")
def test_reason_ticked_in_the_table_is_sent_with_the_dialog(
    live_portal: str, reviewer: User, signed_in: OpenPage, screenshot: Callable
) -> None:
    reasons = {"revenue": "含新并入的结算平台。", "floor_area": "含新并入的结算平台。"}
    row = SubmissionFactory(values=figures(**ODD), confirmations=reasons, submitted=True)
    page = signed_in(reviewer)
    page.goto(address(row))
    page.get_by_label("采信该说明").first.check()
    page.get_by_role("button", name="核实通过").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("成为2021年度考核的依据")
    screenshot(page, "workbench-verify")
    dialog.get_by_role("button", name="核实通过").click()
    expect(page.get_by_role("status").first).to_contain_text("已核实")
    row.refresh_from_db()
    assert set(row.verified_version.review.accepted) == set(reasons)


@pytest.mark.usefixtures("_asked")
def test_return_without_a_reason_opens_its_dialog_again_with_the_focus_in_it(
    live_portal: str, reviewer: User, signed_in: OpenPage
) -> None:
    row = SubmissionFactory(submitted=True)
    page = signed_in(reviewer, viewport=PHONE)
    page.goto(address(row))
    page.get_by_label("需修改：税收").check()
    page.get_by_role("button", name="退回修改").click()
    page.get_by_role("dialog").get_by_role("button", name="退回修改", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("请填写理由。")
    expect(dialog).to_contain_text("已标记 1 项：税收")
    dialog.get_by_label("退回理由").fill("请核对税收口径")
    dialog.get_by_role("button", name="退回修改", exact=True).click()
    expect(page.get_by_text("已退回", exact=True).first).to_be_visible()
    row.refresh_from_db()
    assert (row.return_reason, row.returned_fields) == ("请核对税收口径", ["tax"])


def test_box_in_the_head_picks_the_page_and_the_bar_counts(
    live_portal: str, notice: RulesetVersion, reviewer: User, signed_in: OpenPage
) -> None:
    for _ in range(3):
        SubmissionFactory(submitted=True)
    page = signed_in(reviewer)
    page.goto(listed(Submission))
    button = page.get_by_role("button", name="批量核实")
    expect(button).to_be_disabled()
    page.get_by_label("全选本页").check()
    expect(page.get_by_text("已选 3 件")).to_be_visible()
    button.click()
    page.get_by_role("button", name="核实 3 件").click()
    expect(page.get_by_text("已办理")).to_have_count(3)
    assert Submission.objects.filter(state="verified").count() == 3


def test_two_people_delist_a_cluster(
    live_portal: str, notice: RulesetVersion, approver: User, second: User, signed_in: OpenPage
) -> None:
    cluster = municipal()
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    row: Assessment = scored(cluster, 2021)
    for person, words in ((approver, "等待另一名审批人复签"), (second, "已作出决定")):
        page = signed_in(person)
        page.goto(address(row))
        page.get_by_role("button", name="签署摘牌").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("您的登录密码").fill(PASSWORD)
        dialog.get_by_role("button", name="签署摘牌").click()
        expect(page.get_by_role("status").first).to_contain_text(words)
    assert Decision.objects.filter(kind="delisting", seconded_by=second).exists()
