"""What was typed survives an expired session in every form, also when both cookies are gone (8.B19)."""

import pytest
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessment.models import Appeal, QuarterFigure, Submission
from assessment.services import quarters, reference, rulesets
from clusters.models import User
from tests.assessment.conftest import RULESETS
from tests.factories import PASSWORD, DutyFactory, SubmissionFactory, SubmissionVersionFactory, UserFactory
from tests.support.history import confirmed, municipal, report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def notice(transactional_db):
    rulesets.install((RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8"), name="qingdao_2020")


def lose_cookies(page: Page) -> None:
    """Both cookies go: the session's and that of the token."""
    page.context.clear_cookies()


def sign_in_again(page: Page, user: User) -> None:
    with page.expect_popup() as opened:
        page.get_by_role("link", name="在新窗口登录").click()
    window = opened.value
    window.get_by_label("用户名").fill(user.username)
    window.get_by_label("密码").fill(PASSWORD)
    window.get_by_role("button", name="登录").click()
    window.wait_for_url(lambda address: "/login/" not in address)
    window.close()


def submits_after_signing_in_again(page: Page, user: User, button: str) -> None:
    """The first try stays on the page and says why; after signing in again elsewhere the second goes through."""
    lose_cookies(page)
    page.get_by_role("button", name=button, exact=True).last.click()
    expect(page.locator("#session-notice")).to_contain_text("登录已失效，本次没有提交，填写的内容仍在本页")
    sign_in_again(page, user)
    page.get_by_role("button", name=button, exact=True).last.click()
    expect(page.locator("#session-notice")).to_have_count(0)


def test_appeal(signed_in, screenshot):
    cluster = municipal()
    with transaction.atomic():
        report(cluster, 2020, failing=True)
        (card,) = confirmed(cluster, 2020, UserFactory(approver=True))
    officer = UserFactory(district=cluster.district)
    page = signed_in(officer)
    page.goto(reverse("assessment:appeal", args=[card.pk]))
    page.get_by_label("申请理由").fill("建筑面积应扣除在建部分")
    lose_cookies(page)
    page.get_by_role("button", name="提交复核申请").click()
    expect(page.locator("#session-notice")).to_be_visible()
    screenshot(page, "session-over")
    submits_after_signing_in_again(page, officer, "提交复核申请")
    expect(page.get_by_text("复核申请已提交")).to_be_visible()
    assert Appeal.objects.get().grounds == "建筑面积应扣除在建部分"


def test_quarterly_figures(signed_in):
    with transaction.atomic():
        reference.load_indicators()
    duty = DutyFactory()
    quarters.ask(2021, ("revenue", "tax"), by=UserFactory(approver=True))
    officer = UserFactory(district=duty.district)
    page = signed_in(officer)
    page.goto("/monitoring/quarters/?quarter=1")
    page.locator("tbody input").first.fill("1234.50")
    submits_after_signing_in_again(page, officer, "保存第一季度数据")
    expect(page.get_by_text("第一季度数据已保存")).to_be_visible()
    assert QuarterFigure.objects.get().values["revenue"] == "1234.50"


def test_reason_in_a_dialog_of_the_workbench(signed_in):
    version = SubmissionVersionFactory(submission=SubmissionFactory(submitted=True))
    Submission.objects.update(current_version=version)
    reviewer = UserFactory(reviewer=True)
    page = signed_in(reviewer)
    page.goto(reverse("admin:assessment_submission_change", args=[version.submission_id]))
    page.get_by_role("button", name="退回修改").first.click()
    page.locator("dialog[open] textarea").first.fill("税收与完税证明不符")
    submits_after_signing_in_again(page, reviewer, "退回修改")
    expect(page.get_by_text("已退回：")).to_be_visible()
    assert Submission.objects.get().return_reason == "税收与完税证明不符"


FORMS = (
    ("reviewer", "admin:clusters_cluster_add"),
    ("approver", "admin:assessment_reportingyear_add"),
    ("system_admin", "admin:clusters_user_add"),
    ("security_admin", "admin:clusters_apitoken_add"),
    ("reviewer", "assessment:rulebook-draft"),
)


@pytest.mark.parametrize(("role", "form"), FORMS, ids=[form for _, form in FORMS])
def test_every_other_form_keeps_its_text(signed_in, role, form):
    """Siblings: whatever is typed into a page of the workbench or the rulebooks stays there and is not sent."""
    page = signed_in(UserFactory(role=role))
    page.goto(reverse(form))
    form_on_page = page.locator("main form[method=post]").last
    fields = form_on_page.locator("input:is([type=text], [type=number]):visible, textarea:visible")
    typed = [str(2031 + number) for number in range(fields.count())]
    assert typed
    for field, text in zip(fields.all(), typed, strict=True):
        field.fill(text)
    lose_cookies(page)
    form_on_page.locator("[type=submit]").last.click()
    expect(page.locator("#session-notice")).to_contain_text("填写的内容仍在本页")
    assert [field.input_value() for field in fields.all()] == typed


@pytest.mark.parametrize("gone", ("session", "both"))
def test_without_the_script_the_text_comes_back_to_be_copied(signed_in, screenshot, gone):
    """The browser's own way back would open an empty form: the answer shows the text."""
    cluster = municipal()
    with transaction.atomic():
        report(cluster, 2020, failing=True)
        (card,) = confirmed(cluster, 2020, UserFactory(approver=True))
    page = signed_in(UserFactory(district=cluster.district), java_script_enabled=False)
    page.goto(reverse("assessment:appeal", args=[card.pk]))
    page.get_by_label("申请理由").fill("建筑面积应扣除在建部分")
    page.context.clear_cookies(**({"name": "sessionid"} if gone == "session" else {}))
    page.get_by_role("button", name="提交复核申请").click()
    expect(page.get_by_label("申请理由")).to_have_value("建筑面积应扣除在建部分")
    expect(page.get_by_label("申请理由")).to_have_attribute("readonly", "")
    screenshot(page, f"typed-text-{gone}")
    assert not Appeal.objects.exists()


def test_form_of_one_person_is_not_sent_by_another(signed_in):
    duty = DutyFactory()
    with transaction.atomic():
        reference.load_indicators()
    quarters.ask(2021, ("revenue", "tax"), by=UserFactory(approver=True))
    officer, colleague = UserFactory.create_batch(2, district=duty.district)
    page = signed_in(officer)
    page.goto("/monitoring/quarters/?quarter=1")
    page.locator("tbody input").first.fill("1234.50")
    lose_cookies(page)
    page.get_by_role("button", name="保存第一季度数据").click()
    sign_in_again(page, colleague)
    page.get_by_role("button", name="保存第一季度数据").click()
    expect(page.locator("#session-notice")).to_contain_text("另一个账号")
    expect(page.locator("tbody input").first).to_have_value("1234.50")
    assert not QuarterFigure.objects.exists()


def test_line_that_is_down_leaves_the_text_on_the_page(signed_in, watch):
    watch.ignore("ERR_INTERNET_DISCONNECTED")
    page = signed_in(UserFactory(reviewer=True))
    page.goto(reverse("password_change"))
    page.get_by_label("现密码").fill("something")
    page.get_by_label("新密码", exact=True).fill("something-else")
    page.get_by_label("再次输入新密码").fill("something-else")
    page.context.set_offline(True)
    page.get_by_role("button", name="修改密码").click()
    expect(page.locator("#session-notice")).to_contain_text("网络断开")
    expect(page.get_by_label("现密码")).to_have_value("something")
