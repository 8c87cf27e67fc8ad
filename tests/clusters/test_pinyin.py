"""Pinyin keys: what names are sorted and searched by."""

from clusters.pinyin import initials_of, key_of


def test_key_is_the_pinyin_without_tones():
    assert key_of("青岛软件园") == "qingdaoruanjianyuan"


def test_latin_letters_and_digits_stay_in_lower_case():
    assert key_of("TBD集聚区2号") == "tbdjijuqu2hao"


def test_initials_are_one_letter_a_character():
    assert initials_of("青岛软件园") == "qdrjy"


def test_names_sort_by_sound():
    names = ["中德生态园", "奥帆中心", "金家岭金融区"]
    assert sorted(names, key=key_of) == ["奥帆中心", "金家岭金融区", "中德生态园"]


def test_keys_fit_their_columns():
    assert len(key_of("装" * 80)) == 240
    assert len(initials_of("装A" * 80)) == 80
