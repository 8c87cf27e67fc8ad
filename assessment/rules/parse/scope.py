"""What a rulebook's tables may refer to while one data year is being resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.rules.citation import Citation, Parameter, in_force
from assessment.rules.enums import Basis
from assessment.rules.measures import Indicator, Measure
from assessment.rules.parse.reading import Table
from clusters.units import BUILT_IN, Units


@dataclass
class Scope:
    """One data year of one file, and the names that exist so far."""

    year: int
    indicators: Mapping[str, Indicator]
    parameters: Mapping[str, Parameter]
    area: str = ""
    measures: dict[str, Measure] = field(default_factory=dict)
    families: frozenset[str] = frozenset()
    units: Units = BUILT_IN


def read_cite(table: Table) -> Citation:
    """Read the citation that every value needs."""
    if not table.has("cite"):
        table.refuse("缺少依据：每个值都要写明 cite = { document, clause, basis }", "cite")
    with table.inner("cite") as cite:
        return Citation(cite.text("document"), cite.text("clause"), cite.member("basis", Basis), cite.phrase("note"))


def read_since(table: Table, first_year: int, last_year: int | None) -> int:
    """Read `from`, the data year from which an entry holds; it lies in the years the rulebook is in force."""
    since = table.year("from")
    if since < first_year or (last_year is not None and since > last_year):
        table.refuse(f"{since}年不在规则集的施行年度内", "from")
    return since


def amount(table: Table, key: str, scope: Scope, unit: str | None) -> tuple[Decimal, Citation | None]:
    """Read a number, or the name of a parameter (whose own citation then counts), in the unit expected there."""
    raw = table.take(key)
    if not isinstance(raw, str):
        return table.as_number(raw, key), None
    parameter = scope.parameters.get(raw)
    if parameter is None:
        known = "、".join(scope.parameters) or "（没有参数）"
        table.refuse(f"没有名为“{raw}”的参数（现有：{known}）；数值不加引号，百分数 40% 写 40", key)
    if unit is not None and parameter.unit != unit:
        table.refuse(f"参数“{raw}”的单位是“{parameter.unit}”，此处应为“{unit}”", key)
    dated = in_force(parameter.values, scope.year)
    if dated is None:
        table.refuse(f"参数“{raw}”在{scope.year}年没有取值", key)
    return dated.value, dated.cite


def optional_amount(table: Table, key: str, scope: Scope, unit: str | None) -> tuple[Decimal | None, Citation | None]:
    """Read a number that may be absent."""
    return amount(table, key, scope, unit) if table.has(key) else (None, None)
