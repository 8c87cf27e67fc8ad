"""A list of the workbench as a table to take away: the columns on show, the rows of its filters, in its order."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.admin import ModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import BadRequest
from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone

from clusters.admin.cells import Cell, head_of, note_head_of
from clusters.documents.views.downloads import CSV, XLSX, attachment
from clusters.models import User
from clusters.services import audit
from clusters.templatetags.figures import zh_time
from clusters.workbooks.write.export import ExportTable, to_csv, to_xlsx

EXPORTS: Final = ("xlsx", "csv")
MOST_EXPORTED: Final = 20_000
_TYPES: Final = {"xlsx": XLSX, "csv": CSV}


def list_table(
    admin: ModelAdmin, names: Sequence[Any], rows: Sequence[tuple[Any, list[Cell]]], chosen: Sequence[str]
) -> ExportTable:
    """Return the table of a list; a column with notes is followed by one that holds them. `chosen` are its filters."""
    noted = [any(cells[at].note for _, cells in rows) for at in range(len(names))]
    headings: list[str] = []
    for name, has_notes in zip(names, noted, strict=True):
        headings += [head_of(admin, name), *([note_head_of(admin, name)] if has_notes else [])]
    body = [
        [value for cell, two in zip(cells, noted, strict=True) for value in (cell.plain, cell.note)[: 1 + two]]
        for _, cells in rows
    ]
    filters = "；".join(chosen) or "全部"
    notes = (f"范围：{filters}", f"共 {len(body)} 条，导出时间 {zh_time(timezone.now())}")
    return ExportTable(str(admin.opts.verbose_name_plural), tuple(headings), body, notes)


@transaction.atomic
def exported(table: ExportTable, kind: str, model: type[models.Model], by: User) -> HttpResponse:
    """Return the table as a file and note who took how many rows. Raises BadRequest for more than may be taken."""
    if len(table.rows) > MOST_EXPORTED:
        raise BadRequest(f"超过{MOST_EXPORTED}条，请先缩小筛选范围再导出。")
    taken: dict[str, Any] = {"count": len(table.rows), "kind": kind, "scope": table.notes[0]}
    audit.record("数据导出", ContentType.objects.get_for_model(model), by=by, **taken)
    content = to_xlsx(table) if kind == "xlsx" else to_csv(table.headings, table.rows)
    name = f"{table.title} {timezone.localdate():%Y%m%d}.{kind}"
    return attachment(content, name, _TYPES[kind])
