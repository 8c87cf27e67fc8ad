"""What acts begin with: the right to it, the reason for it, the row held."""

import pytest
from django.db import transaction

from clusters.errors import DomainError, NotPermitted
from clusters.models import Cluster
from clusters.services import acts
from tests.factories import ClusterFactory, DutyFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_right_is_asked_on_the_object_where_one_is_given():
    duty = DutyFactory()
    officer = UserFactory(district=duty.cluster.district)
    acts.require(officer, "assessment.edit_submission", "不行", duty)
    with pytest.raises(NotPermitted, match="不行"):
        acts.require(UserFactory(), "assessment.edit_submission", "不行", duty)
    with pytest.raises(NotPermitted, match="不行"):
        acts.require(officer, "assessment.manage_year", "不行")


def test_reason_comes_back_trimmed_and_a_blank_one_is_refused_at_its_field():
    assert acts.require_text(" 理由\u3000") == "理由"
    for blank in ("", " \n\u3000"):
        with pytest.raises(DomainError, match="请写明") as refused:
            acts.require_text(blank, "请写明理由。", field="grounds")
        assert refused.value.field == "grounds"


def test_held_row_is_the_stored_one_with_its_relations(django_assert_num_queries):
    stale = ClusterFactory(name="旧名")
    Cluster.objects.filter(pk=stale.pk).update(name="新名")
    with transaction.atomic(), django_assert_num_queries(1):
        row = acts.held(stale, "district")
        assert (row.name, row.district.pk) == ("新名", stale.district_id)
