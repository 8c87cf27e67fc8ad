"""Messages of an application: to whoever acts next, once for each version."""

import pytest
from django.urls import reverse

from clusters.applications.services import applications, formal
from clusters.messaging.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_each_round_is_told_once_to_whom_it_concerns(application, officer, reviewer):
    colleague, stranger = UserFactory(district=application.district), UserFactory()
    applications.submit(application, by=officer)
    application.refresh_from_db()
    formal.return_(application, parts={"basics": {"reason": "x"}}, reason="请修改。", seen=1, by=reviewer)
    changed = {**application.content["basics"], "boundary": "新"}
    applications.save_section(application, "basics", changed, revision=None, done=None, by=officer)
    applications.submit(application, by=officer)
    applications.withdraw(application, reason="调整", by=officer)
    told = [(one.recipient, one.title) for one in Message.objects.order_by("pk")]
    assert [person for person, _ in told] == [reviewer, officer, colleague, reviewer, reviewer]
    assert "补正后重新提交" in told[3][1]
    assert stranger not in dict(told)
    workbench = reverse("admin:applications_application_change", args=[application.pk])
    assert {one.url for one in Message.objects.filter(recipient=reviewer)} == {workbench}
    assert {one.url for one in Message.objects.filter(recipient=officer)} == {application.get_absolute_url()}
