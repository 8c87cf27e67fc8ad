"""Named persons: the security administrator's way out where four eyes leave an act to nobody in service."""

from typing import Any

from django import forms
from django.contrib import admin

from assessment.enums import DesignatedAct
from assessment.models import Assessment, Designation
from assessment.rules.enums import Verdict
from assessment.selectors import designations
from assessment.services.designations import designate
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import cluster_column
from clusters.admin.steps import ReasonForm, SignedForm, step
from clusters.enums import Role
from clusters.models import User


class DesignationForm(ReasonForm, SignedForm):
    """Which act, who, why; signed with the own password."""

    unsigned = "尚未指定"
    matter = forms.ChoiceField(label="事项", help_text="只列出按回避要求没有人可以办理的事项。")
    person = forms.ModelChoiceField(
        User.objects.filter(role=Role.REVIEWER, is_active=True).order_by("pk"),
        label="承办人",
        help_text="须没有经手过该结果的市级审核员。只对这一事项有效，本人会收到消息。",
    )
    field_order = ("matter", "person", "reason", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = (
            (f"{act}:{row.pk}", f"{act.label}：{row.duty}，{Verdict(row.verdict).label}")
            for act, row in designations.stuck()
        )
        self.fields["matter"].choices = [("", "（请选择）"), *found]  # type: ignore[attr-defined]


def _designate(*, matter: str, person: User, reason: str, password: str, by: User) -> Designation:
    act, _, pk = matter.partition(":")
    result = Assessment.objects.select_related("duty").get(pk=pk)
    return designate(result, DesignatedAct(act), person=person, reason=reason, by=by)


@admin.register(Designation)
class DesignationAdmin(PortalAdmin):
    _cluster = cluster_column("assessment__duty__cluster")
    list_display = (_cluster, "year_cell", "act", "person", "designated_by", "designated_at")
    list_filter = ("act",)
    search_fields = ("assessment__duty__cluster__search_key", "person__full_name")
    list_select_related = ("assessment__duty__cluster__district", "person", "designated_by")
    fields = (_cluster, "year_cell", "act", "person", "reason", "designated_by", "designated_at")
    adding = step("designation.add", "assessment.designate_person", _designate, DesignationForm)
    shows_history = False

    @admin.display(description="年度", ordering="assessment__duty__reporting_year")
    def year_cell(self, row: Designation) -> str:
        return f"{row.assessment.duty.year}年度"
