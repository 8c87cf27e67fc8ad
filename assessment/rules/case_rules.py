"""The `rules` column of a decision case: other lines from a year on, or more years in force."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assessment.rules.case_years import CaseError
from assessment.rules.parse import build
from assessment.rules.ruleset import Rulebook, Ruleset

_IN_FORCE = re.compile(r"(\d{4})\+")
_CHANGE = re.compile(r"(\d{4})\s*[:：]\s*(.+)")
_LINE = re.compile(r"(\w+)\s*=\s*(-?\d+(?:\.\d+)?)\s*(%?)")
_Book = dict[str, Any]
_CITE = {"document": "决策用例", "clause": "rules", "basis": "department"}


def rulebook_for(rules: str, rulesets: tuple[Ruleset, ...]) -> Rulebook:
    """Return the rulesets with what the column says: `2022: C2=12500, C3=700; 2019+`. Raises CaseError.

    A part without a year goes with the year before it.

    C1, C2 … are the carding criteria in the rulebook's order; a criterion's own code is understood too.
    """
    if not rules:
        return Rulebook(rulesets)
    books = [tomllib.loads(ruleset.text, parse_float=Decimal) for ruleset in rulesets]
    year = 0
    for part in filter(None, (item.strip() for item in re.split(r"[;；]", rules))):
        in_force, change = _IN_FORCE.fullmatch(part), _CHANGE.fullmatch(part)
        if in_force:
            _extend(books, int(in_force[1]))
            continue
        year = int(change[1]) if change else year
        if not year:
            raise CaseError(f"rules：看不懂“{part}”")
        _change(books, year, change[2] if change else part)
    try:
        changed = zip(books, rulesets, strict=True)
        return Rulebook([build(data, f"{ruleset.text}\n# {rules}\n", ruleset.name) for data, ruleset in changed])
    except ValueError as error:
        raise CaseError(f"rules：{error}") from error


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


def _change(books: list[_Book], year: int, lines: str) -> None:
    book = next((one for one in books if _covers(one, year)), None)
    if book is None:
        raise CaseError(f"rules：{year}年没有施行的规则集，无从修改")
    for part in filter(None, (item.strip() for item in re.split(r"[,，]", lines))):
        found = _LINE.fullmatch(part)
        if found is None:
            raise CaseError(f"rules：看不懂“{part}”")
        _set_line(book, year, _criterion(book, found[1]), (Decimal(found[2]), found[3]))


def _covers(book: _Book, year: int) -> bool:
    years = book["years"]
    return bool(years["from"] <= year and ("to" not in years or year <= years["to"]))


def _criterion(book: _Book, name: str) -> _Book:
    carding = {entry["code"]: entry for entry in book["criteria"] if entry.get("card")}
    number = re.fullmatch(r"C(\d+)", name)
    code = name if number is None else dict(enumerate(carding, 1)).get(int(number[1]), "")
    if code not in carding or "line" not in carding[code]:
        raise CaseError(f"rules：没有名为“{name}”、可改标准线的考核标准")
    return carding[code]


def _set_line(book: _Book, year: int, criterion: _Book, value: tuple[Decimal, str]) -> None:
    """Add the line from `year` on; a share written as 0.75 means 75 %."""
    line, sign = value
    unit = book["measures"][criterion["measure"]]["unit"]
    if unit == "%" and not sign and line <= 1:
        line = line * 100
    name = criterion["line"]
    if not isinstance(name, str):
        others = [one for one in book["criteria"] if (one["code"], one["from"]) != (criterion["code"], year)]
        book["criteria"] = [*others, {**criterion, "from": year, "line": line}]
        return
    parameter = book["parameters"][name]
    kept = [dated for dated in parameter["values"] if dated["from"] != year]
    parameter["values"] = [*kept, {"from": year, "value": line, "cite": dict(_CITE)}]
