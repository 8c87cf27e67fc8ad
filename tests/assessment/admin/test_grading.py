"""Grading in the workbench: the step is the reviewer's, and asks for a reason where it differs."""

import pytest
from django.urls import reverse

from assessment.models import Grading
from tests.support.history import municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def failed():
    cluster = municipal()
    report(cluster, 2020, failing=True)
    return scored(cluster, 2020)


def address(row):
    return reverse("admin:assessment_assessment_grade", args=[row.pk])


def test_reviewer_sets_a_grade(client, reviewer, failed):
    client.force_login(reviewer)
    answer = client.post(address(failed), {"grade": "fail", "reason": ""}, follow=True)
    assert Grading.objects.get().grade == "fail"
    assert "已评定" in answer.content.decode()


def test_other_grade_without_a_reason_is_refused_and_keeps_the_choice(client, reviewer, failed):
    client.force_login(reviewer)
    answer = client.post(address(failed), {"grade": "good", "reason": ""})
    assert answer.status_code == 400
    assert "请写明理由" in answer.content.decode()
    assert not Grading.objects.exists()


def test_approver_is_not_offered_the_step(client, approver, failed):
    client.force_login(approver)
    assert client.post(address(failed), {"grade": "fail"}).status_code in (403, 404)
    assert not Grading.objects.exists()
