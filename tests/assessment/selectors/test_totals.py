"""Sums: exact, grouped, and without turning blanks into zeros."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import QuerySet

from assessment.models import Duty
from assessment.selectors.totals import totals_of
from tests.factories import CategoryFactory, ClusterFactory, DistrictFactory, SubmissionFactory


@pytest.fixture
def duties(db: None) -> QuerySet[Duty]:
    first, second = DistrictFactory(order=2), DistrictFactory(order=1)
    category = CategoryFactory()
    rows = ((first, category, "0.10"), (first, None, "0.20"), (second, category, None))
    for district, kind, revenue in rows:
        cluster = ClusterFactory(municipal=True, district=district, category=kind)
        SubmissionFactory(
            duty__cluster=cluster, duty__year=2021, values={"revenue": revenue, "tax": "1"}, verified=True
        )
    return Duty.objects.all()


def test_city_total_is_exact_and_counts_who_reported(duties: QuerySet[Duty]) -> None:
    [total] = totals_of(duties, "city")
    assert (total.clusters, total.sums["revenue"], total.counts["revenue"]) == (3, Decimal("0.30"), 2)
    assert (total.sums["tax"], total.counts["tax"]) == (3, 3)


def test_groups_come_in_the_order_of_the_register_and_the_unknown_last(duties: QuerySet[Duty]) -> None:
    assert [(row.clusters, dict(row.sums)) for row in totals_of(duties, "district")] == [
        (1, {"tax": 1}),
        (2, {"revenue": Decimal("0.30"), "tax": 2}),
    ]
    assert [row.name for row in totals_of(duties, "category")][-1] == "未载明"


@pytest.mark.django_db
def test_no_figures_make_no_groups() -> None:
    assert totals_of(Duty.objects.none(), "city") == []


@pytest.mark.parametrize("by", ("city", "district", "category"))
def test_sums_are_read_in_one_query(duties: QuerySet[Duty], by: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert sum(total.clusters for total in totals_of(duties, by)) == 3
