"""Reading comparisons with a line: single thresholds, compound conditions, levels."""

from collections.abc import Iterable
from dataclasses import replace

from assessment.rules.criteria import Compound, Condition, Level, Levels, Spec, Test, Threshold, comparisons_in
from assessment.rules.enums import Kind, Role
from assessment.rules.measures import Indicator, Measure
from assessment.rules.numbers import OPERATORS, ZERO
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scales import read_measure
from assessment.rules.parse.scope import Scope, amount, read_cite

MAX_DEPTH = 4
"""Conditions inside conditions deeper than this are no rule that anybody can follow."""


def measured(spec: Spec, measure: Measure) -> Spec:
    """Return the spec with unit, digits, figures and, where it is a plain figure or ratio, factors of a measure."""
    plain = measure.is_direct and measure.form in ("value", "ratio")
    return replace(
        spec,
        unit=measure.unit,
        decimals=measure.decimals,
        sources=measure.sources,
        up=measure.terms[0].up if plain else None,
        down=measure.terms[0].down if plain else None,
        definition=measure.cite,
    )


def read_head(table: Table, code: str, scope: Scope) -> Spec:
    """Read the common keys of a criterion: what all its lines repeat."""
    family = table.phrase("family")
    if family and family not in scope.families:
        table.refuse(f"没有代码为“{family}”的指标类别（现有：{'、'.join(sorted(scope.families)) or '无'}）", "family")
    return Spec(
        code=code,
        label=table.text("label"),
        kind=table.member("kind", Kind),
        family=family,
        card=table.flag("card", default=False),
        role=table.member("role", Role, Role.NONE),
        cite=read_cite(table),
        full=table.optional("points", table.number),
        weight=table.optional("weight", table.number),
    )


def read_threshold(table: Table, scope: Scope, head: Spec) -> Threshold:
    """Read a line, with other lines for named groups where lines_by says so."""
    measure, op = read_measure(table, scope), table.word("op", *OPERATORS)
    test = _test(table, "line", scope, head, (measure, op))
    if not table.has("lines_by"):
        return Threshold(test, "", {})
    with table.inner("lines_by") as lines:
        by, rows = lines.text("group"), lines.table("lines")
        tests = {name: _test(rows, name, scope, head, (measure, op)) for name in rows.rows()}
        if not tests:
            rows.refuse("至少写一个分组的标准线")
    return Threshold(test, by, tests)


def read_compound(table: Table, scope: Scope, head: Spec, depth: int = 1) -> Compound:
    """Read parts joined by all, any or at least n; a part may be such a group itself, `depth` levels deep by now."""
    how, parts = table.combine("combine"), _parts(table, scope, head, depth)
    if isinstance(how, int) and how > len(parts):
        table.refuse(f"只有{len(parts)}项，不可能至少{how}项", "combine")
    return Compound(how, parts)


def read_levels(table: Table, scope: Scope, head: Spec) -> Levels:
    """Read levels from the highest down; every line of a level must hold."""
    levels = []
    for number, row in enumerate(table.tables("levels"), 1):
        name, points = row.text("name"), row.positive_or_zero("points")
        levels.append(Level(name, points, _parts(row, scope, replace(head, code=f"{head.code}.{number}"))))
        row.done()
    rest = table.positive_or_zero("rest", ZERO)
    falling = [*(level.points for level in levels), rest]
    if falling != sorted(set(falling), reverse=True):
        table.refuse("等级应由高到低排列，得分递减", "levels")
    return Levels(tuple(levels), rest)


def sources_of(measures: Iterable[Measure]) -> tuple[Indicator, ...]:
    """Return the indicators that the measures look at, each once."""
    return tuple({source.code: source for measure in measures for source in measure.sources}.values())


def _test(table: Table, key: str, scope: Scope, head: Spec, what: tuple[Measure, str]) -> Test:
    measure, op = what
    named = table.peek(key)
    line, cite = amount(table, key, scope, measure.unit)
    spec = replace(measured(head, measure), kind=Kind.THRESHOLD, op=op, line=line, cite=cite or head.cite)
    return Test(measure, op, line, spec, named)


def _parts(table: Table, scope: Scope, head: Spec, depth: int = 1) -> tuple[Condition, ...]:
    """Read the conditions under `parts`; they neither card nor score by themselves."""
    if depth > MAX_DEPTH:
        table.refuse(f"条件里套条件不超过 {MAX_DEPTH} 层", "parts")
    bare = replace(head, card=False, role=Role.NONE, weight=None, full=None)
    rows = enumerate(table.tables("parts"), 1)
    return tuple(_part(row, scope, replace(bare, code=f"{head.code}.{number}"), depth) for number, row in rows)


def _part(row: Table, scope: Scope, head: Spec, depth: int) -> Condition:
    """Read a comparison, or conditions of its own joined by combine."""
    if row.has("measure") == row.has("parts"):
        row.refuse("每项写一个比较（measure、op、line），或一组条件（combine、parts），二者只写其一")
    if row.has("measure"):
        measure, op = read_measure(row, scope), row.word("op", *OPERATORS)
        head = replace(head, label=row.text("label", measure.label))
        found: Condition = _test(row, "line", scope, head, (measure, op))
    else:
        label, group = row.phrase("label"), read_compound(row, scope, head, depth + 1)
        words = {"all": "且", "any": "或"}.get(str(group.how), "、")
        label = label or words.join(_label(part) for part in group.parts)
        sources = sources_of(test.measure for test in comparisons_in(group.parts))
        found = replace(group, spec=replace(head, label=label, kind=Kind.COMPOUND, sources=sources))
    row.done()
    return found


def _label(part: Condition) -> str:
    return "" if part.spec is None else part.spec.label
