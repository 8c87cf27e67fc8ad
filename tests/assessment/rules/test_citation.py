"""Values with a date and a citation."""

import pytest

from assessment.rules.citation import Citation, Dated, in_force
from assessment.rules.enums import Basis

CITE = Citation("试验规则", "第一条", Basis.DEPARTMENT)


@pytest.mark.parametrize(("year", "value"), ((2019, None), (2020, "a"), (2021, "a"), (2022, "b"), (2030, "b")))
def test_latest_value_by_then_is_in_force(year: int, value: str | None) -> None:
    found = in_force((Dated(2020, "a", CITE), Dated(2022, "b", CITE)), year)
    assert (found and found.value) == value


def test_nothing_is_in_force_where_nothing_is_written() -> None:
    assert in_force((), 2020) is None


def test_citation_is_written_with_its_basis() -> None:
    assert CITE.text == "试验规则 第一条（主管部门口径）"
