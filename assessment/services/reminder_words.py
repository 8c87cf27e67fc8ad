"""What a reminder says: which reports are still to come, by when, and what to do when it is too late."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone

from assessment.enums import SubmissionState
from assessment.models import Duty, ReportingYear
from assessment.selectors.completeness import REMINDED, key_of_day
from clusters.messaging.services.messages import Notice
from clusters.services import workdays

_NAMED: Final = 5


def reminder(row: ReportingYear, duties: Sequence[Duty], today: date) -> Notice:
    """Return the city's reminder to one district; one a day."""
    return Notice(
        occasion=REMINDED,
        key=key_of_day(row.year, today),
        title=f"请尽快提交{row.year}年度数据：还有{len(duties)}家",
        text=f"{_what(row, duties)}{_until(duties, today)}",
        url=f"{reverse('assessment:reports')}?year={row.year}",
    )


def deadline_notice(row: ReportingYear, duties: Sequence[Duty], stage: int, today: date) -> Notice:
    """Return the notice that a deadline, the same for all these duties, is so many working days ahead; one a stage."""
    deadline = timezone.localtime(duties[0].deadline)
    return Notice(
        occasion="截止提醒",
        key=f"deadline:{row.year}:{deadline:%Y%m%d%H%M}:{stage}",
        title=f"{row.year}年度数据报送将于{deadline:%Y年%m月%d日}截止",
        text=f"{_what(row, duties)}{_until(duties, today)}",
        url=f"{reverse('assessment:reports')}?year={row.year}",
    )


def _what(row: ReportingYear, duties: Sequence[Duty]) -> str:
    names = "、".join(duty.cluster.name for duty in duties[:_NAMED])
    more = "等" if len(duties) > _NAMED else ""
    returned = sum(_is_returned(duty) for duty in duties)
    mend = f"，其中{returned}家已退回待修改" if returned else ""
    return f"本区市有{len(duties)}家集聚区的{row.year}年度数据尚未提交：{names}{more}{mend}。"


def _is_returned(duty: Duty) -> bool:
    return hasattr(duty, "submission") and duty.submission.state == SubmissionState.RETURNED


def _until(duties: Sequence[Duty], today: date) -> str:
    """Return what to do by when, by the first deadline that is still ahead."""
    now = timezone.now()
    ahead = [duty.deadline for duty in duties if duty.deadline > now]
    if not ahead:
        return "报送截止时间已过：退回的报表请尽快修改后重新提交；未提交的，确需补报请向市发展改革委申请延期。"
    first = timezone.localtime(min(ahead))
    left = workdays.workdays_between(today, first.date())
    words = f"还剩{left}个工作日" if left > 0 else "今天截止"
    return f"请于{first:%Y年%m月%d日 %H:%M}前提交，{words}。"
