"""The audit line, to read and search; only the audit administrator may."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AllValuesFieldListFilter
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell
from clusters.admin.words import action_words, data_words, model_words, word
from clusters.enums import Role
from clusters.models import District, Event
from clusters.services import audit


class InWords(AllValuesFieldListFilter):
    """The values that occur, shown in words."""

    @staticmethod
    def words(code: str) -> str:
        return code

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": self.words(str(choice["display"]))}


def _in_words(words: Callable[[str], str]) -> type[InWords]:
    return type("InWords", (InWords,), {"words": staticmethod(words)})


class DistrictInWords(InWords):
    """Districts by their names."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        names = dict(District.objects.values_list("pk", "name"))
        for choice in super().choices(changelist):
            yield {**choice, "display": names.get(choice["display"], choice["display"])}


def _role(code: str) -> str:
    return Role(code).label if code in Role.values else code


@admin.register(Event)
class EventAdmin(PortalAdmin):
    list_display = ("number", "at", "actor_cell", "action_cell", "object_cell", "change_cell", "note")
    list_filter = (
        ("actor_role", _in_words(_role)),
        ("action", _in_words(action_words)),
        ("object_type", _in_words(model_words)),
        ("district_code", DistrictInWords),
    )
    search_help_text = "对象、操作人、操作或理由"
    search_fields = ("object_label", "actor_name", "action", "note", "object_id")
    date_hierarchy = "at"
    list_per_page = 100
    shows_history = False
    change_form_template = "admin/pages/event.html"
    change_list_template = "admin/pages/event_list.html"
    fields = (
        ("number", "at", "actor_cell", "action_cell", "object_label", "type_cell", "object_id", "district_cell"),
        ("change_cell", "note", "previous_hash", "hash"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        name = District.objects.filter(pk=OuterRef("district_code")).values("name")[:1]
        return super().get_queryset(request).annotate(district_name=Subquery(name))

    def get_urls(self) -> list[URLPattern]:
        return [self.route("check/", self.check_view, "check"), *super().get_urls()]

    def check_view(self, request: HttpRequest) -> HttpResponse:
        """Walk the whole chain and say whether it holds."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied("您的角色不能查看此类记录。")
        trouble = audit.verify_chain()
        if trouble:
            messages.error(request, f"校验未通过：{trouble}请立即报告安全管理员，并保全数据库。")
        else:
            messages.success(request, f"校验通过：{Event.objects.count()}条操作记录完整，未被改动。")
        return HttpResponseRedirect(self.url("changelist"))

    @admin.display(description="操作人")
    def actor_cell(self, row: Event) -> Cell:
        return Cell(row.actor_name, note=_role(row.actor_role), is_whole=True)

    @admin.display(description="操作", ordering="action")
    def action_cell(self, row: Event) -> str:
        return action_words(row.action)

    @admin.display(description="对象类型")
    def type_cell(self, row: Event) -> str:
        return model_words(row.object_type)

    @admin.display(description="对象")
    def object_cell(self, row: Any) -> Cell:
        return Cell(row.object_label, note=row.district_name or "")

    @admin.display(description="区市")
    def district_cell(self, row: Any) -> str:
        return row.district_name or ""

    @admin.display(description="状态变化")
    def change_cell(self, row: Event) -> str:
        if not row.before and not row.after:
            return ""
        return f"{word(row.before) or '—'} → {word(row.after) or '—'}"

    def heading(self, row: Event) -> str:
        return f"第{row.number}条：{action_words(row.action)}"

    def page_context(self, request: HttpRequest, row: Event) -> dict[str, Any]:
        return {"data": [(data_words(key), _plain(value)) for key, value in sorted(row.data.items())]}


def _plain(value: Any) -> str:
    """Return a value of the line's data as text; lists and tables item by item."""
    if isinstance(value, dict):
        return "，".join(f"{data_words(str(key))} {_plain(item)}" for key, item in value.items())
    return "、".join(map(_plain, value)) if isinstance(value, list) else data_words(str(value))
