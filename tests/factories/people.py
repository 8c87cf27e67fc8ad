"""Accounts: a district officer by default, another role by trait or by `role=`."""

import factory
from factory.django import DjangoModelFactory

from clusters.enums import Role
from clusters.models import User
from tests.factories.register import DistrictFactory

PASSWORD = "correct-horse-battery-86"


class UserFactory(DjangoModelFactory[User]):
    """`UserFactory(reviewer=True)` or `UserFactory(role=Role.REVIEWER)`; the password is `PASSWORD`."""

    class Meta:
        model = User

    class Params:
        reviewer = factory.Trait(role=Role.REVIEWER)
        approver = factory.Trait(role=Role.APPROVER)
        expert = factory.Trait(role=Role.EXPERT)
        leader = factory.Trait(role=Role.LEADER)
        statistics = factory.Trait(role=Role.STATISTICS)
        system_admin = factory.Trait(role=Role.SYSTEM_ADMIN)
        security_admin = factory.Trait(role=Role.SECURITY_ADMIN)
        audit_admin = factory.Trait(role=Role.AUDIT_ADMIN)

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"测试员{n}")
    role = Role.DISTRICT_OFFICER
    district = factory.Maybe(
        factory.LazyAttribute(lambda user: user.role == Role.DISTRICT_OFFICER),
        yes_declaration=factory.SubFactory(DistrictFactory),
        no_declaration=None,
    )
    password = factory.django.Password(PASSWORD)
