"""Reading a rulebook: TOML text in, a checked Ruleset out, or a refusal that names file, table and key."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from assessment.rules.citation import Citation, Dated, Parameter
from assessment.rules.parse.measures import read_indicators, read_unit, read_units
from assessment.rules.parse.policy import READINGS
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scope import read_cite, read_since
from assessment.rules.parse.toml import decode
from assessment.rules.parse.year import Draft, Entry, resolve
from assessment.rules.policy import Grading, Policy
from assessment.rules.ruleset import Authority, Family, RulebookEntry, Ruleset
from assessment.rules.words.policies import level_text
from clusters.units import BUILT_IN, Units

FORMAT = 1
T = TypeVar("T")


def parse_ruleset(text: str, name: str) -> Ruleset:
    """Return the rulebook written in `text`; `name` is the file's name, used in refusals.

    Raises RulesetError: not TOML, an uncited value, an unknown key, measure or unit, bands that overlap or leave a
    gap, weights that do not add up.
    """
    return build(decode(text, name), text, name)


def build(data: Mapping[str, Any], text: str, name: str) -> Ruleset:
    """Return the rulebook of already decoded tables; `text` is what is kept and hashed."""
    root = Table(with_amendments(data, name), name, "")
    if root.whole("format") != FORMAT:
        root.refuse(f"只认识格式 {FORMAT}", "format")
    code, title = root.text("code"), root.text("title")
    first, last, cite = _years(root.table("years"))
    written = _authority(root.table("authority")) if root.has("authority") else None
    draft = _draft(root, first, last)
    root.done()
    steps = tuple((year, resolve(draft, year)) for year in _turning_points(draft))
    return Ruleset(
        name=name,
        code=code,
        title=title,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        first_year=first,
        last_year=last,
        cite=cite,
        authority=written or _authority_of(steps[0][1].policy),
        indicators=draft.indicators,
        families=draft.families,
        parameters=draft.parameters,
        policies=_policy_entries(draft),
        steps=steps,
    )


def _years(table: Table) -> tuple[int, int | None, Citation]:
    first, last = table.year("from"), table.optional("to", table.year)
    if last is not None and last < first:
        table.refuse("to 不应早于 from", "to")
    cite = read_cite(table)
    table.done()
    return first, last, cite


def _authority(table: Table) -> Authority:
    authority = Authority(**{key: table.text(key) for key in Authority.__slots__})
    table.done()
    return authority


def _authority_of(policy: Policy) -> Authority:
    """Return what an older text without [authority] says all the same: the citation of the rule on exit."""
    cite, title = policy.cites["streak"], f"{level_text(frozenset({policy.titles.revocable}))}集聚区"
    return Authority("", cite.document, cite.document, cite.clause, "", "", title, f"撤销其{title}称号")


def _draft(root: Table, first: int, last: int | None) -> Draft:
    units = read_units(root.table("units")) if root.has("units") else BUILT_IN
    indicators = read_indicators(root.table("indicators"), units)
    families = _families(root.tables("families")) if root.has("families") else ()
    parameters = _parameters(root.table("parameters"), units, (first, last)) if root.has("parameters") else {}
    return Draft(
        file=root.file,
        first_year=first,
        last_year=last,
        units=units,
        indicators=indicators,
        families=families,
        parameters=parameters,
        policies=_policies(root.table("policy"), (first, last)),
        measures=root.take("measures"),
        criteria=_entries(root, "criteria", first, last),
        checks=_entries(root, "checks", first, last) if root.has("checks") else (),
        targets=_entries(root, "targets", first, last) if root.has("targets") else (),
    )


def _families(rows: list[Table]) -> tuple[Family, ...]:
    found: dict[str, Family] = {}
    for row in rows:
        code = row.text("code")
        if code in found:
            row.refuse(f"类别代码“{code}”重复", "code")
        found[code] = Family(code, row.text("label"), row.optional("full", row.number))
        row.done()
    return tuple(found.values())


def _parameters(table: Table, units: Units, years: tuple[int, int | None]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for code in table.names():
        with table.inner(code) as row:
            label, unit = row.text("label"), read_unit(row, units).name
            values = _history(row.tables("values"), years, lambda value: value.number("value"))
        found[code] = Parameter(code, label, unit, values)
    return found


def _policies(table: Table, years: tuple[int, int | None]) -> dict[str, tuple[Dated[Any], ...]]:
    found: dict[str, tuple[Dated[Any], ...]] = {}
    for code, reading in READINGS.items():
        if table.has(code):
            found[code] = _history(table.tables(code), years, reading.read)
        elif reading.required:
            table.refuse(f"缺少此项（{reading.label}）", code)
    table.done()
    return found


def _history(rows: list[Table], years: tuple[int, int | None], read: Callable[[Table], T]) -> tuple[Dated[T], ...]:
    """Read the values of one thing in order of year: one a year, the first from the rulebook's first year on."""
    found: dict[int, Dated[T]] = {}
    for row in rows:
        dated = Dated(read_since(row, *years), read(row), read_cite(row))
        row.done()
        if dated.since in found:
            row.refuse(f"{dated.since}年已有取值", "from")
        found[dated.since] = dated
    if min(found) != years[0]:
        rows[0].refuse(f"自规则集首年（{years[0]}年）起须有取值", "from")
    return tuple(found[since] for since in sorted(found))


def _entries(root: Table, key: str, first: int, last: int | None) -> tuple[Entry, ...]:
    found: list[Entry] = []
    raws = root.take(key)
    for row, raw in zip(Table({key: raws}, root.file, "").tables(key), raws, strict=True):
        code = row.code("code")
        row.place += f" {code}"
        since = read_since(row, first, last)
        until = row.optional("until", row.year)
        if until is not None and until < since:
            row.refuse("until 不应早于 from", "until")
        if any(entry.code == code and entry.since == since for entry in found):
            row.refuse(f"“{code}”自{since}年起已有一条", "from")
        found.append(Entry(row.place, code, since, until, raw))
    return tuple(found)


def _turning_points(draft: Draft) -> list[int]:
    """Return the data years in which anything changes, the first year included."""
    years = {draft.first_year}
    for parameter in draft.parameters.values():
        years.update(dated.since for dated in parameter.values)
    for values in draft.policies.values():
        years.update(dated.since for dated in values)
    for entry in (*draft.criteria, *draft.checks, *draft.targets):
        years.add(entry.since)
        if entry.until is not None and (draft.last_year is None or entry.until < draft.last_year):
            years.add(entry.until + 1)
    return sorted(years)


def _policy_entries(draft: Draft) -> tuple[RulebookEntry, ...]:
    return tuple(
        RulebookEntry(
            "口径",
            code,
            READINGS[code].label,
            tuple(replace(dated, value=_policy_text(draft, code, dated.value)) for dated in values),
        )
        for code, values in draft.policies.items()
    )


def _policy_text(draft: Draft, code: str, value: Any) -> str:
    """Return a policy value in words, with the label of whatever it names by its code."""
    if code == "area":
        value = draft.indicators[value].label
    labels = {entry.code: str(entry.raw.get("label", entry.code)) for entry in draft.criteria}
    if isinstance(value, Grading):
        value = replace(value, limits=_labelled(value.limits, labels))
    return READINGS[code].text(_labelled(value, labels) if code == "promotion" else value)


def _labelled(rows: Iterable[Any], labels: Mapping[str, str]) -> tuple[Any, ...]:
    return tuple(replace(row, criterion=labels.get(row.criterion, row.criterion)) for row in rows)


def with_amendments(data: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return the tables with every amendment in its place: it replaces the value from the same year or adds one."""
    merged = dict(data)
    rows = merged.pop("amendments", [])
    tables = Table({"amendments": rows}, file, "").tables("amendments") if rows else []
    for table, raw in zip(tables, rows, strict=True):
        _amend(merged, table, raw)
    return merged


def _amend(data: dict[str, Any], table: Table, raw: Mapping[str, Any]) -> None:
    kinds = [kind for kind in ("parameter", "policy") if table.has(kind)]
    if len(kinds) != 1:
        table.refuse("须写明修改哪个 parameter 或 policy")
    kind, name = kinds[0], table.text(kinds[0])
    section = "parameters" if kind == "parameter" else "policy"
    existing = data.get(section)
    if not isinstance(existing, Mapping) or name not in existing:
        table.refuse(f"没有名为“{name}”的项目", kind)
    value = {key: item for key, item in raw.items() if key != kind}
    data[section] = {**existing, name: _with_value(existing[name], value, kind)}


def _with_value(entry: Any, value: Mapping[str, Any], kind: str) -> Any:
    if kind == "policy":
        return _replaced(entry, value)
    return {**entry, "values": _replaced(entry.get("values"), value)} if isinstance(entry, Mapping) else entry


def _replaced(values: Any, value: Mapping[str, Any]) -> Any:
    if not isinstance(values, list):
        return values
    kept = [item for item in values if not (isinstance(item, Mapping) and item.get("from") == value.get("from"))]
    return [*kept, dict(value)]
