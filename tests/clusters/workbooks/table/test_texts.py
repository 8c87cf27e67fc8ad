"""Codes, names, choices and notes as cells hold them."""

import pytest

from clusters.workbooks.codes import Code
from clusters.workbooks.read.raw import Odd
from clusters.workbooks.table.columns import Column, Kind
from clusters.workbooks.table.numbers import BadCell
from clusters.workbooks.table.texts import code_of, is_footer, same_name, text_of

CHOICE = Column("moved", "是否调整", kind=Kind.CHOICE, choices=("否", "是，已备案"))
NOTE = Column("note", "说明", kind=Kind.TEXT)


def test_codes_and_names_are_compared_whatever_their_width() -> None:
    assert code_of(" ｑｊ－０１ ") == "QJ-01"
    assert code_of(370202.0) == "370202"
    assert same_name("演示 集聚区（甲）", "演示集聚区(甲)")
    assert not same_name("演示集聚区乙", "演示集聚区甲")


@pytest.mark.parametrize("text", ("合计", "备注：", "填表人 甲", "注：含飞地"))
def test_totals_remarks_and_signatures_are_no_data(text: str) -> None:
    assert is_footer(text)


def test_choice_is_one_of_those_offered() -> None:
    assert text_of("是,已备案", CHOICE) == "是，已备案"
    with pytest.raises(BadCell) as bad:
        text_of("也许", CHOICE)
    assert bad.value.code == Code.OUT_OF_RANGE


def test_note_is_plain_text_or_nothing() -> None:
    assert text_of("  ", NOTE) is None
    assert text_of("一\r\n二", NOTE) == "一\n二"
    with pytest.raises(BadCell) as bad:
        text_of("a\x07", NOTE)
    assert bad.value.code == Code.CORRUPT_CELL
    with pytest.raises(BadCell) as bad:
        text_of(Odd("日期", "2022-01-01"), NOTE)
    assert bad.value.code == Code.BAD_TYPE
