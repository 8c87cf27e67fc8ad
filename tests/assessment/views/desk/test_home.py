"""我的任务: returned first, then by deadline, then what came of it; nothing of another district."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.services import quarters, reference
from clusters.messaging.models import Message
from clusters.messaging.services.messages import Notice, tell
from tests.factories import (
    AppealFactory,
    ClusterFactory,
    DecisionFactory,
    DutyFactory,
    LetterFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

HERE = "/desk/"


def another(duty, **changes):
    """Another cluster of the district that owes figures for the year."""
    return DutyFactory(cluster=ClusterFactory(municipal=True, district=duty.district), **changes)


def test_desk_asks_to_sign_in(client):
    assert client.get(HERE).status_code == 302


@pytest.mark.parametrize("role", ("reviewer", "approver", "leader", "statistics", "system_admin"))
def test_desk_is_for_district_officers(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get(HERE).status_code == 403


def test_desk_lists_returned_reports_with_reason_and_fields(desk, duty):
    SubmissionFactory(duty=duty, returned=True)
    page = desk.get(HERE)
    text = page.content.decode()
    assert [row.duty for row, _ in page.context["returned"]] == [duty]
    assert "请核对税收数据。" in text
    assert "需修改：税收" in text


def test_desk_orders_by_deadline_and_counts_working_days(desk, duty):
    duty.deadline_extended_to = timezone.now() + timedelta(days=60)
    duty.save()
    sooner = another(duty)
    page = desk.get(HERE)
    assert [row.duty for row in page.context["to_file"]] == [sooner, duty]
    assert "个工作日" in page.content.decode()


def test_overdue_report_says_so_and_what_to_do(desk, duty):
    duty.reporting_year.deadline = timezone.now() - timedelta(days=3)
    duty.reporting_year.save()
    text = desk.get(HERE).content.decode()
    assert "已逾期" in text
    assert "申请延期" in text


def test_messages_stand_below_the_tasks_a_line_each(desk, duty):
    """(8.D28) The first thing on the page is what to do; the bell has all messages."""
    officer = UserFactory(district=duty.district)
    desk.force_login(officer)
    tell([officer], Notice("延期", "k", "已批准延期", "很长的说明" * 20, "/desk/"), by=None)
    text = desk.get(HERE).content.decode()
    assert text.index("待填报</h2>") < text.index("最新结果与公文</h2>") < text.index("未读消息</h2>")
    assert "已批准延期" in text
    assert "很长的说明" not in text


def test_desk_with_nothing_due_says_so(desk, duty):
    SubmissionFactory(duty=duty, verified=True)
    page = desk.get(HERE)
    assert "没有待填报的报表" in page.content.decode()
    assert page.context["progress"].counts["verified"] == 1


def test_desk_shows_newest_decisions_with_letters_and_appeals(desk, duty):
    letter = LetterFactory(decision=DecisionFactory(assessment__duty=duty, kind="yellow_card"))
    AppealFactory(decision=letter.decision, filed_by=UserFactory(district=duty.district))
    text = desk.get(HERE).content.decode()
    assert reverse("document", args=[letter.document_id]) in text
    assert "审理中" in text


def test_desk_shows_nothing_of_another_district(desk, duty):
    foreign = DutyFactory(cluster=ClusterFactory(municipal=True, name="外区集聚区"))
    SubmissionFactory(duty=foreign, returned=True)
    LetterFactory(decision=DecisionFactory(assessment__duty=foreign))
    assert "外区集聚区" not in desk.get(HERE).content.decode()


@pytest.mark.parametrize("rows", (1, 3))
def test_desk_costs_the_same_for_any_number_of_rows(desk, duty, rows, django_assert_num_queries):
    for _ in range(rows):
        SubmissionFactory(duty=another(duty))
        SubmissionFactory(duty=another(duty), returned=True)
        letter = LetterFactory(decision=DecisionFactory(assessment__duty=another(duty), kind="yellow_card"))
        AppealFactory(decision=letter.decision, filed_by=UserFactory(district=duty.district))
    with django_assert_num_queries(16):
        assert desk.get(HERE).status_code == 200


def test_quarter_that_is_over_is_among_the_tasks(desk, duty, approver):
    """(8.D28) With how many clusters lack it, and a link that opens that quarter."""
    assert "季度数据" not in desk.get(HERE).content.decode()
    reference.load_indicators()
    quarters.ask(duty.year, ("revenue",), by=approver)
    text = desk.get(HERE).content.decode()
    assert f"{duty.year} 年第四季度" in text
    assert "1 / 1 家尚未填报" in text
    assert f"/monitoring/quarters/?year={duty.year}&amp;quarter=4" in text


def test_messages_stand_once_below_the_tasks(client):
    officer = UserFactory()
    Message.objects.create(recipient=officer, occasion="试", key="x", url="/desk/", title="一条消息", text="内容")
    client.force_login(officer)
    page = client.get(reverse("assessment:desk")).content.decode()
    assert page.count("一条消息") == 1
    assert page.index('id="tasks-title"') < page.index("一条消息")
