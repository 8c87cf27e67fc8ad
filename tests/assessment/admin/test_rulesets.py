"""The rulebook to read: every line with its value, clause and basis; nothing to edit."""

import pytest

from assessment.models import RulesetVersion
from tests.support.workbench import address, listed, text

pytestmark = pytest.mark.django_db


def test_page_shows_lines_values_clauses_and_bases(reviewing, notice):
    page = text(reviewing.get(address(notice)))
    for words in (
        "产业集聚度",
        "不低于 70 %",
        "不低于 10,000 元/平方米",
        "青政字〔2020〕30号",
        "连续 2 年黄牌",
        "10 个工作日",
    ):
        assert words in page
    assert notice.sha256 in page


def test_page_names_the_figures_of_a_check(reviewing, notice):
    assert "主导产业营业收入不应大于营业收入" in text(reviewing.get(address(notice)))


def test_text_of_a_ruleset_is_not_edited(approving, notice):
    assert approving.post(address(notice), {"text": "x"}).status_code == 405
    assert RulesetVersion.objects.get().sha256 == notice.sha256


def test_list_names_years_and_basis(reviewing, notice):
    page = text(reviewing.get(listed(RulesetVersion)))
    assert "2020—2022" in page
    assert "随文件施行" in page
