"""Tables as people save them."""

import pytest

from assessment.rules.cases.tables import Row, TableError, decoded, read_table

TEXT = "cluster,税\n甲,1\n"


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "gb18030", "utf-16"))
def test_text_is_read_whichever_way_it_was_saved(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding), "表.csv") == TEXT


def test_text_of_the_other_byte_order_is_read() -> None:
    assert decoded(b"\xfe\xff" + TEXT.encode("utf-16-be"), "表.csv") == TEXT


@pytest.mark.parametrize(
    ("content", "message"),
    (
        (b"PK\x03\x04rest", "表.csv：这是 Excel 工作簿，不是 CSV；请在 Excel 里另存为“CSV UTF-8（逗号分隔）”"),
        (b"\xd0\xcf\x11\xe0rest", "表.csv：这是 Excel 工作簿，不是 CSV；请在 Excel 里另存为“CSV UTF-8（逗号分隔）”"),
        (b"a\nb\n\0\n\0", "表.csv：第 3 行含有空字符，不是文本文件"),
        (b"\0", "表.csv：第 1 行含有空字符，不是文本文件"),
        (b"\xff", "表.csv：不是文本文件：编码既不是 UTF-8 也不是 GBK，请另存为 CSV UTF-8"),
        (b"\xff\xfea", "表.csv：不是文本文件：编码既不是 UTF-8 也不是 GBK，请另存为 CSV UTF-8"),
    ),
)
def test_what_is_no_text_is_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(TableError) as caught:
        decoded(content, "表.csv")
    assert str(caught.value) == message


@pytest.mark.parametrize("sign", (",", "\t", ";"))
@pytest.mark.parametrize("end", ("\n", "\r\n", "\r"))
def test_separator_and_line_ends_are_found(sign: str, end: str) -> None:
    text = end.join((f"a{sign} b ", f" 1 {sign}2", "", sign, f"3{sign}", "4", ""))
    columns, rows = read_table("\ufeff" + text, ("a", "b"))
    assert columns == ["a", "b"]
    assert rows == [Row(2, {"a": "1", "b": "2"}), Row(5, {"a": "3", "b": ""}), Row(6, {"a": "4", "b": ""})]


def test_comma_comes_before_other_signs_and_quotes_are_read() -> None:
    assert read_table('a;x,b\n"1,""2""",3\n', ()) == (["a;x", "b"], [Row(2, {"a;x": '1,"2"', "b": "3"})])


def test_row_over_more_lines_is_known_by_its_last() -> None:
    assert read_table('a,b\n"1\n2",3\n4,5\n', ())[1] == [Row(3, {"a": "1\n2", "b": "3"}), Row(4, {"a": "4", "b": "5"})]


def test_blank_cells_beyond_the_header_are_left_out() -> None:
    assert read_table("a,b\n1,2,,\n", ())[1] == [Row(2, {"a": "1", "b": "2"})]


def test_columns_without_a_name_may_stand_there_more_than_once() -> None:
    assert read_table("a,,\n1,2,3\n", ("a",))[1] == [Row(2, {"a": "1", "": "3"})]


@pytest.mark.parametrize(
    ("text", "message"),
    (
        ("", "缺少列：a、b（第 1 行是空的）"),
        ("\n", "缺少列：a、b（第 1 行是空的）"),
        (",,\n", "缺少列：a、b（第 1 行是空的）"),
        ("a,甲,\n1,2,3\n", "缺少列：b（表头是：a、甲）"),
        ("a,b,c,b\n", "第 1 行：列“b”出现了不止一次"),
        ("a,b\n1,2\n1,2,000\n", "第 3 行：有 3 格，表头只有 2 列；数字里的逗号要连同数字加引号"),
        ('a,b\n1,"2\n', "第 2 行不是规范的 CSV：引号不成对，或单元格过长"),
        ('a,b\n1,2\n"1"x,2\n', "第 3 行不是规范的 CSV：引号不成对，或单元格过长"),
        ("a,b\n1," + "9" * 140_000 + "\n", "第 2 行不是规范的 CSV：引号不成对，或单元格过长"),
        ('"a,b\n', "第 1 行不是规范的 CSV：引号不成对，或单元格过长"),
    ),
)
def test_what_is_no_such_table_is_refused_with_its_row(text: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(text, ("a", "b"))
    assert str(caught.value) == message


def test_long_headers_are_shortened() -> None:
    with pytest.raises(TableError) as caught:
        read_table("x" * 300 + "\n", ("a",))
    assert str(caught.value) == f"缺少列：a（表头是：{'x' * 200}）"


def test_line_breaks_within_a_cell_stay_as_they_were() -> None:
    assert read_table('a\r\n"1\r\n2"\r\n', ("a",))[1] == [Row(3, {"a": "1\r\n2"})]
