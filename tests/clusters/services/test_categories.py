"""Categories: dated, with their clause."""

import pytest

from clusters.errors import DomainError
from clusters.models import Category
from clusters.services import categories
from tests.factories import CategoryFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_category_ends_with_a_year_and_not_before_it_began() -> None:
    """(8.D27) A category is retired by date."""
    row, by = CategoryFactory(from_year=2020, until_year=None), UserFactory(reviewer=True)
    with pytest.raises(DomainError, match="不能早于起用年份") as refusal:
        categories.change(row, {"until_year": 2019}, reason="调整", by=by)
    assert refusal.value.field == "until_year"
    categories.change(row, {"until_year": 2024}, reason="调整", by=by)
    assert not Category.objects.in_force(2025).filter(pk=row.pk).exists()
    assert Category.objects.in_force(2024).filter(pk=row.pk).exists()
