"""The standards page: every number and reading in force, with its clause and on whose word."""

import pytest

from assessment.models import RulesetVersion
from tests.factories import CategoryFactory, RulesetVersionFactory

pytestmark = pytest.mark.django_db

HERE = "/standards/"


def said(client) -> str:
    answer = client.get(HERE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_portal_without_a_ruleset_says_that_nobody_is_judged(client):
    text = said(client)
    for words in ("尚无施行的规则集", "尚未登记集聚区类别"):
        assert words in text


def test_ruleset_in_force_is_shown_with_every_line_and_reading(client, notice):
    text = said(client)
    for words in (notice.title, "2020—2022 年", notice.sha256[:16], "单位面积税收标准线", "10,000", "一、总体目标"):
        assert words in text
    assert "尚无施行的规则集" not in text
    assert text.count('data-label="口径"') == sum(
        len(policy.values) for policy in client.get(HERE).context["rulesets"][0]["rules"].policies
    )


def test_drafts_and_retired_rulesets_are_not_public(client, notice):
    RulesetVersionFactory(text="draft", title="内部草案", state="draft")
    RulesetVersion.objects.filter(pk=notice.pk).update(state="retired")
    text = said(client)
    assert "内部草案" not in text
    assert notice.title not in text


def test_ruleset_put_in_force_by_the_office_names_its_legal_basis_and_no_end(client, notice):
    RulesetVersion.objects.filter(pk=notice.pk).update(legal_basis="青发改〔2023〕9号<b>")
    text = said(client)
    assert "施行依据 青发改〔2023〕9号&lt;b&gt;" in text


def test_targets_and_categories_are_listed_with_their_source(client, notice):
    CategoryFactory(name="现代海洋", is_producer_service=None)
    text = said(client)
    for words in ("每年制定10项以上服务业行业标准", "三（四）", "约 30", "现代海洋", "未载明"):
        assert words in text


@pytest.mark.parametrize("rows", (1, 3))
def test_page_costs_the_same_for_any_number_of_rows(client, notice, rows, django_assert_num_queries):
    for _ in range(rows):
        CategoryFactory()
    said(client)
    with django_assert_num_queries(2):
        said(client)
