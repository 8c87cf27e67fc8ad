"""Reading comparisons with a line: single thresholds, compound conditions, levels."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.criteria import Compound, Condition, Level, Levels, Spec, Test, Threshold, comparisons_in
from assessment.rules.enums import Combine, Kind, Role
from assessment.rules.measures import Indicator, Measure
from assessment.rules.numbers import ZERO
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scales import read_measure
from assessment.rules.parse.scope import Scope, amount, read_cite

ROLES = {member.value: member for member in Role}
OPS = {op: op for op in (">=", ">", "<=", "<")}
MAX_DEPTH = 4
"""Conditions inside conditions deeper than this are no rule that anybody can follow."""


@dataclass(frozen=True, slots=True)
class Head:
    """What all lines of a criterion have in common."""

    code: str
    label: str
    family: str
    card: bool
    role: Role
    weight: Decimal | None
    points: Decimal | None
    cite: Citation

    def spec(self, kind: Kind, measure: Measure | None, sources: tuple[Indicator, ...]) -> Spec:
        """Return a spec without line; `measure` gives unit and factors where there is a single one."""
        direct = measure is not None and measure.is_direct and measure.form in ("value", "ratio")
        first = measure.terms[0] if measure and direct else None
        return Spec(
            code=self.code,
            label=self.label,
            kind=kind,
            family=self.family,
            card=self.card,
            role=self.role,
            unit=measure.unit if measure else "",
            decimals=measure.decimals if measure else 0,
            op="",
            line=None,
            full=self.points,
            weight=self.weight,
            sources=sources,
            up=None if first is None else first.up,
            down=None if first is None else first.down,
            cite=self.cite,
            definition=measure.cite if measure else None,
        )


def read_head(table: Table, code: str, scope: Scope) -> Head:
    """Read the common keys of a criterion."""
    family = table.text("family", " ").strip()
    if family and family not in scope.families:
        table.refuse(f"没有代码为“{family}”的指标类别", "family")
    return Head(
        code=code,
        label=table.text("label"),
        family=family,
        card=table.flag("card", default=False),
        role=table.choice("role", ROLES, Role.NONE.value),
        weight=table.number("weight") if table.has("weight") else None,
        points=table.number("points") if table.has("points") else None,
        cite=read_cite(table),
    )


def read_threshold(table: Table, scope: Scope, head: Head) -> Threshold:
    """Read a line, with other lines for named groups where lines_by says so."""
    measure, op = read_measure(table, scope), table.choice("op", OPS)
    test = _test(table, "line", scope, head, (measure, op))
    if not table.has("lines_by"):
        return Threshold(test, "", {})
    lines = table.table("lines_by")
    by = lines.text("group")
    rows = lines.table("lines")
    tests = {name: _test(rows, name, scope, head, (measure, op)) for name in rows.rows()}
    if not tests:
        rows.refuse("至少写一个分组的标准线")
    lines.done()
    return Threshold(test, by, tests)


def read_compound(table: Table, scope: Scope, head: Head, depth: int = 1) -> Compound:
    """Read parts joined by all, any or at least n; a part may be such a group itself, `depth` levels deep by now."""
    how, parts = _how(table), _parts(table, scope, head, depth)
    if isinstance(how, int) and how > len(parts):
        table.refuse(f"只有{len(parts)}项，不可能至少{how}项", "combine")
    return Compound(how, parts)


def read_levels(table: Table, scope: Scope, head: Head) -> Levels:
    """Read levels from the highest down; every line of a level must hold."""
    levels = []
    for number, row in enumerate(table.tables("levels"), 1):
        name, points = row.text("name"), row.positive_or_zero("points")
        levels.append(Level(name, points, _parts(row, scope, replace(head, code=f"{head.code}.{number}"))))
        row.done()
    points_down = [level.points for level in levels]
    rest = table.positive_or_zero("rest", ZERO)
    falling = [*points_down, rest]
    if falling != sorted(set(falling), reverse=True):
        table.refuse("等级应由高到低排列，得分递减", "levels")
    return Levels(tuple(levels), rest)


def sources_of(conditions: Iterable[Condition]) -> tuple[Indicator, ...]:
    """Return the indicators that the conditions look at, each once."""
    found = {indicator.code: indicator for test in comparisons_in(conditions) for indicator in test.measure.sources}
    return tuple(found.values())


def _how(table: Table) -> Combine:
    raw = table.take("combine")
    if raw == "all" or raw == "any":
        return "all" if raw == "all" else "any"
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
        table.refuse("应为 all、any 或至少几项的个数", "combine")
    return raw


def _test(table: Table, key: str, scope: Scope, head: Head, what: tuple[Measure, str]) -> Test:
    measure, op = what
    named = table.peek(key)
    line, cite = amount(table, key, scope, measure.unit)
    spec = head.spec(Kind.THRESHOLD, measure, measure.sources)
    return Test(measure, op, line, replace(spec, op=op, line=line, cite=cite or head.cite), named)


def _parts(table: Table, scope: Scope, head: Head, depth: int = 1) -> tuple[Condition, ...]:
    """Read the conditions under `parts`; they neither card nor score by themselves."""
    if depth > MAX_DEPTH:
        table.refuse(f"条件里套条件不超过 {MAX_DEPTH} 层", "parts")
    bare = replace(head, card=False, role=Role.NONE, weight=None, points=None)
    rows = enumerate(table.tables("parts"), 1)
    return tuple(_part(row, scope, replace(bare, code=f"{head.code}.{number}"), depth) for number, row in rows)


def _part(row: Table, scope: Scope, head: Head, depth: int) -> Condition:
    """Read a comparison, or conditions of its own joined by combine."""
    if row.has("measure") == row.has("parts"):
        row.refuse("每项写一个比较（measure、op、line），或一组条件（combine、parts），二者只写其一")
    if row.has("measure"):
        measure, op = read_measure(row, scope), row.choice("op", OPS)
        head = replace(head, label=row.text("label", measure.label))
        found: Condition = _test(row, "line", scope, head, (measure, op))
    else:
        label, group = row.text("label", " ").strip(), read_compound(row, scope, head, depth + 1)
        words = {"all": "且", "any": "或"}.get(str(group.how), "、")
        head = replace(head, label=label or words.join(_label(part) for part in group.parts))
        found = replace(group, spec=head.spec(Kind.COMPOUND, None, sources_of(group.parts)))
    row.done()
    return found


def _label(part: Condition) -> str:
    return "" if part.spec is None else part.spec.label
