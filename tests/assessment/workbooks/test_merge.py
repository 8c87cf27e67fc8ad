"""Three states of a cluster become one, and nothing is lost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessment.workbooks.merge import Change, Conflict, merge_values

A, B, C = Decimal(1), Decimal(2), Decimal(3)
CODES = ("a", "b", "c", "d", "e", "f")
VALUES = st.fixed_dictionaries({code: st.sampled_from((None, Decimal(0), A, B, "x")) for code in CODES})


def test_each_cell_is_merged_by_who_changed_it() -> None:
    base = {"a": A, "b": A, "c": A, "d": A, "e": None, "f": A}
    theirs = {"a": A, "b": B, "c": A, "d": B, "e": None, "f": B}
    mine = {"a": A, "b": A, "c": C, "d": C, "e": A, "f": B}
    merged = merge_values(base, theirs, mine, CODES)
    assert merged.values == {"a": A, "b": B, "c": C, "d": B, "e": A, "f": B}
    assert merged.changes == [Change("c", A, C), Change("e", None, A)]
    assert merged.conflicts == [Conflict("d", A, B, C)]


def test_blank_is_a_change_and_not_zero() -> None:
    merged = merge_values({"a": A}, {"a": A}, {"a": None}, ("a",))
    assert merged.changes == [Change("a", A, None)]
    assert merge_values({"a": None}, {"a": None}, {"a": Decimal(0)}, ("a",)).changes == [Change("a", None, Decimal(0))]


def test_equal_figures_written_differently_are_no_change() -> None:
    merged = merge_values({"a": Decimal("1.50")}, {"a": Decimal("1.5")}, {"a": Decimal("1.500")}, ("a",))
    assert (merged.changes, merged.conflicts) == ([], [])


@given(VALUES, VALUES, VALUES)
def test_every_value_of_both_sides_is_in_the_result_or_named(base: dict, theirs: dict, mine: dict) -> None:
    merged = merge_values(base, theirs, mine, CODES)
    conflicts = {item.code: item for item in merged.conflicts}
    for code in CODES:
        if code in conflicts:
            assert (conflicts[code].theirs, conflicts[code].mine) == (theirs[code], mine[code])
            assert merged.values[code] == theirs[code]
        else:
            assert merged.values[code] in (theirs[code], mine[code])
            if mine[code] != base[code]:
                assert merged.values[code] == mine[code]
            if theirs[code] != base[code]:
                assert merged.values[code] == theirs[code]


@given(VALUES, VALUES)
def test_without_other_changes_the_workbook_wins_everywhere(base: dict, mine: dict) -> None:
    merged = merge_values(base, base, mine, CODES)
    assert merged.values == mine
    assert merged.conflicts == []
