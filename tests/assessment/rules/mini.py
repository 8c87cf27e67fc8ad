"""A small invented rulebook whose parts a test replaces one by one."""

import re

import pytest

from assessment.rules.parse.reading import RulesetError
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset

_FOUND = re.compile("，这里是|（这里有|（可用：|（现有：")

CITE = 'cite = { document = "试验规则", clause = "第一条", basis = "department" }'

POLICY = {
    "combine": '"all"',
    "complete_before_card": "true",
    "streak": "{ cards = 2, within = 2 }",
    "pass_clears": "true",
    "gap": '"break"',
    "missing": '"hold"',
    "not_reported": '"hold"',
    "first_year": '"first_full_year"',
    "titles": '{ assessed = ["municipal", "provincial", "national"], revocable = "municipal" }',
    "area": '"area"',
    "near_line_percent": "2",
    "appeal_working_days": "10",
    "warning_days": "90",
}

INDICATORS = """
[indicators]
money = { label = "收入", unit = "万元" }
part = { label = "主业收入", unit = "万元" }
area = { label = "面积", unit = "平方米" }
people = { label = "人数", unit = "人" }
"""

MEASURES = f"""
[measures.density]
label = "单位面积收入"
per_area = "money"
unit = "元/平方米"
{CITE}
[measures.share]
label = "主业占比"
share = ["part", "money"]
unit = "%"
{CITE}
[measures.growth]
label = "收入增速"
growth = "money"
unit = "%"
{CITE}
[measures.staff]
label = "人数"
value = "people"
unit = "人"
decimals = 0
{CITE}
"""

LINE = f"""
[[criteria]]
code = "density"
from = 2020
label = "单位面积收入"
kind = "threshold"
measure = "density"
op = ">="
line = 100
card = true
{CITE}
"""


def policy_text(**changed: str) -> str:
    """All policies, some with other values."""
    values = POLICY | changed
    return "\n".join(f"[[policy.{code}]]\nfrom = 2020\nvalue = {value}\n{CITE}" for code, value in values.items())


def text(criteria: str = LINE, *, more: str = "", years: str = "from = 2020", **policy: str) -> str:
    """The rulebook as TOML."""
    head = f'format = 1\ncode = "mini"\ntitle = "试验规则"\n[years]\n{years}\n{CITE}\n'
    return "\n".join([head, INDICATORS, policy_text(**policy), MEASURES, criteria, more])


def mini(criteria: str = LINE, *, more: str = "", years: str = "from = 2020", **policy: str) -> Ruleset:
    """The rulebook, parsed."""
    return parse_ruleset(text(criteria, more=more, years=years, **policy), "mini.toml")


def criterion(kind: str, body: str, *, code: str = "one", measure: str = "", more: str = "") -> str:
    """An entry of [[criteria]]."""
    named = f'measure = "{measure}"\n' if measure else ""
    return f'[[criteria]]\ncode = "{code}"\nfrom = 2020\nlabel = "第一项"\nkind = "{kind}"\n{named}{body}\n{more}\n{CITE}\n'


def refusal(given: str) -> str:
    """The message with which a rulebook is refused, without what it says was found and what is possible."""
    return _FOUND.split(whole_refusal(given))[0]


def whole_refusal(given: str) -> str:
    """The whole message with which a rulebook is refused."""
    with pytest.raises(RulesetError) as caught:
        parse_ruleset(given, "草案.toml")
    return str(caught.value)
