"""The list of one kind of record in the look of the portal: filters above, cells as the records say, actions as buttons."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin, SimpleListFilter
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from clusters.admin.cells import Cell, cell_of, head_of
from clusters.admin.exports import EXPORTS, MOST_EXPORTED, exported, list_table
from clusters.admin.words import WORDS

# What may follow the name of a filtered field in an address; anything longer would look into other tables.
_ENDS = frozenset({"exact", "in", "isnull", "gte", "gt", "lt", "lte", "year", "month", "day"})
_KEYS = frozenset({"pk", "id", "code", "year"})
_CHECKBOX = "action_checkbox"
_EMPTY = "没有符合条件的记录。"


_WIDE = {ord(mark): chr(ord(mark) + 0xFEE0) for mark in "!(),:;?"}
"""Marks as Chinese text writes them."""


class ListPage(ModelAdmin):
    """The list page. `list_display` names fields, or methods and functions that give a Cell or a plain value."""

    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200

    def __init__(self, model: type[Model], admin_site: AdminSite) -> None:
        super().__init__(model, admin_site)
        words = WORDS[str(self.opts.model_name)]
        self.about, self.lead, self.empty_text = words["about"], words.get("lead", ""), words.get("empty", _EMPTY)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return what this person may see, where the table says so itself."""
        rows = super().get_queryset(request)
        visible_to = getattr(rows, "visible_to", None)
        return visible_to(request.user) if visible_to else rows

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Find full width as half width and the other way round; case and the spaces between words never matter."""
        narrow = unicodedata.normalize("NFKC", search_term)
        found, may_repeat = super().get_search_results(request, queryset, narrow)
        for other in dict.fromkeys((search_term, narrow.translate(_WIDE))):
            if other != narrow:
                more, _ = super().get_search_results(request, queryset, other)
                found |= more
        return found, may_repeat

    # ---- Addresses -------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        return [self.route("export/<slug:kind>/", self.export_view, "export"), *super().get_urls()]

    def route(self, pattern: str, view: Any, name: str) -> URLPattern:
        """Return the route of a view of this admin, which only people of the workbench reach."""
        return path(pattern, self.admin_site.admin_view(view), name=self.address(name))

    def address(self, last: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{last}"

    def url(self, last: str, *args: Any) -> str:
        """Return the address of a page of this kind: of the list, or with a key of a record's page or step."""
        return reverse(f"admin:{self.address(last)}", args=args)

    # ---- The list --------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})
        context = response.context_data if isinstance(response, TemplateResponse) else None
        if context and "cl" in context:
            shown = context["cl"]
            names, rows = self.read(shown)
            figures = [cell.value is not None for cell in rows[0][1]] if rows else [False] * len(names)
            context |= {
                "columns": [{**head, "num": num} for head, num in zip(self._columns(shown), figures, strict=True)],
                "rows": [self._row(row, cells, names) for row, cells in rows],
                "buttons": [{"name": name, "label": label} for _, name, label in _actions(self, request)],
                "filters": [_menu(spec, shown) for spec in shown.filter_specs],
                "lead": self.lead,
                "empty_text": self.empty_text,
                "exports": [(kind, f"{self.url('export', kind)}?{request.GET.urlencode()}") for kind in EXPORTS],
            }
        return response

    def read(self, shown: ChangeList) -> tuple[list[Any], list[tuple[Any, list[Cell]]]]:
        """Return the columns of a list and its records with their cells."""
        names = [name for name in shown.list_display if name != _CHECKBOX]
        return names, [(row, [cell_of(self, name, row) for name in names]) for row in self.prepared(shown)]

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Answer the list as it is filtered and ordered, as a table (`kind`: xlsx or csv); leaves an audit line."""
        if kind not in EXPORTS:
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied("您的角色不能查看此类记录。")
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise BadRequest("筛选条件有误。请返回列表重新选择。") from error
        shown.result_list = shown.queryset[: MOST_EXPORTED + 1]
        table = list_table(self, *self.read(shown), _chosen(shown))
        return exported(table, kind, self.model, request.user)  # type: ignore[arg-type]

    # The stubs already know the further argument of a later Django.
    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:  # type: ignore[override]
        """Refuse (400) a selection of what cannot be keys of these records; the database would stumble over it."""
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.clean(key.replace("\x00", "?"), None)
            except ValidationError as error:
                raise BadRequest("所选记录的编号有误。请返回列表重新选择。") from error
            if "\x00" in key:
                raise BadRequest("所选记录的编号有误。请返回列表重新选择。")
        return super().response_action(request, queryset)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the filters on show can be asked for; any other field would be a side door to its content."""
        filters = self.get_list_filter(request)
        names = [one[0] if isinstance(one, (tuple, list)) else one for one in filters] + [self.date_hierarchy]
        if lookup in [getattr(one, "parameter_name", None) for one in filters] or lookup in names:
            return True
        for name in names:
            if isinstance(name, str) and lookup.startswith(f"{name}__"):
                *keys, end = lookup[len(name) + 2 :].split("__")
                if end in _ENDS | _KEYS and len(keys) <= 1 and set(keys) <= _KEYS:
                    return True
        return False

    def prepared(self, shown: ChangeList) -> list[Any]:
        """Return the records of the page, with whatever their cells need that is not a field."""
        return list(shown.result_list)

    def can_pick(self, row: Any) -> bool:
        """Whether the row gets a box, because an action on several records could be about it."""
        return True

    def _columns(self, shown: ChangeList) -> Iterator[dict[str, Any]]:
        # Arrows tell what was asked for; the list's own order is said in words above it.
        sorted_by = shown.get_ordering_field_columns() if shown.params.get(ORDER_VAR) else {}
        for index, name in enumerate(shown.list_display):
            if name == _CHECKBOX:
                continue
            head = {"label": head_of(self, name)}
            if shown.get_ordering_field(name):
                order = sorted_by.get(index, "")
                url = shown.get_query_string({ORDER_VAR: f"-{index}" if order == "asc" else str(index)}, ["p"])
                head |= {"order": order, "url": url}
            yield head

    def _row(self, row: Any, cells: list[Cell], names: list[Any]) -> dict[str, Any]:
        first = cells[0].html(href=self.url("change", row.pk))
        shape = "name" if cells[0].value is None else "nowrap"
        head = format_html('<th scope="row" class="{}">{}</th>', shape, first)
        rest = [_td(cell, head_of(self, name)) for cell, name in zip(cells[1:], names[1:], strict=True)]
        return {"pk": row.pk, "name": cells[0].text, "cells": [head, *rest], "pick": self.can_pick(row)}


def _actions(admin: ModelAdmin, request: HttpRequest) -> Iterator[tuple[Any, str, str]]:
    yield from admin.get_actions(request).values()  # type: ignore[misc]


def _chosen(shown: ChangeList) -> list[str]:
    """Return the filters in force, in words."""
    menus = [_menu(spec, shown) for spec in shown.filter_specs]
    words = [f"{menu['title']}：{menu['chosen']}" for menu in menus if menu["chosen"]]
    return [*words, *([f"搜索：{shown.query}"] if shown.query else [])]


def _td(cell: Cell, label: str) -> str:
    shape = "num" if cell.value is not None else "nowrap" if cell.is_whole else ""
    return format_html('<td class="{}" data-label="{}">{}</td>', shape, label, cell.html())


def _menu(spec: Any, shown: ChangeList) -> dict[str, Any]:
    """Return one filter as a menu: its title, the choice in force, the choices with their addresses."""
    choices = list(spec.choices(shown))
    chosen = next((choice["display"] for choice in choices[1:] if choice["selected"]), "")
    return {"title": spec.title, "chosen": chosen, "choices": choices}


def picked(
    title: str,
    parameter: str,
    choices: Iterable[tuple[Any, str]],
    narrow: Callable[[QuerySet, str, Any], QuerySet],
    *,
    always: bool = False,
) -> type[SimpleListFilter]:
    """Return a filter of a list: `narrow(rows, choice, by)` gives the rows of a choice; `always` asks for "" too."""
    known = list(choices)

    class Picked(SimpleListFilter):
        parameter_name = parameter

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
            return known

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
            choice = self.value() or ""
            if choice not in dict(known):
                choice = ""
            return narrow(queryset, choice, request.user) if choice or always else queryset

    Picked.title = title
    return Picked
