"""The pages of a designation: the way offered at signing, the form, what the named person and the district see."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Appeal, Designation
from clusters.models import User
from tests.factories import PASSWORD, UserFactory
from tests.support.history import confirmed, municipal, report, scored
from tests.support.workbench import address, listed, offered, refused, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]
ADD = "admin:assessment_designation_add"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def proposed(approver, second):
    """A card; one approver in service may sign, and nobody else could rule on its appeal."""
    cluster = municipal()
    report(cluster, 2020, failing=True)
    row = scored(cluster, 2020)
    User.objects.filter(role="approver").exclude(pk=approver.pk).update(is_active=False)
    return row


@pytest.fixture
def security():
    return UserFactory(security_admin=True, full_name="周安")


@pytest.fixture
def named():
    return UserFactory(reviewer=True, full_name="刘静")


def entry(row, person, **changes) -> dict[str, str]:
    return {
        "matter": f"审理:{row.pk}",
        "person": str(person.pk),
        "reason": "只有一名审批人",
        "password": PASSWORD,
        **changes,
    }


def test_designation_from_the_refusal_at_signing_to_the_ruling(proposed, approving, security, named):
    """(8.A2) Said before signing, with the way out; visible at signing, at filing and to the named person."""
    assert "指定一人审理" in refused(approving.get(address(proposed)))["confirm-card"]
    office = client_of(security)
    assert "回避后无人可办的事项" in text(office.get(reverse("admin:index")))
    made = text(office.post(reverse(ADD), entry(proposed, named), follow=True))
    assert "已指定刘静审理，并已通知本人。" in made
    page = approving.get(address(proposed))
    assert "confirm-card" in offered(page)
    assert "刘静（指定承办）" in text(page)
    assert "只有一名审批人" in text(page)
    approving.post(address(proposed, "confirm-card"), {"note": ""})
    card = proposed.decisions.get()
    district = client_of(UserFactory(district=card.cluster.district))
    assert "由安全管理员指定的刘静审理" in text(district.get(reverse("assessment:appeal", args=[card.pk])))
    district.post(reverse("assessment:appeal", args=[card.pk]), {"grounds": "异议"})
    appeal, own = Appeal.objects.get(), client_of(named)
    assert "指定由您办理" in text(own.get(reverse("admin:index")))
    assert offered(own.get(address(appeal))) == {"uphold", "reject"}
    own.post(address(appeal, "reject"), {"reason": "属实"})
    appeal.refresh_from_db()
    assert appeal.ruled_by == named


@pytest.mark.parametrize(
    ("changes", "said"),
    (
        ({"password": "wrong"}, "密码不正确，尚未指定。"),
        ({"reason": ""}, "请填写理由。"),
        ({"matter": "审理:999999"}, "选择一个有效的选项"),
    ),
)
def test_what_is_missing_is_said_and_nothing_is_stored(changes, said, proposed, security, named):
    answer = client_of(security).post(reverse(ADD), entry(proposed, named, **changes))
    assert answer.status_code == 400
    assert said in text(answer)
    assert not Designation.objects.exists()


def test_others_read_designations_and_make_none(proposed, security, named, approving):
    client_of(security).post(reverse(ADD), entry(proposed, named))
    assert "刘静" in text(approving.get(listed(Designation)))
    assert approving.get(reverse(ADD)).status_code == 403
    assert client_of(UserFactory(audit_admin=True)).get(listed(Designation)).status_code == 403


def test_district_is_told_that_nobody_may_rule_yet(approver, second):
    """(8.A2) A sibling: said at the form of the appeal before anything is filed; who may rule is counted there."""
    cluster = municipal()
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    page = reverse("assessment:appeal", args=[card.pk])
    district = client_of(UserFactory(district=cluster.district))
    assert "现有3人可以审理" in text(district.get(page))
    User.objects.filter(role="approver").exclude(pk=approver.pk).update(is_active=False)
    assert "申请照常受理，由安全管理员指定承办人后审理" in text(district.get(page))
