"""Pinyin keys of Chinese names: databases here have no Chinese collation, so the key is stored."""

from pypinyin import Style, lazy_pinyin


def key_of(name: str) -> str:
    """Return the sort and search key: full pinyin without tones, lower case."""
    return "".join(lazy_pinyin(name)).lower()[:240]


def initials_of(name: str) -> str:
    """Return the first letters, for searching by initials."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:80]
