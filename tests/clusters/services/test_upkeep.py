"""Upkeep of tables: who, what changed and why; nothing is stored that is wrong or the same."""

from decimal import Decimal

import pytest

from clusters.errors import DomainError, NotPermitted
from clusters.models import Cluster, Event
from clusters.services import registry
from tests.factories import ClusterFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db
REASON = "按批复更正"


@pytest.fixture
def reviewer():
    return UserFactory(reviewer=True)


def test_change_notes_old_and_new_under_their_labels_with_the_reason(reviewer) -> None:
    """(8.D27) The city changes a cluster; the audit line says what it was."""
    row = ClusterFactory(name="旧名", operator="", inferred_fields=["operator", "land_area"])
    registry.change(row, {"name": "新名", "operator": "某公司"}, reason=REASON, by=reviewer)
    row.refresh_from_db()
    assert (row.name, row.name_key, row.inferred_fields) == ("新名", "xinming", ["land_area"])
    event = Event.objects.get(action="集聚区.修改")
    assert event.note == REASON
    assert event.data["changed"]["名称"] == ["旧名", "新名"]
    assert event.data["changed"]["运营管理机构"] == ["", "某公司"]


def test_nothing_changed_is_said_and_leaves_no_line(reviewer) -> None:
    row = ClusterFactory(name="甲")
    with pytest.raises(DomainError, match="没有改动"):
        registry.change(row, {"name": "甲"}, reason=REASON, by=reviewer)
    assert not Event.objects.exists()


def test_wrong_value_is_named_at_its_field_and_changes_nothing(reviewer) -> None:
    ClusterFactory(name="甲")
    row = ClusterFactory(name="乙")
    with pytest.raises(DomainError) as refusal:
        registry.change(row, {"name": "甲"}, reason=REASON, by=reviewer)
    assert refusal.value.field == "name"
    assert Cluster.objects.get(pk=row.pk).name == "乙"


def test_cluster_is_entered_with_the_next_number(reviewer) -> None:
    """(8.D27) The city adds a cluster."""
    values = {"name": "橡胶谷", "district": DistrictFactory(), "floor_area": Decimal("1200.5")}
    row = registry.enter(values, reason=REASON, by=reviewer)
    assert (row.code, row.floor_area) == ("QJ-0001", Decimal("1200.5"))
    assert " xjg " in row.name_initials
    assert Event.objects.get(action="集聚区.新增").note == REASON


@pytest.mark.parametrize("role", ("approver", "leader", "system_admin", "audit_admin"))
def test_register_is_maintained_by_reviewers_alone(role) -> None:
    by = UserFactory(**{role: True})
    row = ClusterFactory(name="甲")
    with pytest.raises(NotPermitted):
        registry.change(row, {"name": "乙"}, reason=REASON, by=by)
    with pytest.raises(NotPermitted):
        registry.enter({"name": "丙"}, reason=REASON, by=by)
    assert set(Cluster.objects.values_list("name", flat=True)) == {"甲"}
