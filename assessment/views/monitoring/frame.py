"""What the monitoring pages have in common: the chosen year and district, the tabs, exported tables."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from assessment.models import ReportingYear
from assessment.selectors import desk
from assessment.views.dashboard.city import chosen_year
from clusters.documents.views.downloads import CSV, XLSX, attachment
from clusters.models import District, User
from clusters.services import audit
from clusters.templatetags.figures import zh_time
from clusters.workbooks.write.export import ExportTable, to_csv, to_xlsx

NO_DISTRICT: Final = "none"
"""The address's word for duties whose district is not stated."""

_TABS: Final = (
    ("progress", "报送进度", "assessment:monitoring"),
    ("watch", "预警名单", "assessment:watchlist"),
    ("quarters", "季度数据", "assessment:quarters"),
)


def year_of(request: HttpRequest) -> tuple[int | None, list[int]]:
    """Return the data year of `?year=` (the newest without it) and all of them; 400 for what is no year."""
    years = desk.years()
    return chosen_year(request, years), years


def district_of(user: User, code: str) -> str:
    """Return a district's code as given in the address; 404 for an unknown one, and for a foreign one alike."""
    if not code:
        return ""
    if code == NO_DISTRICT and user.sees_whole_city:
        return code
    if not user.sees_whole_city and code != user.district_id:
        raise Http404
    if not District.objects.filter(pk=code).exists():
        raise Http404
    return code


def tabs(year: int | None, active: str) -> list[dict[str, Any]]:
    """Return the tabs of the monitoring pages, for the same year."""
    query = f"?year={year}" if year else ""
    return [{"label": label, "url": f"{reverse(name)}{query}", "active": code == active} for code, label, name in _TABS]


@transaction.atomic
def export(kind: str, table: ExportTable, *, year: int, by: User) -> HttpResponse:
    """Return the table as a download (`kind` csv or xlsx, else 404) and leave a line with the number of rows."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    content = to_csv(table.headings, table.rows) if kind == "csv" else to_xlsx(table)
    row = ReportingYear.objects.get(pk=year)
    audit.record("监测预警.导出", row, by=by, table=table.name, rows=len(table.rows), kind=kind)
    return attachment(content, f"{table.title}.{kind}", CSV if kind == "csv" else XLSX)


def stamp(by: User, *notes: str) -> tuple[str, ...]:
    """Return the notes below the title of an exported table: filters, who and when."""
    words: Sequence[str] = [note for note in notes if note]
    return (*words, f"导出：{by.full_name}，{zh_time(timezone.now())}")
