"""Comparing: meaning first, with citations, then the lines of text."""

import pytest
from django.urls import reverse

from assessment.services import rulesets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

HERE = "/rulebooks/compare/"


def test_meaning_and_lines_of_two_rulesets_are_shown(at_reviewer, notice, higher_tax, reviewer):
    row = rulesets.draft(higher_tax.text, name="x", by=reviewer)
    answer = at_reviewer.get(HERE, {"old": notice.pk, "new": row.pk})
    page = answer.content.decode()
    assert "<del>600 元/平方米</del>" in page
    assert "<ins>800 元/平方米</ins>" in page
    assert [line.text for line in answer.context["lines"] if line.mark == "+"][1:4] == [
        "[[amendments]]",
        'parameter = "tax_line"',
        "from = 2020",
    ]


def test_other_grounds_are_listed_apart(at_reviewer, notice, draft):
    answer = at_reviewer.get(HERE, {"old": notice.pk, "new": draft.pk})
    assert [change.label for change in answer.context["changes"]] == ["施行年度"]
    assert answer.context["cited"]


def test_the_same_or_a_single_ruleset_is_not_compared(at_reviewer, notice):
    assert "请选择两部不同的规则集" in at_reviewer.get(HERE).content.decode()
    assert "请选择两部不同的规则集" in at_reviewer.get(HERE, {"old": notice.pk, "new": notice.pk}).content.decode()


def test_latest_two_are_offered_without_a_choice(at_reviewer, notice, draft):
    answer = at_reviewer.get(HERE)
    assert (answer.context["old"], answer.context["new"]) == (notice, draft)


@pytest.mark.parametrize("value", ("999999", "x", "1 OR 1=1", "-1", "\x00", "１"))
def test_what_is_no_ruleset_is_a_bad_request(at_reviewer, value):
    assert at_reviewer.get(HERE, {"old": value}).status_code == 400


def test_page_costs_a_fixed_number_of_queries(at_reviewer, notice, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        at_reviewer.get(reverse("assessment:rulebook-compare"), {"old": notice.pk, "new": draft.pk})
