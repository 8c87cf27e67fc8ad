"""Values to plain JSON values and back by their annotations."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessment.rules.citation import Citation
from assessment.rules.enums import Basis, State
from assessment.rules.facts import Earlier, Facts, Position, Prior, Title
from assessment.rules.measures import Indicator
from assessment.rules.wire.codec import codec


@pytest.mark.parametrize(
    ("hint", "value", "written"),
    (
        (str, "税收", "税收"),
        (int | None, None, None),
        (Decimal, Decimal("7E+3"), "7000"),
        (Decimal | None, Decimal("1.50"), "1.5"),
        (Fraction, Fraction(3, 2), "3/2"),
        (date, date(2021, 7, 1), "2021-07-01"),
        (State, State.FAIL, "fail"),
        (frozenset[str], frozenset({"b", "a"}), ["a", "b"]),
        (tuple[Decimal, Decimal], (Decimal(1), Decimal("2.0")), ["1", "2"]),
        (tuple[State, ...], (State.PASS, State.FAIL), ["pass", "fail"]),
        (Mapping[str, Decimal | None], {"tax": None, "land": Decimal(3)}, {"tax": None, "land": "3"}),
        (Position, Position(2, 1, 9), [2, 1, 9]),
        (Citation, Citation("文", "一", Basis.CLIENT), ["文", "一", "client", ""]),
        (Indicator, Indicator("tax", "税收", "万元", (("元", Fraction(1, 10000)),)), ["tax", "税收", "万元"]),
    ),
)
def test_a_value_is_written_by_its_annotation_and_read_back(hint: Any, value: Any, written: Any) -> None:
    assert codec(hint).write(value) == written
    assert codec(hint).read(written) == value


@pytest.mark.parametrize(
    ("hint", "data"),
    (
        (Decimal, "1.2e5"),
        (Decimal, "NaN"),
        (Decimal, "１"),
        (Decimal, 1.5),
        (State, "perhaps"),
        (date, "2021-02-30"),
        (date, None),
        (Prior, {"year": 2020, "standing": "card"}),
        (Position, [2, 1]),
        (Title, []),
    ),
)
def test_what_was_not_written_so_is_refused(hint: Any, data: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        codec(hint).read(data)


def test_objects_are_named_field_by_field() -> None:
    names = [one.name for one in fields(Facts)]
    assert list(codec(Facts).write(Facts(2021, earlier=Earlier(2019, {})))) == names
    assert list(codec(Facts).write(Facts(2021))) == [name for name in names if name != "earlier"]


def test_a_class_without_a_form_is_refused_at_once() -> None:
    with pytest.raises((KeyError, TypeError)):
        codec(float | None).write(1.5)
