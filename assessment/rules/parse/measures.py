"""Reading [indicators] and [measures]: units are checked and turned into exact factors."""

from decimal import Decimal
from fractions import Fraction

from assessment.rules.measures import Indicator, Measure, Term
from assessment.rules.numbers import ONE
from assessment.rules.parse.reading import Table
from assessment.rules.parse.scope import Scope, read_cite
from clusters.units import BUILT_IN, Unit, Units, quotient

MAX_DECIMALS = 6
TABLE_COLUMNS = ("cluster", "group", "year")
"""What a table of figures calls its own columns."""

FORMS = ("value", "ratio", "share", "per_area", "sum", "growth", "change")


MEASURED = {
    "money": "金额", "area": "面积", "share": "比例", "people": "人数", "count": "个数", "points": "分值", "years": "年数",
    "days": "天数",
}  # fmt: skip
"""What the built-in kinds of unit are called in [units]."""


def read_units(table: Table) -> Units:
    """Read [units]: units that the built-in table does not have, each with its kind and its exact size."""
    kinds = {label: kind for kind, label in MEASURED.items()}
    found: dict[str, dict[str, Fraction]] = {}
    for name in table.rows():
        row = table.table(name)
        if "/" in name or name in BUILT_IN.names:
            row.refuse("内置的单位不能另写；复合单位由单位相除得出，不单独写")
        label, size = row.text("kind"), Fraction(row.number("size"))
        row.done()
        if size <= 0:
            row.refuse("应大于零：它等于多少个该种类的基本单位", "size")
        found.setdefault(kinds.get(label, label), {})[name] = size
    for kind, row_of in found.items():
        if kind not in MEASURED and 1 not in row_of.values():
            table.refuse(f"种类“{kind}”须有一个基本单位（size = 1）")
    return BUILT_IN.with_more(found)


def read_unit(table: Table, units: Units, key: str = "unit") -> Unit:
    """Read a unit of the table, the rulebook's own included."""
    name = table.text(key)
    try:
        return units.unit(name)
    except KeyError:
        known = " ".join(units.names)
        table.refuse(f"不认识的单位“{name}”（可用：{known}，及其相除；别的单位先写进 [units]）", key)


def read_indicators(table: Table, units: Units) -> dict[str, Indicator]:
    """Read the reported figures that the rulebook uses, with their units."""
    found: dict[str, Indicator] = {}
    for code in table.names():
        if code in TABLE_COLUMNS:
            table.refuse("这是数据表固有的列名，请换一个代码", code)
        row = table.table(code)
        label, name = row.text("label"), read_unit(row, units).name
        found[code] = Indicator(code, label, name, units.siblings(name))
        row.done()
    if not found:
        table.refuse("至少要有一个指标")
    return found


def read_measures(table: Table, scope: Scope) -> None:
    """Read the measures into the scope; a measure may use those above it."""
    for code in table.names():
        if code in scope.indicators:
            table.refuse("与指标代码相同", code)
        scope.measures[code] = _measure(table.table(code), code, scope)


def _measure(table: Table, code: str, scope: Scope) -> Measure:
    forms = [form for form in FORMS if table.has(form)]
    if len(forms) != 1:
        table.refuse(f"须且只能有一种算式：{'、'.join(FORMS)}")
    form = forms[0]
    label, target = table.text("label"), read_unit(table, scope.units)
    decimals, cite = table.whole("decimals", 2, most=MAX_DECIMALS), read_cite(table)
    codes = _operands(table, form, scope)
    table.done()
    terms = tuple(_term(table, name, scope) for name in codes)
    resolved = _scaled(table, form, terms, [_unit_of(name, scope) for name in codes], target)
    form = "ratio" if form in ("share", "per_area") else form
    scale = target.factor.denominator if form == "growth" else 1
    return Measure(
        code=code,
        label=label,
        unit=target.name,
        decimals=decimals,
        form=form,
        terms=resolved,
        up=Decimal(scale),
        down=Decimal(target.factor.numerator if form == "growth" else 1),
        sources=_sources(resolved, scope),
        cite=cite,
    )


def _operands(table: Table, form: str, scope: Scope) -> tuple[str, ...]:
    if form in ("value", "growth", "change"):
        return (table.text(form),)
    if form == "per_area":
        return (table.text(form), scope.area)
    codes = table.words(form)
    if form != "sum" and len(codes) != 2:
        table.refuse("须为两项：分子、分母", form)
    return codes


def _term(table: Table, code: str, scope: Scope) -> Term:
    if code in scope.indicators:
        return Term(code, ONE, ONE)
    measure = table.pick(scope.measures, code, "指标或（写在前面的）算式")
    if measure.looks_back:
        table.refuse(f"与上年相比的“{code}”不能再参与计算")
    return Term(code, ONE, ONE, measure)


def _unit_of(code: str, scope: Scope) -> Unit:
    known = scope.indicators.get(code) or scope.measures[code]
    return scope.units.unit(known.unit)


def _scaled(table: Table, form: str, terms: tuple[Term, ...], units: list[Unit], target: Unit) -> tuple[Term, ...]:
    """Bring the operands to the measure's unit. The kinds of unit must fit."""
    if form == "growth":
        if target.kind != "share":
            table.refuse("增长率的单位应为 % 、‰ 或 倍", "unit")
        return terms
    if form in ("value", "sum", "change"):
        if any(one.dimensions != target.dimensions for one in units):
            table.refuse("各项与结果的单位种类不同", "unit")
        return tuple(_times(term, one.factor / target.factor) for term, one in zip(terms, units, strict=True))
    above, below = units
    if quotient(above, below) != target.dimensions:
        table.refuse(f"“{target.name}”不是“{above.name}”除以“{below.name}”的单位", "unit")
    return (_times(terms[0], above.factor / below.factor / target.factor), terms[1])


def _times(term: Term, factor: Fraction) -> Term:
    return Term(term.code, Decimal(factor.numerator), Decimal(factor.denominator), term.measure)


def _sources(terms: tuple[Term, ...], scope: Scope) -> tuple[Indicator, ...]:
    found: dict[str, Indicator] = {}
    for term in terms:
        inner = term.measure.sources if term.measure else (scope.indicators[term.code],)
        found.update({indicator.code: indicator for indicator in inner})
    return tuple(found.values())
