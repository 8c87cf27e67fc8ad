"""The `rules` column of a decision case: other lines from a year on, or more years in force."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from assessment.rules.cases.years import CaseError
from assessment.rules.parse.rulebook import build
from assessment.rules.ruleset import Rulebook, Ruleset

_TOKEN = re.compile(
    r"(?:(?P<force>\d{4})\s*\+(?!\s*:)"
    r"|(?P<year>\d{4})\s*\+?\s*:(?=\s*\w)"
    r"|(?P<name>\w+)\s*(?:>?=|≥)\s*(?P<line>-?\d+(?:\.\d+)?)\s*(?P<sign>%?)(?![\w.+-]))"
    r"[\s,;、]*"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_Book = dict[str, Any]
_CITE = {"document": "决策用例", "clause": "rules", "basis": "department"}


def rulebook_for(rules: str, rulesets: tuple[Ruleset, ...]) -> Rulebook:
    """Return the rulesets with what the column says: `2022: C2=12500, C3=700; 2019+`. Raises CaseError.

    A line without a year goes with the year before it; which years are in force is settled before the lines.
    C1, C2 … are the carding criteria in the rulebook's order; a criterion's own code is understood too.
    """
    if not rules:
        return Rulebook(rulesets)
    books = [tomllib.loads(ruleset.text, parse_float=Decimal) for ruleset in rulesets]
    in_force, changes = _read(rules)
    for year in in_force:
        _extend(books, year)
    for change in changes:
        _change(books, change)
    try:
        changed = zip(books, rulesets, strict=True)
        return Rulebook([build(data, f"{ruleset.text}\n# {rules}\n", ruleset.name) for data, ruleset in changed])
    except ValueError as error:
        raise CaseError(f"rules：{error}") from error


class _Change(NamedTuple):
    year: int
    name: str
    line: Decimal
    is_percent: bool


def _read(rules: str) -> tuple[list[int], list[_Change]]:
    """Return the years put in force and the lines changed; full-width signs and thousands separators are understood."""
    text = _THOUSANDS.sub("", unicodedata.normalize("NFKC", rules)).strip(" ,;、\t\r\n")
    in_force: list[int] = []
    changes: list[_Change] = []
    year = at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or (token["name"] and not year):
            raise CaseError(f"rules：看不懂“{re.split('[,;、]', text[at:])[0].strip()}”")
        if token["force"]:
            in_force.append(int(token["force"]))
        elif token["year"]:
            year = int(token["year"])
        else:
            changes.append(_Change(year, token["name"], Decimal(token["line"]), bool(token["sign"])))
        at = token.end()
    return in_force, changes


def _extend(books: list[_Book], year: int) -> None:
    """Put the ruleset that begins next, or the last one, in force from `year` on."""
    ordered = sorted(books, key=lambda book: book["years"]["from"])
    book = next((one for one in ordered if one["years"]["from"] >= year), ordered[-1])
    first = book["years"]["from"]
    if year > first:
        book["years"].pop("to", None)
        return
    book["years"]["from"] = year
    for dated in _dated(book):
        if dated["from"] == first:
            dated["from"] = year


def _dated(book: _Book) -> Iterator[_Book]:
    for parameter in book.get("parameters", {}).values():
        yield from parameter["values"]
    for values in book["policy"].values():
        yield from values
    for section in ("criteria", "checks", "targets", "amendments"):
        yield from book.get(section, [])


def _change(books: list[_Book], change: _Change) -> None:
    book = next((one for one in books if _covers(one, change.year)), None)
    if book is None:
        raise CaseError(f"rules：{change.year}年没有施行的规则集，无从修改")
    _set_line(book, _criterion(book, change.name), change)


def _covers(book: _Book, year: int) -> bool:
    years = book["years"]
    return bool(years["from"] <= year and ("to" not in years or year <= years["to"]))


def _criterion(book: _Book, name: str) -> _Book:
    carding = {entry["code"]: entry for entry in book["criteria"] if entry.get("card")}
    number = re.fullmatch(r"[Cc](\d+)", name)
    code = name if number is None else dict(enumerate(carding, 1)).get(int(number[1]), "")
    if code not in carding or "line" not in carding[code]:
        raise CaseError(f"rules：没有名为“{name}”、可改标准线的考核标准")
    return carding[code]


def _set_line(book: _Book, criterion: _Book, change: _Change) -> None:
    """Add the line from its year on; a share written as 0.75 means 75 %."""
    year, line = change.year, change.line
    unit = book["measures"][criterion["measure"]]["unit"]
    if unit == "%" and not change.is_percent and line <= 1:
        line = line * 100
    name = criterion["line"]
    if not isinstance(name, str):
        others = [one for one in book["criteria"] if (one["code"], one["from"]) != (criterion["code"], year)]
        book["criteria"] = [*others, {**criterion, "from": year, "line": line}]
        return
    parameter = book["parameters"][name]
    kept = [dated for dated in parameter["values"] if dated["from"] != year]
    parameter["values"] = [*kept, {"from": year, "value": line, "cite": dict(_CITE)}]
