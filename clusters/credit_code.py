"""统一社会信用代码 by GB 32100-2015: 18 characters of a closed alphabet, the last a check character."""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH: Final = 18
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
_OLD_LENGTHS: Final = {15: "15 位的旧工商注册号", 9: "9 位的旧组织机构代码"}


def check_character(body: str) -> str:
    """Return the check character of the first 17 characters; each must be of the alphabet."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def fault(code: str) -> str:
    """Return what is wrong with a code, naming the position, in Chinese; "" when it holds."""
    if len(code) != LENGTH:
        old = f"，像是{_OLD_LENGTHS[len(code)]}" if len(code) in _OLD_LENGTHS else ""
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位{old}。"
    for place, char in enumerate(code, 1):
        if char not in ALPHABET:
            return f"统一社会信用代码第 {place} 位“{char}”不在规定的字符内（不用字母 I、O、S、V、Z，字母须大写）。"
    if code[-1] != check_character(code[:-1]):
        return "统一社会信用代码的校验位（第 18 位）不符，其中有一位或几位抄错，请核对。"
    return ""
