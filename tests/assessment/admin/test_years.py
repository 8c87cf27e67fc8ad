"""Data years in the workbench: opening, moving the deadline, closing."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.models import Duty, Letter, ReportingYear
from assessment.services import runs
from tests.factories import DutyFactory, ReportingYearFactory, SubmissionFactory
from tests.support.history import confirmed, municipal, report
from tests.support.workbench import address, listed, offered, refused, text

pytestmark = pytest.mark.django_db

ADD = "admin:assessment_reportingyear_add"


def later(days: int = 30) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_opening_a_year_makes_its_duties(approving):
    municipal()
    answer = approving.post(reverse(ADD), {"year": "2021", "deadline": later()})
    row = ReportingYear.objects.get(year=2021)
    assert answer.headers["Location"] == address(row)
    assert Duty.objects.filter(reporting_year=row).count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    (
        ({"year": "", "deadline": ""}, "请填写数据年度。"),
        ({"year": "二〇二一", "deadline": later()}, "请填写四位年份。"),
        ({"year": "2021", "deadline": "明天"}, "请按“年-月-日 时:分”填写。"),
        ({"year": "2021", "deadline": later(-1)}, "截止时间应晚于现在。"),
    ),
)
def test_wrong_entry_is_answered_at_its_field(data, words, approving):
    answer = approving.post(reverse(ADD), data)
    assert answer.status_code == 400
    assert words in text(answer)
    assert not ReportingYear.objects.exists()


def test_year_that_is_open_already_is_refused(approving):
    ReportingYearFactory(year=2021)
    answer = approving.post(reverse(ADD), {"year": "2021", "deadline": later()})
    assert "2021年度已经开启" in text(answer)


def test_reviewer_opens_no_year(reviewing):
    assert reviewing.get(reverse(ADD)).status_code == 403
    assert reviewing.post(reverse(ADD), {"year": "2021", "deadline": later()}).status_code == 403
    assert not ReportingYear.objects.exists()


def test_moving_the_deadline_opens_a_closed_year_again(approving):
    row = ReportingYearFactory(year=2021, closed=True)
    answer = approving.post(address(row, "deadline"), {"deadline": later()}, follow=True)
    row.refresh_from_db()
    assert row.state == "open"
    assert "截止时间已调整为" in text(answer)


def test_closing_says_how_many_are_missing(approving):
    row = DutyFactory(year=2021).reporting_year
    assert "现有1家尚未提交" in text(approving.get(address(row)))
    approving.post(address(row, "close"))
    row.refresh_from_db()
    assert row.state == "closed"


def test_closed_year_says_why_it_cannot_be_closed_again(approving):
    row = ReportingYearFactory(year=2021, closed=True)
    answer = approving.get(address(row))
    assert offered(answer) == {"deadline"}
    assert "没有可公告的名单" in refused(answer)["announce"]
    assert "本年度已截止" in refused(answer)["close"]
    assert approving.post(address(row, "close")).status_code == 409


def test_list_counts_what_was_filed_and_verified(reviewing):
    DutyFactory(year=2021)
    SubmissionFactory(submitted=True)
    SubmissionFactory(verified=True)
    row = reviewing.get(listed(ReportingYear)).context_data["rows"][0]
    shown = dict(re.findall(r'data-label="([^"]+)">(\d+)</td>', "".join(row["cells"])))
    assert (shown["应报"], shown["已报"], shown["已核实"]) == ("3", "2", "1")


# ---- The list announcement -----------------------------------------------------------------------------------------


@pytest.fixture
def decided(notice, approver) -> ReportingYear:
    cluster = municipal(name="达标园")
    year = report(cluster, 2021).duty.reporting_year
    confirmed(cluster, 2021, approver)
    return year


def test_list_is_drafted_announced_and_shown_with_its_number(approving, decided):
    page = approving.get(address(decided))
    assert "草稿：名单公告" in text(page)
    assert approving.get(address(decided, "draft")).content.startswith(b"PK")
    answer = approving.post(address(decided, "announce"), follow=True)
    letter = Letter.objects.get(kind="list")
    assert f"已签发{letter.document_number}名单公告。" in text(answer)
    assert address(letter) in text(answer)


def test_same_list_is_refused_with_its_number(approving, decided):
    approving.post(address(decided, "announce"))
    answer = approving.post(address(decided, "announce"))
    assert answer.status_code == 409
    assert "公告相同，不重复签发" in text(answer)
    assert Letter.objects.filter(kind="list").count() == 1


def test_year_with_open_results_offers_no_draft(approving, decided):
    report(municipal(), 2021)
    runs.assess_now(2021, by=None)
    answer = approving.get(address(decided))
    assert "尚有1项考核结果待确认" in refused(answer)["announce"]
    assert "草稿：名单公告" not in text(answer)
    assert approving.get(address(decided, "draft")).status_code == 404


def test_reviewer_reads_the_draft_and_announces_nothing(reviewing, decided):
    assert "announce" not in offered(reviewing.get(address(decided)))
    assert reviewing.get(address(decided, "draft")).status_code == 200
    assert reviewing.post(address(decided, "announce")).status_code == 403
    assert not Letter.objects.filter(kind="list").exists()


def test_year_without_a_rulebook_says_so_on_each_of_its_pages(approving):
    """(8.D31) Opening a year without a rulebook in force warns at once, on every page of that year."""
    municipal()
    opened = approving.post(reverse(ADD), {"year": "2030", "deadline": later()}, follow=True)
    assert text(opened).count("2030年度没有施行的规则集") == 2
    duty = Duty.objects.get(reporting_year=2030)
    submission = SubmissionFactory(duty=duty, submitted=True)
    for row in (duty, submission):
        assert "2030年度没有施行的规则集" in text(approving.get(address(row)))


def test_year_with_a_rulebook_warns_of_nothing(notice, approving):
    assert "没有施行的规则集" not in text(approving.get(address(ReportingYearFactory(year=2021))))
