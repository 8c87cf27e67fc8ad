"""Indicators are dated: a year that is open keeps what it asks for and what the figures mean."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.models import Indicator
from assessment.services import indicators
from clusters.errors import DomainError, NotPermitted
from tests.factories import IndicatorFactory, ReportingYearFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(reviewer=True)


def values(**changes: Any) -> dict[str, Any]:
    made = {
        "code": "export",
        "label": "服务出口额",
        "unit": "万元",
        "family": "output",
        "kind": "money",
        "decimals": 2,
    }
    made |= {"minimum": None, "maximum": None, "definition": "全年服务出口额", "is_required": False}
    return {**made, "from_year": 2022, "until_year": None, "order": 90, **changes}


def test_indicator_is_added_for_a_year_that_is_not_open_yet(reviewer) -> None:
    """(8.D27) Indicators are maintained, dated."""
    ReportingYearFactory(year=2021)
    with pytest.raises(DomainError, match="最早从2022年度起用") as refusal:
        indicators.add(values(from_year=2021), reason="新增", by=reviewer)
    assert refusal.value.field == "from_year"
    row = indicators.add(values(), reason="新增", by=reviewer)
    assert Indicator.objects.in_force(2022).filter(pk=row.pk).exists()
    assert not Indicator.objects.in_force(2021).filter(pk=row.pk).exists()


@pytest.mark.parametrize("changes", ({"unit": "亿元"}, {"kind": "count"}, {"from_year": 2019}))
def test_figures_that_were_filed_keep_their_meaning(changes, reviewer) -> None:
    ReportingYearFactory(year=2021)
    row = IndicatorFactory(code="revenue", unit="万元", kind="money", from_year=2020)
    with pytest.raises(DomainError, match="不能修改；请停用后另立指标"):
        indicators.change(row, changes, reason="更正", by=reviewer)
    row.refresh_from_db()
    assert (row.unit, row.kind, row.from_year) == ("万元", "money", 2020)


def test_indicator_ends_after_the_year_that_asks_for_it(reviewer) -> None:
    ReportingYearFactory(year=2021)
    row = IndicatorFactory(from_year=2020)
    with pytest.raises(DomainError, match="停用年份不能早于2021"):
        indicators.change(row, {"until_year": 2020}, reason="停用", by=reviewer)
    indicators.change(row, {"until_year": 2021}, reason="停用", by=reviewer)
    assert not Indicator.objects.in_force(2022).filter(pk=row.pk).exists()


def test_limits_fit_together(reviewer) -> None:
    with pytest.raises(DomainError, match="上限不能小于下限"):
        indicators.add(values(minimum=Decimal(5), maximum=Decimal(1)), reason="新增", by=reviewer)


def test_indicators_are_the_reviewers(db) -> None:
    with pytest.raises(NotPermitted):
        indicators.add(values(), reason="新增", by=UserFactory(approver=True))
    assert not Indicator.objects.exists()
