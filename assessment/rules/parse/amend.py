"""A rulebook with other values, as a text of its own: for rehearsals and for yearly notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.criteria import Test, Threshold
from assessment.rules.numbers import plain
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset


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


def _row(code: str, value: Decimal, since: int, cite: Citation) -> str:
    note = f", note = {_quoted(cite.note)}" if cite.note else ""
    return (
        f"\n[[amendments]]\nparameter = {_quoted(code)}\nfrom = {since}\nvalue = {plain(value)}\n"
        f"cite = {{ document = {_quoted(cite.document)}, clause = {_quoted(cite.clause)}, "
        f"basis = {_quoted(cite.basis.value)}{note} }}"
    )


def _quoted(text: str) -> str:
    """Return a TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char >= " " and char != "\x7f" else f"\\u{ord(char):04x}" for char in escaped) + '"'
