"""The workshop under the hands of a person: sliders, dialogs, the signature, and every page on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessment.models import Rehearsal, RulesetVersion
from tests.assessment.views.rulebooks.conftest import PDF
from tests.factories.people import PASSWORD
from tests.support.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_slider_and_number_move_together_and_the_change_is_said(signed_in, reviewer, notice, history):
    page = signed_in(reviewer)
    page.goto(reverse("assessment:rulebook-rehearse", args=[notice.pk]))
    row = page.locator("[data-line]", has_text="单位面积税收")
    expect(row.locator("output")).to_have_text("未调整")
    row.locator("input[type=range]").fill("800")
    expect(row.locator("input[type=text]")).to_have_value("800")
    expect(row.locator("output")).to_have_text("600 → 800（提高 33.3 %）")
    row.locator("input[type=text]").fill("750")
    expect(row.locator("input[type=range]")).to_have_value("750")
    page.get_by_role("button", name="推演调整后的规则").click()
    expect(page.get_by_role("heading", name="推演结果")).to_be_visible()
    expect(page.get_by_role("region", name="变化清单")).to_contain_text("受评集聚区")
    assert Rehearsal.objects.get().summary == {"将新增黄牌": 1, "将被摘牌": 1}


def test_signature_asks_before_it_is_given(signed_in, approver, draft, rehearsed):
    page = signed_in(approver)
    page.goto(reverse("assessment:rulebook-activate", args=[draft.pk]))
    page.get_by_label("法律依据").fill("青发改〔2026〕1号")
    page.get_by_label("依据文件").set_input_files({"name": "依据.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_label("登录密码").fill(PASSWORD)
    page.get_by_role("button", name="签发施行").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("此后不能修改")
    dialog.get_by_role("button", name="返回").click()
    assert RulesetVersion.objects.get(pk=draft.pk).state == "draft"
    page.get_by_role("button", name="签发施行").click()
    dialog.get_by_role("button", name="签发施行").click()
    expect(page.get_by_text("已签发施行")).to_be_visible()
    assert RulesetVersion.objects.get(pk=draft.pk).state == "active"


def test_no_page_is_wider_than_a_phone(signed_in, approver, draft, rehearsed, higher_tax, notice):
    page = signed_in(approver, viewport=PHONE)
    compare = f"{reverse('assessment:rulebook-compare')}?old={notice.pk}&new={draft.pk}"
    addresses = [
        *(reverse(f"assessment:{name}") for name in ("rulebooks", "rehearsals")),
        *(
            reverse(f"assessment:{name}", args=[draft.pk])
            for name in ("rulebook", "rulebook-rehearse", "rulebook-cases", "rulebook-activate")
        ),
        reverse("assessment:rehearsal", args=[higher_tax.pk]),
        compare,
    ]
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
