"""What goes into the form from elsewhere: columns pasted from a spreadsheet, documents beside a figure."""

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Submission
from tests.assessment.views.desk.on_screen import local, saved_at, stored
from tests.clusters.documents.forms.documents import PDF
from tests.factories import IndicatorFactory
from tests.support.processes import wait_until

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
    expect(page.locator("[data-pasted]")).to_have_text("已从此项起向下粘贴 4 项。请核对，撤销按 Ctrl+Z。")
    expect(page.locator("#id_value_floor_area")).to_have_value("100000")
    expect(saved_at(page, "floor_area")).to_contain_text("已保存")
    assert (stored(duty, "revenue"), stored(duty, "tax")) == ("120000.00", "7000")


def test_names_copied_with_the_figures_find_their_fields_in_any_order(page, duty):
    page.focus("#id_value_floor_area")
    paste(page, "税收（万元）\t7,000\r\n 营业收入\t120000\r\n\t\r\n")
    expect(page.locator("[data-pasted]")).to_have_text("已按指标名称粘贴 2 项。请核对，撤销按 Ctrl+Z。")
    expect(page.locator("#id_value_tax")).to_have_value("7000")
    expect(saved_at(page, "revenue")).to_contain_text("已保存")
    assert (stored(duty, "revenue"), stored(duty, "floor_area")) == ("120000", None)


@pytest.mark.parametrize(
    ("text", "words"),
    (
        ("税收\t7000\n税收\t8000", "名称重复"),
        ("120000\t90000\n7000\t8000", "没有名为“120000”、“7000”的填报项"),
        ("税收\t7000\t8000\n营业收入\t1\t2", "如“税收”"),
        ("营业收入（平方米）\t120000\n税收\t7000", "单位“平方米”不能准确换算为万元"),
        ("营业收入（百万）\t120000", "单位“百万”不能准确换算为万元"),
        ("营业收入（元）\t0.001", "单位“元”不能准确换算为万元"),
        ("营业收入\t约三千\n税收\t7000", "营业收入的“约三千”不是数字"),
        ("营业收入\t9.15亿元", "“9.15亿元”带有单位"),
        ("370202-001\t甲园区\t120000\t90000", "“370202-001”不是数字"),
        ("1\t2\t3\t4\t5\t6", "剪贴板中有 6 个数，此处起只有 5 项"),
        ("1\n2\n3\n4\n5\n6", "剪贴板中有 6 个数，此处起只有 5 项"),
        ("120000\n1 234\n7", "“1 234”中间有空格"),
        ("120000\n￥500", "“￥500”带有货币符号"),
        ("120000\n12%", "“12%”是百分数"),
        ("120000\n1.2E+05", "“1.2E+05”是科学计数法"),
    ),
)
def test_paste_that_fits_no_field_changes_nothing_and_says_so_in_sight(page, text, words):
    """A unit that cannot be converted, a text, a row or column too long: nothing is pasted (8.B18)."""
    page.focus("#id_value_revenue")
    paste(page, text)
    expect(page.locator("[data-pasted]")).to_be_visible()
    expect(page.locator("[data-pasted]")).to_contain_text(words)
    assert page.input_value("#id_value_revenue") == page.input_value("#id_value_tax") == ""


def test_figures_in_other_units_are_converted_in_sight(page, duty):
    """915402500 元 and 8.67 万平方米 were taken as 万元 and 平方米 (8.B18)."""
    page.focus("#id_value_revenue")
    paste(
        page,
        "营业收入（元）\t915402500\n主导产业营业收入（亿元）\t6.64\n税收（万元）\t5608.13\n建筑面积（万平方米）\t8.67\n",
    )
    told = page.locator("[data-pasted]")
    expect(told).to_contain_text("已按指标名称粘贴 4 项")
    expect(told).to_contain_text("营业收入 915402500 元 换算为 91540.25 万元")
    expect(told).to_contain_text("建筑面积 8.67 万平方米 换算为 86700 平方米")
    expect(told).not_to_contain_text("5608.13")
    expect(saved_at(page, "floor_area")).to_contain_text("已保存")
    found = [stored(duty, code) for code in ("revenue", "leading_revenue", "tax", "floor_area")]
    assert found == ["91540.25", "66400", "5608.13", "86700"]


@pytest.mark.parametrize(
    ("typed", "value", "words"),
    (
        ("120", "80000", "换算为 80000 平方米。"),
        ("0.3", "200", "换算为 200 平方米。"),
        ("100", "66666.67", "换算为 66666.67 平方米（除不尽，保留 2 位小数）"),
        ("0.001", "0.67", "换算为 0.67 平方米（除不尽，保留 2 位小数）"),
    ),
)
def test_area_in_mu_is_converted_as_by_an_import(page, typed, value, words):
    """What has no end is rounded, and that is said (8.B18)."""
    page.focus("#id_value_revenue")
    paste(page, f"建筑面积（亩）\t{typed}")
    expect(page.locator("#id_value_floor_area")).to_have_value(value)
    expect(page.locator("[data-pasted]")).to_contain_text(words)


CLIPBOARD = (
    "营业收入（元）\t915402500\n主导产业营业收入（亿元）\t6.64\n税收（万元）\t5608.13\n建筑面积（万平方米）\t8.67\n"
)


def test_area_in_mu_is_converted_where_it_comes_out_even(signed_in, officer, duty, at):
    """(8.B18) 78.9 亩 are 52,600 平方米 to the last digit."""
    IndicatorFactory(code="land_area", label="占地面积", unit="平方米", family="area", kind="area", order=10)
    page = signed_in(officer)
    page.goto(at.report)
    page.focus("#id_value_revenue")
    told = page.locator("[data-pasted]")
    paste(page, f"{CLIPBOARD}占地面积（亩）\t78.9\n")
    expect(told).to_contain_text("已按指标名称粘贴 5 项")
    expect(told).to_contain_text("占地面积 78.9 亩 换算为 52600 平方米")
    expect(saved_at(page, "land_area")).to_contain_text("已保存")
    codes = ("revenue", "leading_revenue", "tax", "floor_area", "land_area")
    assert [stored(duty, code) for code in codes] == ["91540.25", "66400", "5608.13", "86700", "52600"]


def test_one_line_of_name_and_value_goes_by_its_name(page):
    """(8.B18)"""
    page.focus("#id_value_revenue")
    paste(page, "税收（亩）\t7000")
    expect(page.locator("[data-pasted]")).to_contain_text("没有粘贴")
    paste(page, "税收\t7,000")
    expect(page.locator("#id_value_tax")).to_have_value("7000")
    assert page.input_value("#id_value_revenue") == ""


def test_unknown_name_is_named_and_the_rest_is_pasted(page):
    """(8.B18)"""
    page.focus("#id_value_revenue")
    paste(page, "营业收入\t120000\n甲园区\t7000\n税收\t")
    expect(page.locator("[data-pasted]")).to_contain_text("没有名为“甲园区”的填报项，未粘贴；空白的 1 项未动")
    expect(page.locator("#id_value_revenue")).to_have_value("120000")


def test_paste_is_taken_back_by_one_key_also_on_the_server(page, duty):
    """Ctrl+Z brings back what stood there, a blank cell never erases (8.B18)."""
    page.fill("#id_value_revenue", "5")
    page.fill("#id_value_tax", "6")
    page.focus("#id_value_revenue")
    paste(page, "1\n2\n\n4")
    expect(page.locator("#id_value_revenue")).to_have_value("1")
    expect(page.locator("#id_value_tax")).to_have_value("6")
    expect(saved_at(page, "floor_area")).to_contain_text("已保存")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-pasted]")).to_have_text("已撤销粘贴，3 项恢复原来的填写。")
    expect(page.locator("#id_value_revenue")).to_have_value("5")
    expect(page.locator("#id_value_floor_area")).to_have_value("")
    wait_until(lambda: local(page) == {}, 20, "the save")
    assert (stored(duty, "revenue"), stored(duty, "floor_area")) == ("5", None)


@pytest.mark.parametrize(("text", "value"), ((".5", "0.5"), ("1,234.5", "1234.5"), ("１２", "12")))
def test_single_figure_is_read_as_it_is_meant(page, text, value):
    """(8.B18)"""
    page.focus("#id_value_revenue")
    paste(page, text)
    expect(page.locator("#id_value_revenue")).to_have_value(value)


@pytest.mark.parametrize(("text", "reason"), (("1 234", "不能有空格"), (".5", "0.5"), ("￥500", "货币符号")))
def test_figure_typed_in_another_form_is_refused_with_the_reason(page, text, reason):
    """(8.B18)"""
    page.fill("#id_value_revenue", text)
    expect(page.locator("#hints_revenue")).to_contain_text(reason)


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
