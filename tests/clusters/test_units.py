"""The one table of units."""

import ast
from fractions import Fraction

import pytest

from clusters.units import BUILT_IN, IN_WORKBOOKS, siblings, unit
from tests.support.sources import modules, parsed


@pytest.mark.parametrize(
    ("name", "kind", "factor"),
    (
        ("万元", "money", Fraction(10_000)), ("亩", "area", Fraction(2000, 3)), ("%", "share", Fraction(1, 100)),
        ("元/平方米", "money/area", Fraction(1)), ("万元/亩", "money/area", Fraction(15)),
        ("人/万平方米", "people/area", Fraction(1, 10_000)), ("公顷", "area", Fraction(10_000)),
        ("万元/公顷", "money/area", Fraction(1)),
    ),
)  # fmt: skip
def test_unit_has_kind_and_size(name: str, kind: str, factor: Fraction) -> None:
    found = unit(name)
    assert (found.name, found.kind, found.factor) == (name, kind, factor)


@pytest.mark.parametrize("name", ("斤", "元/斤", "斤/元", "", "/", "元/平方米/年", "元//平方米"))
def test_unit_refuses_what_the_table_does_not_have(name: str) -> None:
    with pytest.raises(KeyError):
        unit(name)


def test_siblings_are_the_other_units_of_the_kind() -> None:
    assert dict(siblings("万元")) == {"元": Fraction(1, 10_000), "千元": Fraction(1, 10), "亿元": Fraction(10_000)}
    assert [name for name, _ in siblings("平方米")] == ["万平方米", "亩", "公顷", "平方公里"]
    assert dict(siblings("平方米"))["亩"] == Fraction(2000, 3)
    assert siblings("元/平方米") == ()


def test_workbooks_may_say_more_than_rulebooks() -> None:
    assert dict(IN_WORKBOOKS.siblings("万元"))["百万元"] == 100
    assert dict(IN_WORKBOOKS.siblings("家"))["户"] == 1
    assert not {"百万元", "户"} & set(BUILT_IN.names)


def test_there_is_one_table_of_units() -> None:
    """No dictionary anywhere else gives sizes to units."""
    tables = {
        str(path)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Dict)
        and sum(isinstance(key, ast.Constant) and key.value in IN_WORKBOOKS.names for key in node.keys) > 1
    }
    assert tables == {"clusters/units.py"}
