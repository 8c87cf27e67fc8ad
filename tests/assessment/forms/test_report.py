"""The form keeps what was typed, reads what can be read and says what cannot."""

from decimal import Decimal

import pytest

from assessment.forms.report import MAX_WORDS, ReportForm, own_errors
from assessment.models import Submission
from tests.factories import IndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicators():
    return [IndicatorFactory(code="revenue", is_required=True), IndicatorFactory(code="tax")]


def typed(**texts: str) -> dict[str, str]:
    return {"revision": "3", **texts}


def test_entry_holds_figures_words_and_revision(indicators):
    form = ReportForm(
        indicators, typed(value_revenue="1,200", remark_tax=" 口径变化 ", confirm_revenue="属实", confirm_tax="  ")
    )
    assert form.is_valid()
    entry = form.entry()
    assert entry.values == {"revenue": Decimal(1200), "tax": None}
    assert (entry.remarks, entry.confirmations, entry.revision) == ({"tax": "口径变化"}, {"revenue": "属实"}, 3)


def test_draft_may_leave_a_needed_figure_blank(indicators):
    assert ReportForm(indicators, typed()).is_valid()


def test_wrong_figure_gets_its_message_and_stays_as_typed(indicators):
    form = ReportForm(indicators, typed(value_revenue="1e5", value_tax="7"))
    assert not form.is_valid()
    assert form["value_revenue"].value() == "1e5"
    assert "科学计数法" in form.errors["value_revenue"][0]
    assert form.values() == {"revenue": None, "tax": Decimal(7)}
    assert list(form.unreadable) == ["revenue"]


@pytest.mark.parametrize("revision", (None, "", "abc", "-1", "99999999999999999999"))
def test_page_without_its_revision_is_refused_above_the_form(indicators, revision):
    data = {} if revision is None else {"revision": revision}
    form = ReportForm(indicators, data)
    assert not form.is_valid()
    assert "重新载入" in form.non_field_errors()[0]


@pytest.mark.parametrize("words", ("x" * (MAX_WORDS + 1), "a\x00b"))
def test_words_that_cannot_be_kept_are_refused_at_their_field(indicators, words):
    form = ReportForm(indicators, typed(remark_tax=words))
    assert not form.is_valid()
    assert "remark_tax" in form.errors


def test_refusal_of_filing_leaves_the_figure_readable(indicators):
    form = ReportForm(indicators, typed(value_revenue="5"))
    assert form.is_valid()
    form.refuse("revenue", "主导产业营业收入大于营业收入。", seen=True)
    form.refuse("unknown", "整份报表有误。")
    assert form.values()["revenue"] == 5
    assert form.unreadable == {}
    assert form.non_field_errors() == ["整份报表有误。"]


def test_own_errors_leave_out_what_stands_beside_the_figure_already(indicators):
    form = ReportForm(indicators, typed(value_revenue="x"))
    form.is_valid()
    form.refuse("tax", "说过了", seen=True)
    assert own_errors(form, "value_tax") == []
    assert len(own_errors(form, "value_revenue")) == 1


def test_stored_report_is_shown_as_stored(indicators):
    stored = Submission(values={"revenue": "1200.00", "tax": None}, remarks={"tax": "注"}, revision=4)
    form = ReportForm.of(stored, indicators)
    assert form["value_revenue"].value() == "1200.00"
    assert form["remark_tax"].value() == "注"
    assert form["revision"].value() == 4


def test_figures_outside_the_year_are_not_taken(indicators):
    form = ReportForm(indicators, typed(value_jobs="5", state="verified", district="370202"))
    assert form.is_valid()
    assert set(form.entry().values) == {"revenue", "tax"}


def test_stored_figure_passes_unchanged_whatever_the_limits_are_now(indicators):
    """(8.B17) History came with four decimals; the report could not be filed again without touching it."""
    stored = {"revenue": "125300.0123", "tax": "-5"}
    form = ReportForm(indicators, typed(value_revenue="125,300.0123", value_tax="6.123"), stored=stored)
    assert not form.is_valid()
    assert set(form.errors) == {"value_tax"}
    assert form.values()["revenue"] == Decimal("125300.0123")
    assert not ReportForm(indicators, typed(value_revenue="125300.0124"), stored=stored).is_valid()
