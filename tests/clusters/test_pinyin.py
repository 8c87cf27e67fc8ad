"""Search and sort keys: what names are sorted by, and every way in which they are found."""

import pytest

from clusters.pinyin import MOST_READINGS, fold, keys_of


def key(name: str, reading: str = "") -> str:
    return keys_of(name, reading)["name_key"]


def readings(name: str, reading: str = "") -> list[str]:
    return keys_of(name, reading)["search_key"].split("\n")[1:]


def test_key_is_the_pinyin_without_tones():
    assert key("青岛软件园") == "qingdaoruanjianyuan"


def test_latin_letters_and_digits_stay_in_lower_case_and_half_width():
    assert key("ＴＢＤ集聚区 ２号") == key("TBD集聚区2号") == "tbdjijuqu2hao"


def test_initials_are_one_letter_a_character():
    assert keys_of("青岛软件园")["name_initials"].split()[0] == "qdrjy"


def test_names_sort_by_sound():
    names = ["中德生态园", "奥帆中心", "金家岭金融区"]
    assert sorted(names, key=key) == ["奥帆中心", "金家岭金融区", "中德生态园"]


def test_key_fits_its_column_and_the_readings_are_bounded():
    found = keys_of("长单曾乐重" * 16)
    assert len(found["name_key"]) <= 240
    assert len(found["search_key"].split("\n")) <= MOST_READINGS + 1


@pytest.mark.parametrize(
    ("name", "usual", "others"),
    (
        ("曾家园", "cengjiayuan", {"zengjiayuan"}),
        ("单县路园", "danxianluyuan", {"shanxianluyuan"}),
        ("长乐园", "zhangleyuan", {"changleyuan", "changyueyuan", "zhangyueyuan"}),
        ("重庆路园", "chongqingluyuan", {"zhongqingluyuan"}),
    ),
)
def test_name_with_several_readings_has_a_key_for_each(name, usual, others):
    """(8.B21)"""
    found = readings(name)
    assert others | {usual} <= set(found)


def test_initials_of_every_reading_are_kept():
    """(8.B21)"""
    assert {"cjy", "zjy"} <= set(keys_of("曾家园")["name_initials"].split())


def test_reading_of_the_place_itself_sorts_and_the_others_are_still_found():
    """(8.B21)"""
    assert key("单家园", "shan jia yuan") == "shanjiayuan"
    assert "danjiayuan" in readings("单家园", "shan jia yuan")
    assert keys_of("单家园", "shan jia yuan")["name_initials"].split()[0] == "sjy"


@pytest.mark.parametrize("text", ("ＱＪ－０００１", "qj-0001", " QJ - 0001 ", "ｑｊ-0001\u3000"))
def test_folded_texts_are_the_same(text):
    assert fold(text) == "qj-0001"
