"""[authority]: the document, clause and words that letters quote."""

import pytest

from assessment.rules.parse.reading import RulesetError
from assessment.rules.parse.rulebook import parse_ruleset
from tests.assessment.rules.samples import notice


def test_authority_is_what_letters_quote() -> None:
    authority = notice().authority
    assert authority.cited == (
        "《青岛市加快现代服务业集聚区发展行动计划（2020—2022年）》（青政字〔2020〕30号，以下简称《行动计划》）"
    )
    assert (authority.named, authority.clause) == ("《行动计划》", "四、组织保障（二）")
    assert "连续两年领取黄牌的，撤销其市级现代服务业集聚区称号" in authority.quotation


def test_a_text_without_authority_cites_the_rule_on_exit_and_quotes_nothing() -> None:
    """Texts activated before [authority] existed load as before, with the same hash, and invent no quotation (A5)."""
    text = notice().text
    start = text.index("[authority]")
    older = parse_ruleset(text[:start] + text[text.index("\n# ---", start) :], "older.toml")
    assert (older.authority.cited, older.authority.clause) == ("青政字〔2020〕30号", "四、组织保障（二）")
    assert (older.authority.quotation, older.authority.exit) == ("", "撤销其市级集聚区称号")
    assert older.policies == notice().policies


def test_an_authority_that_lacks_a_part_is_refused_by_name() -> None:
    text = notice().text.replace('short = "行动计划"', "")
    with pytest.raises(RulesetError, match="authority.*short"):
        parse_ruleset(text, "draft.toml")
