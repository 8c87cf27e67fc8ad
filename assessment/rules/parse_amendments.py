"""[[amendments]]: later values kept apart from the text they change, for yearly notices and for rehearsals."""

from collections.abc import Mapping
from typing import Any

from assessment.rules.reading import Table


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
