"""The menu of one person: the entries of the role, with what waits as a badge."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.urls import reverse

from assessment.enums import AssessmentState, SubmissionState
from assessment.models import Assessment, Submission
from assessment.selectors import desk, resting
from clusters.enums import Role
from clusters.models import User

Entry = dict[str, Any]

_PUBLIC = (
    ("集聚区名录", "assessment:register", "card-list"),
    ("申报与公示", "applications:calls", "megaphone"),
    ("考核标准", "assessment:standards", "rulers"),
    ("文书核验", "assessment:verify-letter", "patch-check"),
)
_DISTRICT = (
    ("我的任务", "assessment:desk", "check2-square"),
    ("年度报送", "assessment:reports", "table"),
    ("表格导入", "assessment:import", "file-earmark-spreadsheet"),
    ("申报认定", "applications:desk", "file-earmark-plus"),
    ("考核结果", "assessment:results", "clipboard-check"),
    ("监测预警", "assessment:monitoring", "activity"),
    ("集聚区名录", "assessment:register", "card-list"),
)
_CITY = (
    ("工作台", "admin:index", "inbox"),
    ("报送审核", "admin:assessment_submission_changelist", "clipboard-data"),
    ("评分批次", "admin:assessment_run_changelist", "calculator"),
    ("考核结果", "admin:assessment_assessment_changelist", "clipboard-check"),
    ("申报评审", "admin:applications_application_changelist", "file-earmark-check"),
    ("规则集", "assessment:rulebooks", "journal-text"),
    ("全市看板", "assessment:dashboard", "bar-chart"),
    ("监测预警", "assessment:monitoring", "activity"),
    ("综合排名", "assessment:ranking", "list-ol"),
    ("集聚区名录", "assessment:register", "card-list"),
)
_LEADER = (
    ("全市看板", "assessment:dashboard", "bar-chart"),
    ("监测预警", "assessment:monitoring", "activity"),
    ("综合排名", "assessment:ranking", "list-ol"),
    ("考核结果", "assessment:results", "clipboard-check"),
    ("集聚区名录", "assessment:register", "card-list"),
)
_ADMINS = (("工作台", "admin:index", "inbox"), ("集聚区名录", "assessment:register", "card-list"))

_BY_ROLE = {
    Role.DISTRICT_OFFICER: _DISTRICT,
    Role.REVIEWER: _CITY,
    Role.APPROVER: _CITY,
    Role.EXPERT: (
        ("我的评审", "applications:reviews", "clipboard-check"),
        ("集聚区名录", "assessment:register", "card-list"),
    ),
    Role.LEADER: _LEADER,
    Role.STATISTICS: (("集聚区名录", "assessment:register", "card-list"),),
}


class Entries:
    """The entries, counted only when a template asks for them, and once a page however often it shows them."""

    def __init__(self, user: User | None, path: str) -> None:
        self.user = user if user is not None and user.is_authenticated else None
        self.path = path

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    @cached_property
    def _entries(self) -> list[Entry]:
        rows = _BY_ROLE.get(Role(self.user.role), _ADMINS) if self.user else _PUBLIC
        badges = self._badges()
        addresses = [(label, reverse(name), icon, badges.get(name, 0)) for label, name, icon in rows]
        active = max((url for _, url, *_ in addresses if self._stands_under(url)), key=len, default="")
        return [
            {"label": label, "url": url, "icon": icon, "badge": badge, "active": url == active}
            for label, url, icon, badge in addresses
        ]

    def _stands_under(self, url: str) -> bool:
        """Say whether the page belongs to an entry; the workbench's first page is the only one of its own."""
        return self.path == url if url == reverse("admin:index") else self.path.startswith(url)

    def _badges(self) -> dict[str, int]:
        if self.user is None:
            return {}
        if self.user.role == Role.DISTRICT_OFFICER:
            return {"assessment:desk": desk.open_duties(self.user).count()}
        if self.user.role in (Role.REVIEWER, Role.APPROVER):
            return {
                "admin:assessment_submission_changelist": Submission.objects.filter(
                    state=SubmissionState.SUBMITTED
                ).count(),
                "admin:assessment_assessment_changelist": Assessment.objects.filter(
                    state=AssessmentState.PROPOSED, verdict__in=resting.KINDS
                ).count(),
            }
        return {}
