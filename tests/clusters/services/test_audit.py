"""The audit chain holds, and shows every kind of tampering."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from clusters.models import Event
from clusters.services import audit
from tests.factories import ClusterFactory, UserFactory
from tests.support.tampering import as_owner

pytestmark = pytest.mark.django_db


def _lines(count: int) -> None:
    cluster, user = ClusterFactory(), UserFactory(reviewer=True)
    for number in range(count):
        audit.record("测试.动作", cluster, by=user, note=f"第{number}次", number=number)


def test_record_says_who_what_and_why():
    cluster, user = ClusterFactory(), UserFactory(reviewer=True)
    event = audit.record("集聚区.建档", cluster, by=user, after="active", note="理由", size=3)
    assert (event.actor, event.actor_role, event.object_label) == (user, "reviewer", str(cluster))
    assert (event.after, event.note, event.data) == ("active", "理由", {"size": 3})
    assert event.district_code == cluster.district_id


def test_chain_of_untouched_lines_holds():
    _lines(5)
    assert audit.verify_chain() is None


@pytest.mark.parametrize(
    ("statements", "expected"),
    (
        (("UPDATE clusters_event SET note = 'x' WHERE number = 3",), "第3条的内容与哈希不符"),
        (("DELETE FROM clusters_event WHERE number = 3",), "第3条缺失"),
        (("DELETE FROM clusters_event WHERE number = 5",), "末尾被截断"),
        (
            (
                "UPDATE clusters_event SET number = -number WHERE number IN (4, 5)",
                "UPDATE clusters_event SET number = 9 + number WHERE number IN (-4, -5)",
            ),
            "第4条",
        ),
    ),
    ids=("edit", "delete", "cut tail", "reorder"),
)
def test_chain_names_the_tampered_line(statements, expected):
    _lines(5)
    for statement in statements:
        as_owner("clusters_event", statement)
    assert expected in audit.verify_chain()


def test_lines_cannot_be_changed_or_deleted_by_the_application():
    _lines(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(note="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()
    assert Event.objects.get().note == "第0次"


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused():
    cluster = ClusterFactory()
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("测试.动作", cluster, by=None)
    assert not Event.objects.exists()
