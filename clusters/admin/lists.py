"""The list of one kind of record in the look of the portal: filters above, cells by components, actions as buttons."""

import unicodedata
from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from clusters.admin.cells import Cell, cell_of, head_of

# What may follow the name of a filtered field in an address; anything longer would look into other tables.
_ENDS = frozenset({"exact", "in", "isnull", "gte", "gt", "lt", "lte", "year", "month", "day"})
_KEYS = frozenset({"pk", "id", "code", "year"})
_CHECKBOX = "action_checkbox"


_WIDE = {ord(mark): chr(ord(mark) + 0xFEE0) for mark in "!(),:;?"}
"""Marks as Chinese text writes them."""


class ListPage(ModelAdmin):
    """The list page. `list_display` names fields, or methods declared with `cells.column`."""

    change_list_template = "admin/pages/record_list.html"
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200
    about: ClassVar[str] = ""
    """What the table holds, for the index of all tables."""
    list_lead: ClassVar[str] = ""
    empty_text: ClassVar[str] = "没有符合条件的记录。"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Find full width as half width and the other way round; case and the spaces between words never matter."""
        narrow = unicodedata.normalize("NFKC", search_term)
        found, may_repeat = super().get_search_results(request, queryset, narrow)
        for other in dict.fromkeys((search_term, narrow.translate(_WIDE))):
            if other != narrow:
                more, _ = super().get_search_results(request, queryset, other)
                found |= more
        return found, may_repeat

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})
        if isinstance(response, TemplateResponse) and response.context_data and "cl" in response.context_data:
            shown = response.context_data["cl"]
            response.context_data |= {
                "columns": self._columns(shown),
                "rows": self._rows(shown),
                "buttons": self._buttons(request),
                "filters": [_menu(spec, shown) for spec in shown.filter_specs],
                "lead": self.list_lead,
                "empty_text": self.empty_text,
                **self.list_context(request, shown),
            }
        return response

    # The stubs already know the further argument of a later Django.
    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:  # type: ignore[override]
        """Refuse (400) a selection of what cannot be keys of these records; the database would stumble over it."""
        for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
            try:
                self.opts.pk.clean(key, None)
            except ValidationError as error:
                raise BadRequest("所选记录的编号有误。请返回列表重新选择。") from error
            if "\x00" in key:
                raise BadRequest("所选记录的编号有误。请返回列表重新选择。")
        return super().response_action(request, queryset)

    def list_context(self, request: HttpRequest, shown: ChangeList) -> dict[str, Any]:
        """Return what the list of this kind shows besides its table."""
        return {}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the filters on show can be asked for; any other field would be a side door to its content."""
        names = _filtered(self.get_list_filter(request))
        if self.date_hierarchy:
            names.append(self.date_hierarchy)
        own = {getattr(one, "parameter_name", None) for one in self.get_list_filter(request)}
        if lookup in own or lookup in names:
            return True
        for name in names:
            if lookup.startswith(f"{name}__"):
                *keys, end = lookup[len(name) + 2 :].split("__")
                if end in _ENDS | _KEYS and len(keys) <= 1 and set(keys) <= _KEYS:
                    return True
        return False

    def row_url(self, row: Any) -> str:
        return self.url("change", row)  # type: ignore[attr-defined]

    def _columns(self, shown: ChangeList) -> list[dict[str, Any]]:
        # Arrows tell what was asked for; the list's own order is said in words above it.
        sorted_by = shown.get_ordering_field_columns() if shown.params.get(ORDER_VAR) else {}
        columns = []
        for index, name in enumerate(shown.list_display):
            if name == _CHECKBOX:
                continue
            column = {
                "label": head_of(self, str(name)),
                "num": getattr(getattr(self, str(name), None), "is_figure", False),
            }
            if shown.get_ordering_field(name):
                order = sorted_by.get(index)
                column["order"] = order or ""
                column["url"] = shown.get_query_string({"o": f"-{index}" if order == "asc" else str(index)}, ["p"])
            columns.append(column)
        return columns

    def _rows(self, shown: ChangeList) -> list[dict[str, Any]]:
        names = [str(name) for name in shown.list_display if name != _CHECKBOX]
        rows = []
        for row in self.prepared(shown):
            cells: list[Cell] = [cell_of(self, name, row) for name in names]
            cells[0].setdefault("href", self.row_url(row))
            rows.append({"pk": row.pk, "name": cells[0].get("text", ""), "cells": cells, "pick": self.can_pick(row)})
        return rows

    def prepared(self, shown: ChangeList) -> list[Any]:
        """Return the records of the page, with whatever their cells need that is not a field."""
        return list(shown.result_list)

    def can_pick(self, row: Any) -> bool:
        """Whether the row gets a box, because an action on several records could be about it."""
        return True

    def _buttons(self, request: HttpRequest) -> list[dict[str, str]]:
        offered: dict[str, Any] = self.get_actions(request)
        return [{"name": name, "label": label} for _, name, label in offered.values()]


def _filtered(filters: Any) -> list[str]:
    """Return the fields that a list's filters are about; filters of our own have a parameter instead."""
    names = [one[0] if isinstance(one, (tuple, list)) else one for one in filters]
    return [name for name in names if isinstance(name, str)]


def _menu(spec: Any, shown: ChangeList) -> dict[str, Any]:
    """Return one filter as a menu: its title, the choice in force, the choices with their addresses."""
    choices = list(spec.choices(shown))
    chosen = next((choice["display"] for choice in choices[1:] if choice["selected"]), "")
    return {"title": spec.title, "chosen": chosen, "choices": choices}
