"""Every act that gives somebody a next step tells them, with a link that they may open (8.D30)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessment.enums import RulingKind
from assessment.models import Assessment, Decision
from assessment.selectors.figures import from_text
from assessment.services import annulments, appeals, decisions, rulings, runs, submissions, years
from clusters.enums import Role
from clusters.messaging.models import Message
from clusters.models import User
from tests.factories import DutyFactory, SubmissionFactory, UserFactory, figures
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def told(user: User, occasion: str) -> Message:
    """Return the one message of this occasion to this person, whose link opens for them."""
    message = Message.objects.get(recipient=user, occasion=occasion)
    client = Client()
    client.force_login(user)
    answer = client.get(f"/messages/{message.pk}/", follow=True)
    assert (answer.status_code, answer.redirect_chain[0][0]) == (200, message.url)
    return message


def not_told(*people: User, occasion: str) -> bool:
    return not Message.objects.filter(recipient__in=people, occasion=occasion).exists()


@pytest.fixture
def cluster():
    return municipal(name="测试软件园")


@pytest.fixture
def officer(cluster):
    return UserFactory(district=cluster.district)


@pytest.fixture
def stranger(db):
    return UserFactory()


def test_filing_tells_the_reviewers_and_returning_the_district(cluster, officer, stranger, reviewer):
    duty = DutyFactory(cluster=cluster, year=2021)
    row = submissions.begin(duty, by=officer)
    submissions.submit(row, submissions.Entry(from_text(figures())), by=officer)
    assert "测试软件园2021年度" in told(reviewer, "报送").title
    row.refresh_from_db()
    submissions.return_(row, reason="税收有误", fields=["tax"], by=reviewer)
    assert "税收有误" in told(officer, "退回").text
    assert not_told(stranger, occasion="退回")
    assert not_told(officer, occasion="报送")


def test_verification_and_reopening_tell_the_district(cluster, officer, reviewer, approver):
    duty = DutyFactory(cluster=cluster, year=2021)
    submissions.submit(submissions.begin(duty, by=officer), submissions.Entry(from_text(figures())), by=officer)
    row = duty.submission
    submissions.verify(row, by=reviewer)
    assert told(officer, "核实")
    submissions.reopen(row, reason="更正税收", by=approver)
    assert "更正税收" in told(officer, "重新开放").text


def test_opening_moving_and_extending_tell_the_district(cluster, officer, stranger, approver):
    soon = timezone.now() + timedelta(days=5)
    row = years.open_year(2022, deadline=soon, by=approver)
    assert "2022年度数据报送已开启" in told(officer, "年度开启").title
    assert not_told(stranger, occasion="年度开启")
    years.move_deadline(2022, deadline=soon + timedelta(days=1), by=approver)
    assert told(officer, "截止调整")
    years.extend(row.duties.get(cluster=cluster), until=soon + timedelta(days=9), reason="系统迁移", by=approver)
    assert "系统迁移" in told(officer, "延期").text


def test_ruling_and_its_revocation_tell_the_district(cluster, officer, approver):
    ruling = rulings.make(DutyFactory(cluster=cluster), kind=RulingKind.EXEMPT, reason="重大灾害", by=approver)
    assert "当年免予考核" in told(officer, "认定").title
    rulings.revoke(ruling, reason="有误", by=approver)
    assert Message.objects.filter(recipient=officer, occasion="认定").count() == 2


def test_finished_run_and_confirmation_tell_approvers_and_district(cluster, officer, approver, second):
    report(cluster, 2020, failing=True)
    runs.assess_now(2020, by=approver)
    assert told(second, "评分")
    decisions.confirm(Assessment.objects.get(), by=approver)
    message = told(officer, "考核结果")
    assert "黄牌警告" in message.title
    assert "申请复核" in message.text


def test_first_signature_tells_the_other_approvers_alone(cluster, approver, second):
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    report(cluster, 2021, failing=True)
    assert decisions.confirm(scored(cluster, 2021), by=approver) == []
    assert "待复签" in told(second, "复签").title
    assert not_told(approver, occasion="复签")


def test_appeal_tells_who_may_rule_and_its_ruling_the_district(cluster, officer, approver, second):
    report(cluster, 2020, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    appeal = appeals.file(card, grounds="面积有误", by=officer)
    assert told(second, "复核申请")
    assert not_told(approver, occasion="复核申请")
    appeals.rule(appeal, uphold=True, ruling="成立", by=second)
    assert "成立" in told(officer, "复核决定").text
    assert "黄牌警告已撤销" in told(officer, "撤销决定").title


def test_withdrawn_delisting_tells_the_district(cluster, officer, approver, second):
    failed_twice(cluster, approver, second)
    delisting = Decision.objects.get(kind="delisting")
    annulments.withdraw(delisting, reason="依据有误", by=UserFactory(approver=True))
    assert "已撤销" in told(officer, "撤销决定").title


def test_refused_act_tells_nobody(cluster, officer, reviewer):
    row = SubmissionFactory(duty__cluster=cluster, submitted=True)
    with pytest.raises(Exception, match="请填写理由"):
        submissions.return_(row, reason=" ", by=reviewer)
    assert not Message.objects.exists()


def test_people_out_of_service_and_other_roles_are_not_told(cluster, approver, second):
    idle = UserFactory(district=cluster.district, is_active=False)
    report(cluster, 2020, failing=True)
    confirmed(cluster, 2020, approver)
    assert not_told(idle, *User.objects.exclude(role__in=(Role.DISTRICT_OFFICER,)), occasion="考核结果")
