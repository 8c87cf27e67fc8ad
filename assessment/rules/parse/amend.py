"""A rulebook with other values, as a text of its own: for rehearsals and for yearly notices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.criteria import Test, Threshold
from assessment.rules.numbers import plain
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset

# The table of years with its keys, and each date from which a value counts.
_YEARS = re.compile(r"(?ms)^\[years\]\n.*?(?=^\[)")
_CODE, _TITLE = re.compile(r"(?m)^code = .*$"), re.compile(r"(?m)^title = .*$")
_FROM = re.compile(r"(?m)((?:^|[{,] ?)from = )(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Adjustable:
    """A line that can be moved: the criterion it belongs to and the parameter that holds it."""

    parameter: str
    criterion: str
    label: str
    group: str
    op: str
    unit: str
    value: Decimal


def adjustable(ruleset: Ruleset, year: int) -> tuple[Adjustable, ...]:
    """Return the lines of the carding criteria that stand in named parameters, for a data year."""
    rules = ruleset.at(year)
    if rules is None:
        return ()
    found = []
    for criterion in rules.carding:
        if isinstance(criterion.rule, Threshold):
            found.append(_adjustable(criterion.rule.test, ""))
            found.extend(_adjustable(test, group) for group, test in criterion.rule.tests.items())
    return tuple(one for one in found if one.parameter)


def _adjustable(test: Test, group: str) -> Adjustable:
    spec = test.spec
    return Adjustable(test.parameter, spec.code, spec.label, group, test.op, spec.unit, test.line)


def amended(ruleset: Ruleset, values: Mapping[str, Decimal], since: int, cite: Citation) -> Ruleset:
    """Return the rulebook with other values for named parameters from data year `since` on.

    The text is the old one with [[amendments]] at its end, so it can be kept, hashed and read again.
    Raises RulesetError for an unknown parameter or a year outside the rulebook.
    """
    rows = [_row(code, value, since, cite) for code, value in sorted(values.items())]
    return parse_ruleset("\n".join([ruleset.text.rstrip("\n"), *rows, ""]), ruleset.name)


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a rulebook goes on for later data years: a code and title of its own, its years, the basis of all that."""

    code: str
    title: str
    first_year: int
    last_year: int | None
    cite: Citation


def continued(ruleset: Ruleset, by: Continuation, values: Mapping[str, Decimal]) -> Ruleset:
    """Return the rulebook for other data years, with other values for named parameters from the first of them on.

    What was dated earlier is dated from the first year on, with the citation it has. Raises RulesetError.
    """
    last = f"to = {by.last_year}\n" if by.last_year else ""
    years = f"[years]\nfrom = {by.first_year}\n{last}cite = {_cited(by.cite)}\n\n"
    text = _YEARS.sub(lambda _: years, ruleset.text, count=1)
    text = _CODE.sub(lambda _: f"code = {_quoted(by.code)}", text, count=1)
    text = _TITLE.sub(lambda _: f"title = {_quoted(by.title)}", text, count=1)
    text = _FROM.sub(lambda found: f"{found[1]}{max(int(found[2]), by.first_year)}", text)
    book = parse_ruleset(text, ruleset.name)
    return amended(book, values, by.first_year, by.cite) if values else book


def _row(code: str, value: Decimal, since: int, cite: Citation) -> str:
    return (
        f"\n[[amendments]]\nparameter = {_quoted(code)}\nfrom = {since}\nvalue = {plain(value)}\ncite = {_cited(cite)}"
    )


def _cited(cite: Citation) -> str:
    """Return a citation as a TOML inline table."""
    note = f", note = {_quoted(cite.note)}" if cite.note else ""
    words = f"document = {_quoted(cite.document)}, clause = {_quoted(cite.clause)}, basis = {_quoted(cite.basis.value)}"
    return f"{{ {words}{note} }}"


def _quoted(text: str) -> str:
    """Return a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char >= " " and char != "\x7f" else f"\\u{ord(char):04x}" for char in escaped) + '"'
