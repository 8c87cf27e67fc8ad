"""One step for several records: first what would happen to each, then what did happen to each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from clusters.admin.base import PortalAdmin
from clusters.admin.cells import cell_of, head_of
from clusters.errors import DomainError
from clusters.models import User

_CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Bulk:
    """A step for several records. `verb` words the button with {count}; `take` does one record and says so.

    `shows` are the columns of the admin that a person must have seen of each record before it is done.
    """

    name: str
    title: str
    verb: str
    consequence: str
    take: Callable[[Any, User], str]
    shows: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What happens, or happened, to one record; `is_done` is None before. `cells` are (label, markup)."""

    row: Any
    url: str
    words: str
    is_open: bool
    is_done: bool | None = None
    cells: Sequence[tuple[str, str]] = field(default=())


def bulk_page(
    admin: PortalAdmin, request: HttpRequest, rows: Sequence[Any], refusals: Mapping[Any, str], bulk: Bulk
) -> HttpResponse:
    """Show what the step would do to each record; once confirmed, do it record by record and report on each.

    `refusals` says by key why a record is left out ("" = it is not). Every record is its own transaction: one that
    is refused by its service does not keep the others from being done.
    """
    is_report = _CONFIRMED in request.POST
    take = _taken if is_report else _planned
    lines = [take(admin, row, refusals[row.pk], bulk, request.user) for row in rows]
    count = sum(line.is_open for line in lines)
    context = {
        **admin.frame(request, bulk.title),
        "bulk": bulk,
        "verb": bulk.verb.format(count=count),
        "heads": () if is_report else [head_of(admin, name) for name in bulk.shows],
        "lines": sorted(lines, key=lambda line: not line.is_open),
        "count": count,
        "left_out": len(lines) - count,
        "done": sum(line.is_done is True for line in lines),
        "is_report": is_report,
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "list_url": admin.url("changelist"),
    }
    return TemplateResponse(request, "admin/pages/bulk.html", context)


def _planned(admin: PortalAdmin, row: Any, refusal: str, bulk: Bulk, by: Any) -> Line:
    cells = [(head_of(admin, name), cell_of(admin, name, row).html()) for name in bulk.shows]
    return Line(row, admin.url("change", row.pk), refusal, not refusal, cells=cells)


def _taken(admin: PortalAdmin, row: Any, refusal: str, bulk: Bulk, by: Any) -> Line:
    url = admin.url("change", row.pk)
    if refusal:
        return Line(row, url, refusal, False, False)
    try:
        return Line(row, url, bulk.take(row, by), True, True)
    except DomainError as error:
        return Line(row, url, error.message, True, False)
