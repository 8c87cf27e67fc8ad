"""The public notice: a clock in working days, objections with receipts, each answered before the end."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from clusters.applications.enums import StageKind
from clusters.applications.models import Objection, PublicNotice
from clusters.applications.services import public_notices
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.messaging.models import Message
from tests.factories import CalendarDayFactory
from tests.support.applications import accepted, brought_to

pytestmark = pytest.mark.django_db
TEXT = "该集聚区的面积与事实不符，请核实。"


@pytest.fixture
def notice(application, reviewer):
    row = brought_to(StageKind.PUBLIC_NOTICE, accepted(application, reviewer), reviewer)
    return public_notices.open_(row.call, applications=[row], text="公示", by=reviewer)


def ended(notice):
    """Move the notice into the past, so that its last day is over."""
    PublicNotice.objects.filter(pk=notice.pk).update(opened_on=timezone.localdate() - timedelta(days=60))
    notice.refresh_from_db()
    return notice


def test_clock_crosses_the_spring_festival_and_a_worked_sunday():
    """Issue 9: opened on 11 February 2026; 15 to 23 February are off, Saturday 14 and 28 February are worked."""
    for day in (*range(16, 21), 23):
        CalendarDayFactory(day=date(2026, 2, day), is_workday=False)
    for day in (14, 28):
        CalendarDayFactory(day=date(2026, 2, day), is_workday=True)
    row = PublicNotice(opened_on=date(2026, 2, 11), days=5)
    assert public_notices.last_day(row) == date(2026, 2, 25)
    assert public_notices.provisional(row) == ""
    row.added_days = 3
    assert public_notices.last_day(row) == date(2026, 2, 28)


def test_unpublished_arrangement_is_said():
    row = PublicNotice(opened_on=date(2031, 1, 2), days=5)
    assert "2031年放假安排尚未录入" in public_notices.provisional(row)


def test_second_notice_waits_for_the_first(notice, reviewer):
    with pytest.raises(NotAllowedNow, match="正在进行"):
        public_notices.open_(notice.call, applications=list(notice.applications.all()), by=reviewer)


def test_objection_gets_a_receipt_and_tells_the_reviewers(notice, reviewer):
    made = public_notices.file_objection(notice, text=TEXT, application=notice.applications.get(), name="某单位")
    assert len(made.receipt) == 14
    assert Message.objects.filter(recipient=reviewer, text__contains=made.receipt).exists()


@pytest.mark.parametrize("text", ("", "不同意"))
def test_objection_without_content_is_refused(notice, text):
    with pytest.raises(DomainError, match="事项和理由"):
        public_notices.file_objection(notice, text=text)
    assert not Objection.objects.exists()


def test_objection_after_the_last_day_is_refused(notice):
    with pytest.raises(NotAllowedNow, match="不再受理"):
        public_notices.file_objection(ended(notice), text=TEXT)


def test_notice_is_closed_after_its_last_day_and_all_answers(notice, reviewer, officer):
    made = public_notices.file_objection(notice, text=TEXT)
    with pytest.raises(NotAllowedNow, match="期满后"):
        public_notices.close(notice, by=reviewer)
    ended(notice)
    with pytest.raises(NotAllowedNow, match="1 件异议没有答复"):
        public_notices.close(notice, by=reviewer)
    with pytest.raises(NotPermitted):
        public_notices.answer(made, is_upheld=False, text="核实无误。", by=officer)
    public_notices.answer(made, is_upheld=False, text="核实无误。", by=reviewer)
    with pytest.raises(NotAllowedNow, match=reviewer.full_name):
        public_notices.answer(made, is_upheld=True, text="再答", by=reviewer)
    public_notices.close(notice, by=reviewer)
    assert notice.applications.get().results.get(stage__kind="public_notice").outcome == "passed"


def test_upheld_objection_makes_the_notice_longer(notice, reviewer):
    made = public_notices.file_objection(notice, text=TEXT)
    before = public_notices.last_day(notice)
    with pytest.raises(DomainError, match="成立的才延长"):
        public_notices.answer(made, is_upheld=False, text="否", added_days=5, by=reviewer)
    public_notices.answer(made, is_upheld=True, text="更正后重新公示。", added_days=5, by=reviewer)
    notice.refresh_from_db()
    assert (notice.added_days, notice.extension_reason) == (5, "更正后重新公示。")
    assert public_notices.last_day(notice) > before


def test_only_an_upheld_objection_ends_an_application(notice, reviewer):
    row = notice.applications.get()
    made = public_notices.file_objection(notice, text=TEXT, application=row)
    ended(notice)
    public_notices.answer(made, is_upheld=False, text="核实无误。", by=reviewer)
    with pytest.raises(DomainError, match="异议成立"):
        public_notices.close(notice, failed=[row], note="x", by=reviewer)
    Objection.objects.filter(pk=made.pk).update(state="upheld")
    public_notices.close(notice, failed=[row], note="面积不实", by=reviewer)
    assert row.results.get(stage__kind="public_notice").outcome == "failed"
