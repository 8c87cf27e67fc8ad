"""What goes into the form from elsewhere: columns pasted from a spreadsheet, documents beside a figure."""

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Submission
from tests.assessment.views.desk.on_screen import local, saved_at, stored
from tests.clusters.documents.forms.documents import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(signed_in, officer, at) -> Page:
    opened = signed_in(officer)
    opened.goto(at.report)
    return opened


def paste(page: Page, text: str) -> None:
    """Paste a text from the clipboard into the field that has the focus."""
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )


def test_column_copied_from_a_spreadsheet_fills_the_figures_below(page, duty):
    page.focus("#id_value_revenue")
    paste(page, "120,000.00\r\n90000\r\n7,000\r\n100000\r\n")
    expect(page.locator("[data-pasted]")).to_have_text("已从此项起向下粘贴 4 项，请核对。")
    expect(page.locator("#id_value_floor_area")).to_have_value("100000")
    expect(saved_at(page, "floor_area")).to_contain_text("已保存")
    assert (stored(duty, "revenue"), stored(duty, "tax")) == ("120000.00", "7000")


def test_names_copied_with_the_figures_find_their_fields_in_any_order(page, duty):
    page.focus("#id_value_floor_area")
    paste(page, "税收（万元）\t7,000\r\n 营业收入\t120000\r\n\t\r\n")
    expect(page.locator("[data-pasted]")).to_have_text("已按指标名称粘贴 2 项，请核对。")
    expect(page.locator("#id_value_tax")).to_have_value("7000")
    expect(saved_at(page, "revenue")).to_contain_text("已保存")
    assert (stored(duty, "revenue"), stored(duty, "floor_area")) == ("120000", None)


@pytest.mark.parametrize(
    ("text", "words"),
    (
        ("营业收入\t120000\n甲园区\t7000", "如“甲园区”"),
        ("税收\t7000\n税收\t8000", "名称重复"),
        ("120000\t90000\n7000\t8000", "如“120000”"),
        ("税收\t7000\t8000\n营业收入\t1\t2", "如“税收”"),
    ),
)
def test_paste_that_fits_no_field_changes_nothing_and_says_so_in_sight(page, text, words):
    page.focus("#id_value_revenue")
    paste(page, text)
    expect(page.locator("[data-pasted]")).to_be_visible()
    expect(page.locator("[data-pasted]")).to_contain_text(words)
    assert page.input_value("#id_value_revenue") == page.input_value("#id_value_tax") == ""


def test_document_beside_a_figure_is_sent_alone_and_leaves_the_form_at_rest(page, duty):
    row = page.locator("#row_tax")
    row.get_by_text("备注和佐证材料").click()
    row.locator("input[type=file]").set_input_files({"name": "空.pdf", "mimeType": "application/pdf", "buffer": b"x"})
    expect(row.get_by_role("alert")).to_contain_text("不是完整的 PDF")
    row.locator("input[type=file]").set_input_files({"name": "完税.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(row.get_by_role("link")).to_contain_text("完税.pdf")
    leaving = "const leaving = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(leaving)"
    assert page.evaluate(f"{leaving}") is True, "nothing asks the person to stay"
    assert (Submission.objects.get(duty=duty).revision, local(page)) == (0, {})
    page.on("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="撤下").click()
    expect(row.get_by_role("link")).to_have_count(0)
