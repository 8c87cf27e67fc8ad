"""Rulesets side by side: which one is in force for a data year, and that its text is kept as read."""

import hashlib
import tomllib
from decimal import Decimal

import pytest

from assessment.rules.enums import Basis
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Rulebook
from tests.assessment.rules.mini import POLICY, policy_text, text
from tests.assessment.rules.samples import notice, ruleset

D = Decimal


def test_rulebook_names_the_ruleset_in_force() -> None:
    book = Rulebook((ruleset("qingdao_continuation_example"), notice()))
    assert book.for_year(2021) is notice()
    assert book.for_year(2031) is ruleset("qingdao_continuation_example")
    assert book.for_year(2019) is None
    assert [one.first_year for one in book.rulesets] == [2020, 2023]


def test_two_rulesets_for_one_year_are_refused() -> None:
    expected = "规则集“青岛市现代服务业集聚区年度考核规则（2020—2022年）”与“试验规则”的施行年度重叠：2022年"
    with pytest.raises(ValueError, match=f"^{expected}$"):
        Rulebook((parse_ruleset(text().replace("from = 2020", "from = 2022"), "x"), notice()))


def test_text_is_kept_as_it_was_read() -> None:
    given = text()
    book = parse_ruleset(given, "某规则.toml")
    assert (book.text, book.name, book.title, book.code) == (given, "某规则.toml", "试验规则", "mini")
    assert book.sha256 == hashlib.sha256(given.encode("utf-8")).hexdigest()
    assert tomllib.loads(book.text)["code"] == "mini"
    assert (book.cite.document, book.cite.note, book.families, dict(book.parameters)) == ("试验规则", "", (), {})


def test_continuation_is_the_departments_own() -> None:
    book = ruleset("qingdao_continuation_example")
    assert book.cite.basis is Basis.DEPARTMENT
    found = book.at(2024)
    assert found is not None
    assert {cite.basis for cite in found.policy.cites.values()} == {Basis.DEPARTMENT}
    assert [one.spec.cite.basis for one in found.carding] == [Basis.DEPARTMENT] * 3
    assert [one.spec.line for one in found.carding] == [70, 10000, 600]


def test_policy_helper_writes_every_policy() -> None:
    assert policy_text().count("[[policy.") == len(POLICY)
