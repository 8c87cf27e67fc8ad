"""统一社会信用代码 (GB 32100-2015): made by the standard's algorithm, every wrong character is found."""

import random

import pytest

from clusters import credit_code
from clusters.credit_code import ALPHABET, check_character, fault


def made(seed: int) -> str:
    chance = random.Random(seed)
    body = "".join(chance.choice(ALPHABET) for _ in range(17))
    return body + check_character(body)


def test_alphabet_is_that_of_the_standard():
    assert len(ALPHABET) == 31
    assert not set("IOSVZ") & set(ALPHABET)


@pytest.mark.parametrize("seed", range(200))
def test_valid_code_holds_and_each_changed_position_is_found(seed):
    """GB 32100-2015: one wrong character always changes the check."""
    code = made(seed)
    assert fault(code) == ""
    for place in range(credit_code.LENGTH):
        other = ALPHABET[(ALPHABET.index(code[place]) + 1 + seed % 29) % 31]
        assert fault(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    ("code", "words"),
    (
        ("110108000000016", "旧工商注册号"),
        ("12345678X", "旧组织机构代码"),
        ("91370200MA3C0000O1", "第 17 位“O”"),
        ("91370200ma3c000001", "第 9 位“m”"),
    ),
)
def test_fault_names_what_is_wrong(code, words):
    assert words in fault(code)
