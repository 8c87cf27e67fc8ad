"""The open year gives every officer and the reviewers something to do, through the ordinary services."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessment.enums import SubmissionState, YearState
from assessment.models import Duty, ReportingYear, Submission
from assessment.selectors import desk, figures
from assessment.services import years
from assessment.services.demo import accounts
from assessment.services.demo import years as demo_years
from clusters.enums import Role
from clusters.models import Event, User

pytestmark = pytest.mark.usefixtures("demo")


def reports() -> dict[str, Submission]:
    rows = Submission.objects.filter(duty__reporting_year=2022).select_related("duty__cluster")
    return {row.duty.cluster.name: row for row in rows}


def test_open_year_is_due_at_the_end_of_a_day_ahead() -> None:
    year = ReportingYear.objects.get(pk=2022)
    assert year.state == YearState.OPEN
    assert timedelta(days=20) < year.deadline - timezone.now() < timedelta(days=22)
    assert timezone.localtime(demo_years.deadline_in(21)).strftime("%H:%M:%S") == "23:59:00"


def test_reports_stand_where_the_story_left_them() -> None:
    states = {name: row.state for name, row in reports().items()}
    assert states == {
        "胶州湾国际物流园": SubmissionState.SUBMITTED,
        "金家岭金融现代服务业集聚区": SubmissionState.SUBMITTED,
        "灵山湾影视文化产业集群": SubmissionState.SUBMITTED,
        "青岛华骏物流园": SubmissionState.DRAFT,
        "青岛CBD商务服务集聚区": SubmissionState.VERIFIED,
        "青岛跨境电子商务产业园": SubmissionState.RETURNED,
        "北服时尚产业园": SubmissionState.DRAFT,
        "橡胶谷": SubmissionState.DRAFT,
        "海洋高新区": SubmissionState.DRAFT,
        "青岛国际航运中心": SubmissionState.DRAFT,
    }


def test_returned_report_names_the_figure_and_the_reason() -> None:
    row = reports()["青岛跨境电子商务产业园"]
    assert row.returned_fields == ["leading_revenue"]
    assert "请核对企业归类" in row.return_reason


def test_unit_slip_is_suspected_and_the_right_figure_is_named() -> None:
    row = reports()["胶州湾国际物流园"]
    findings = figures.entry_findings(row.duty, figures.from_text(row.values))
    suspects = [finding for finding in findings if finding.severity == "suspect"]
    corrected = {slip.corrected for finding in suspects for slip in finding.slips}
    assert {finding.fields[0] for finding in suspects} == {"revenue"}
    assert Decimal("821346.73") in corrected


def test_delisted_cluster_owes_no_report_for_the_open_year() -> None:
    names = set(Duty.objects.filter(reporting_year=2022).values_list("cluster__name", flat=True))
    assert "天安数码城" not in names
    assert "山东高速西海岸智慧物流产业园" in names
    assert "青岛现代金融·科技产业园" not in names


def test_steps_of_the_open_year_left_their_audit_lines() -> None:
    assert Event.objects.filter(action="年度报送.submit").count() == 5
    assert Event.objects.get(action="年度报送.return").actor_name == "刘静（演示）"
    assert Event.objects.filter(action="数据年度.开启", object_id="2022").exists()


def test_officers_have_open_tasks() -> None:
    idle = [
        user.username for user in User.objects.filter(role=Role.DISTRICT_OFFICER) if not desk.open_duties(user).exists()
    ]
    assert idle == ["laoshan"], "一名填报员已全部报完，其余都有事可做"


def test_overdue_demonstration_year_is_prolonged_and_a_closed_one_is_not() -> None:
    staff = accounts.staff_of({user.username: user for user in User.objects.all()})
    assert not demo_years.keep_open(2022, 21, staff)
    ReportingYear.objects.filter(pk=2022).update(deadline=timezone.now() - timedelta(hours=1))
    assert demo_years.keep_open(2022, 21, staff)
    assert ReportingYear.objects.get(pk=2022).deadline == years.through(demo_years.deadline_in(21))
    ReportingYear.objects.filter(pk=2022).update(deadline=timezone.now() - timedelta(hours=1), state=YearState.CLOSED)
    assert not demo_years.keep_open(2022, 21, staff)
