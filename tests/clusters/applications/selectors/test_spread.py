"""The spread of a category: which districts count, and whom the limit bars."""

import pytest

from clusters.applications.selectors.spread import Spread, spread_of
from tests.factories import ApplicationFactory, ClusterFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("others", "adds", "must_explain", "is_barred"),
    (
        (2, True, False, False),
        (3, True, True, False),
        (4, True, True, False),
        (5, True, True, True),
        (5, False, True, False),
        (6, False, True, False),
    ),
)
def test_limits_of_the_notice(others, adds, must_explain, is_barred):
    """青政字〔2020〕30号 三（一）: in principle at most three districts, never more than five."""
    spread = Spread({f"区{n}": [] for n in range(others)}, adds, 3, 5, "三（一）")
    assert (spread.must_explain, spread.is_barred) == (must_explain, is_barred)


def test_district_counts_once_and_names_all_that_stands_there(folder):
    application = ApplicationFactory()
    category, district = application.category, application.district
    ClusterFactory(municipal=True, provincial=True, name="甲", category=category, district=district)
    ClusterFactory(provincial=True, name="乙", category=category, district=district)
    ApplicationFactory(call=application.call, name="丙", district=district, state="submitted")
    found = spread_of(application)
    assert found.districts == {district.name: ["丙，申报中", "乙", "甲"]}
    assert (found.adds, found.total) == (False, 1)
