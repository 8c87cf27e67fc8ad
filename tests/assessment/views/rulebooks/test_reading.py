"""Reading: the list with the years nobody governs, one ruleset line by line, its text and its basis to download."""

import pytest
from django.urls import reverse

from assessment.services import rulesets
from clusters.models import Event
from tests.assessment.views.rulebooks.conftest import CONTINUED, PDF
from tests.factories import ReportingYearFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

LIST = "/rulebooks/"


def page_of(row) -> str:
    return reverse("assessment:rulebook", args=[row.pk])


def test_opened_year_without_a_ruleset_stands_out(at_reviewer):
    ReportingYearFactory(year=2023)
    page = at_reviewer.get(LIST).content.decode()
    assert "2023 年度正在报送，却没有施行的规则集" in page
    assert "无施行规则集" in page


def test_governed_years_raise_no_alarm(at_reviewer):
    ReportingYearFactory(year=2021)
    assert "年度正在报送，却没有" not in at_reviewer.get(LIST).content.decode()


@pytest.mark.parametrize("count", (1, 3))
def test_list_costs_the_same_for_any_number_of_rows(at_reviewer, reviewer, count, django_assert_num_queries):
    for number in range(count):
        rulesets.draft(f"{CONTINUED}\n# {number}\n", name="x", by=reviewer)
    with django_assert_num_queries(8):
        assert at_reviewer.get(LIST).status_code == 200


def test_drafts_of_the_same_name_are_told_apart(at_reviewer, higher_tax, reviewer):
    rulesets.draft(higher_tax.text, name="x", by=reviewer)
    assert "单位面积税收标准线 800（2020年起）" in at_reviewer.get(LIST).content.decode()


def test_page_says_each_line_with_value_clause_and_basis(at_reviewer, notice, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = at_reviewer.get(page_of(notice)).content.decode()
    for words in (
        "单位面积税收标准线",
        "600 元/平方米",
        "青政字〔2020〕30号",
        "2020 年",
        notice.sha256,
        "随平台文件施行",
    ):
        assert words in page, words


def test_draft_says_what_is_still_needed(at_reviewer, at_approver, draft):
    page = at_reviewer.get(page_of(draft)).content.decode()
    assert "推演这一文本" in page
    assert "去签发" not in page
    assert "去签发" in at_approver.get(page_of(draft)).content.decode()


def test_only_approvers_are_offered_to_retire(at_reviewer, at_approver, notice, draft):
    assert "retire-dialog" not in at_reviewer.get(page_of(notice)).content.decode()
    assert "retire-dialog" in at_approver.get(page_of(notice)).content.decode()
    assert "retire-dialog" not in at_approver.get(page_of(draft)).content.decode()


def test_text_is_downloaded_byte_for_byte(at_reviewer, notice):
    answer = at_reviewer.get(reverse("assessment:rulebook-text", args=[notice.pk]))
    assert answer.content == notice.text.encode()
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''qingdao-2020.toml"
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", "sandbox")


def test_basis_document_is_downloaded_and_noted(at_reviewer, draft, rehearsed, approver):
    rulesets.activate(draft, legal_basis="某文件", by=approver, document=("依据 文件.pdf", PDF))
    assert "依据 文件.pdf" in at_reviewer.get(page_of(draft)).content.decode()
    draft.refresh_from_db()
    answer = at_reviewer.get(reverse("document", args=[draft.document_id]))
    assert (answer.getvalue(), answer["Content-Type"]) == (PDF, "application/pdf")
    assert "%E4%BE%9D%E6%8D%AE%20%E6%96%87%E4%BB%B6.pdf" in answer["Content-Disposition"]
    assert Event.objects.filter(action="规则集.下载依据").count() == 1


def test_ruleset_without_a_document_offers_none_to_download(at_reviewer, notice):
    assert "/documents/" not in at_reviewer.get(page_of(notice)).content.decode()


def test_hostile_words_of_a_text_stay_text(at_reviewer, reviewer):
    text = CONTINUED.replace("单位面积税收标准线", "<script>alert(1)</script>")
    row = rulesets.draft(text, name="x", by=reviewer)
    page = at_reviewer.get(page_of(row)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)</script>" not in page
