"""The rulebooks in the workbench: listed here, read on the page of the workshop; nothing to edit."""

import pytest
from django.urls import reverse

from assessment.models import RulesetVersion
from tests.support.workbench import address, listed, text

pytestmark = pytest.mark.django_db


def test_page_of_a_rulebook_is_that_of_the_workshop(reviewing, notice):
    answer = reviewing.get(address(notice), follow=True)
    assert answer.redirect_chain == [(reverse("assessment:rulebook", args=[notice.pk]), 302)]
    for words in (
        "产业集聚度",
        "70",
        "10,000",
        "青政字〔2020〕30号",
        notice.sha256,
        "主导产业营业收入不应大于营业收入",
    ):
        assert words in text(answer)


def test_text_of_a_ruleset_is_not_edited(approving, notice):
    assert approving.post(address(notice), {"text": "x"}).status_code == 405
    assert RulesetVersion.objects.get().sha256 == notice.sha256


def test_list_names_years_and_basis(reviewing, notice):
    page = text(reviewing.get(listed(RulesetVersion)))
    assert "2020—2022" in page
    assert "随文件施行" in page
