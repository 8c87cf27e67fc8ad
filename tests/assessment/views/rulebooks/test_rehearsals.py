"""Rehearsals as kept: counts, filters, exports that no spreadsheet runs, and the step to a draft."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from assessment.models import Rehearsal, RulesetVersion
from clusters.models import Event
from tests.factories import DecisionFactory

pytestmark = pytest.mark.django_db

LIST = "/rulebooks/rehearsals/"


def page_of(row: Rehearsal) -> str:
    return reverse("assessment:rehearsal", args=[row.pk])


def export_of(row: Rehearsal) -> str:
    return reverse("assessment:rehearsal-export", args=[row.pk])


@pytest.fixture
def hostile(higher_tax) -> Rehearsal:
    """A rehearsal of a cluster whose name a spreadsheet might run."""
    higher_tax.changes[0]["name"] = '=HYPERLINK("http://x")<script>'
    higher_tax.save()
    return higher_tax


def test_page_counts_and_lists_what_changes(at_approver, higher_tax, history):
    context = at_approver.get(page_of(higher_tax)).context
    assert {one["effect"]: one["count"] for one in context["totals"]} == {
        "将被摘牌": 1,
        "将新增黄牌": 1,
        "将不再有黄牌": 0,
        "将保留称号": 0,
    }
    assert context["by_district"] == [(history.district.name, [1, 1, 0, 0])]
    assert [(one["code"], one["year"]) for one in context["page_obj"]] == [(history.code, 2020), (history.code, 2021)]


def test_filters_narrow_the_list_and_foreign_values_do_nothing(at_approver, higher_tax):
    assert len(at_approver.get(page_of(higher_tax), {"year": "2020"}).context["page_obj"]) == 1
    assert len(at_approver.get(page_of(higher_tax), {"scope": "other"}).context["page_obj"]) == 0
    for value in ("x", "__class__", "1' OR '1'='1", "\x00", "9" * 400):
        for name in ("year", "scope", "district", "category", "effect", "page"):
            assert at_approver.get(page_of(higher_tax), {name: value}).status_code == 200


def test_decisions_made_since_are_told(at_approver, higher_tax):
    assert "推演之后又作出了决定" not in at_approver.get(page_of(higher_tax)).content.decode()
    DecisionFactory()
    assert "1 项决定不在本次推演之内" in at_approver.get(page_of(higher_tax)).content.decode()


def test_csv_is_safe_and_noted(at_approver, approver, hostile):
    answer = at_approver.get(export_of(hostile), {"format": "csv", "year": "2020"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["代码", "集聚区"]
    assert [row[1] for row in rows[1:]] == ['\'=HYPERLINK("http://x")<script>']
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    line = Event.objects.get(action="规则推演.导出")
    assert (line.actor, line.data["rows"], line.data["format"]) == (approver, 1, "csv")


def test_workbook_holds_no_formula(at_approver, hostile):
    answer = at_approver.get(export_of(hostile))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"HYPERLINK" in book.read("xl/sharedStrings.xml")
    assert b"<f>" not in sheet
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_other_formats_are_a_bad_request(at_approver, higher_tax):
    assert at_approver.get(export_of(higher_tax), {"format": "exe"}).status_code == 400


def test_hostile_name_stays_text_on_the_page(at_approver, hostile):
    assert b")<script>" not in at_approver.get(page_of(hostile)).content


def test_rehearsed_text_becomes_a_draft_that_counts_as_rehearsed(at_reviewer, reviewer, higher_tax):
    answer = at_reviewer.post(reverse("assessment:rehearsal-draft", args=[higher_tax.pk]))
    row = RulesetVersion.objects.get(sha256=higher_tax.sha256)
    assert (row.state, row.drafted_by, row.text) == ("draft", reviewer, higher_tax.text)
    assert at_reviewer.get(answer.url).context["rehearsals"] == [higher_tax]
    assert "存为草案" not in at_reviewer.get(page_of(higher_tax)).content.decode()


def test_text_that_is_stored_already_is_not_stored_again(at_reviewer, rehearsed):
    answer = at_reviewer.post(reverse("assessment:rehearsal-draft", args=[rehearsed.pk]), follow=True)
    assert "完全相同" in answer.content.decode()
    assert RulesetVersion.objects.count() == 1


def test_approver_is_not_offered_to_store_a_draft(at_approver, higher_tax):
    assert "keep-dialog" not in at_approver.get(page_of(higher_tax)).content.decode()


@pytest.mark.parametrize("count", (1, 3))
def test_list_costs_the_same_for_any_number_of_rows(at_reviewer, rehearsed, count, django_assert_num_queries):
    for _ in range(count - 1):
        rehearsed.pk = None
        rehearsed.save()
    with django_assert_num_queries(7):
        page = at_reviewer.get(LIST).content.decode()
    assert page.count(f">{rehearsed.sha256[:12]}<") == count


def test_empty_list_says_how_to_begin(at_reviewer):
    assert "还没有推演" in at_reviewer.get(LIST).content.decode()
