"""From a record to a table cell or a fact: words, a badge, a state, tags. Written in Python, not by a template a cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.admin import ModelAdmin, display
from django.contrib.admin.utils import get_fields_from_path, label_for_field, lookup_field
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from clusters.templatetags.figures import BLANK, number, zh_date, zh_time


class Tag(NamedTuple):
    """A word with an icon on a tint: see templates/components/tag.html."""

    tone: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell or fact shows: `text` with `note` below it. `badge` or `state` (codes) show the text as a mark.

    `blank` says why there is no text; `value` is the figure behind the text (an export keeps it as a number);
    `is_small` shows a long text in small print, `is_whole` keeps it on one line, `href` leads on.
    """

    text: str = ""
    note: str = ""
    badge: str = ""
    state: str = ""
    tags: Sequence[Tag] = ()
    blank: str = ""
    value: int | Decimal | None = None
    is_small: bool = False
    is_whole: bool = False
    href: str = ""

    def html(self, href: str = "") -> SafeString:
        """Return the markup; with `href` the text leads there, and with it the whole row."""
        main = self._mark() or self._words(href)
        return format_html('{}<div class="note">{}</div>', main, self.note) if self.note else main

    @property
    def plain(self) -> str | int | Decimal:
        """The cell without its note, for an export."""
        if self.value is not None:
            return self.value
        return "、".join(tag.label for tag in self.tags) or ("" if self.text == BLANK else self.text)

    def _mark(self) -> SafeString | None:
        if self.tags:
            words = format_html_join("", "{}", ((_piece("tag", **tag._asdict()),) for tag in self.tags))
            return format_html('<span class="tags">{}</span>', words)
        if self.badge:
            return _piece("badge", verdict=self.badge, label=self.text)
        return _piece("state_badge", state=self.state, label=self.text) if self.state else None

    def _words(self, href: str) -> SafeString:
        if href or self.href:
            kind = "row-link" if href else "underlined"
            return format_html('<a class="{}" href="{}">{}</a>', kind, href or self.href, self.text)
        if self.text in ("", BLANK):
            return _piece("none", reason=self.blank)
        if self.is_small:
            return format_html('<span class="note clip" title="{0}">{0}</span>', self.text)
        return format_html("{}", self.text)


# The marks are few and the same on every row: each is rendered once.
@lru_cache(maxsize=512)
def _piece(name: str, **context: str) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


def cluster_column(path: str, district: str = "") -> Callable[[Any], Any]:
    """Return the column that names the cluster at the end of `path`, with its district (or the one at `district`)."""

    @display(description="集聚区", ordering=f"{path}__name_key")
    def named(row: Any) -> Cell:
        cluster = _reached(row, path)
        where = _reached(row, district) if district else getattr(cluster, "district", None)
        return Cell(cluster.name, note=where.name if where else "") if cluster else Cell()

    named.note_label = "区市"  # type: ignore[attr-defined]
    return named


def state_column(codes: Mapping[str, str] | None = None, *, label: str = "状态") -> Callable[[Any], Any]:
    """Return the column of a record's `state` as a mark; `codes` translates states the marks do not know."""

    @display(description=label, ordering="state")
    def stands(row: Any) -> Cell:
        return Cell(row.get_state_display(), state=(codes or {}).get(row.state, row.state))

    return stands


def _reached(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return row


def words(value: Any) -> str:
    """Return a plain value in words; blank becomes a dash."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return zh_time(value)
    if isinstance(value, date):
        return zh_date(value)
    if isinstance(value, list):
        return "、".join(map(str, value)) or BLANK
    return number(value) if isinstance(value, Decimal) else str(value)


def cell_of(admin: ModelAdmin, name: Any, row: models.Model) -> Cell:
    """Return what a column or fact shows of a record; a method may give a Cell or a plain value."""
    field, _, value = lookup_field(name, row, admin)
    if isinstance(value, Cell):
        return value
    if field is not None and field.choices:
        return Cell(words(getattr(row, f"get_{field.name}_display")()), is_whole=True)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Cell(words(value), value=value)
    # A date is read at a glance only when it stays on one line.
    return Cell(words(value), is_whole=isinstance(value, date))


def head_of(admin: ModelAdmin, name: Any) -> str:
    """Return the head of a column or the label of a fact; for a path that of the field at its end."""
    if isinstance(name, str) and LOOKUP_SEP in name:
        return str(get_fields_from_path(admin.model, name)[-1].verbose_name)
    return str(label_for_field(name, admin.model, admin))


def note_head_of(admin: ModelAdmin, name: Any) -> str:
    """Return the head under which an export puts the notes of a column."""
    method = name if callable(name) else getattr(admin, name, None)
    return getattr(method, "note_label", f"{head_of(admin, name)}（说明）")


def facts_of(admin: ModelAdmin, names: Iterable[Any], row: models.Model) -> list[tuple[str, SafeString]]:
    """Return label and markup of each fact, for admin/pages/facts.html."""
    return [(head_of(admin, name), cell_of(admin, name, row).html()) for name in names]
