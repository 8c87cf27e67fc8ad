"""What the pages of a data year have in common: the year and the district of the address, lists, exported tables."""

from functools import cached_property
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin

from assessment.models import Duty, ReportingYear
from assessment.selectors import rulebook
from clusters.documents.views.downloads import exported
from clusters.models import District, User
from clusters.services import audit
from clusters.templatetags.figures import zh_time
from clusters.views.guards import Guarded
from clusters.views.pages import Paged
from clusters.workbooks.write.export import ExportTable

POSSIBLE: Final = range(2000, 2200)
"""The years that an address may name."""
NO_DISTRICT: Final = "none"
"""The address's word for duties whose district is not stated."""


def chosen_year(request: HttpRequest, years: list[int], *, otherwise: int | None = None) -> int | None:
    """Return the year of `?year=`, else `otherwise` or the newest (None where no year was opened); 400 for what is no
    such year."""
    text = request.GET.get("year", "")
    if not text:
        return otherwise or (years[0] if years else None)
    for year in years:
        if str(year) == text:
            return year
    raise BadRequest("没有这一数据年度。请从年度列表中选择。")


class OfYear(ContextMixin, Guarded):
    """A page of the data year of `?year=`, else of the newest one; a year without a rulebook in force says so."""

    @cached_property
    def years(self) -> dict[int, bool]:
        """The data years that the city has opened, newest first, each with whether a rulebook is in force for it."""
        return rulebook.governed()

    def first_year(self) -> int | None:
        """Return the year shown where the address names none; None is the newest."""
        return None

    @cached_property
    def year(self) -> int | None:
        return chosen_year(self.request, list(self.years), otherwise=self.first_year())

    @cached_property
    def district(self) -> str:
        """The district's code of `?district=`; 404 for an unknown one, and for a foreign one alike."""
        return district_of(self.user, self.request.GET.get("district", ""))

    def in_district(self, rows: QuerySet[Duty]) -> QuerySet[Duty]:
        """Return those of the district of the address, in the order of the districts."""
        if self.district == NO_DISTRICT:
            rows = rows.filter(district__isnull=True)
        elif self.district:
            rows = rows.filter(district=self.district)
        return rows.order_by("district__order", "cluster__name_key", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            year=self.year,
            years=list(self.years),
            unruled=rulebook.unruled(self.year, is_governed=self.years.get(self.year)) if self.year else "",
            whole_city=self.user.sees_whole_city,
            **kwargs,
        )


def district_of(user: User, code: str) -> str:
    """Return a district's code as a person gave it; 404 for an unknown one, and for a foreign one alike."""
    is_known = code == NO_DISTRICT or District.objects.filter(pk=code).exists() if code else True
    if not is_known or (code and not user.sees_whole_city and code != user.district_id):
        raise Http404
    return code


class YearPage(OfYear, TemplateView):
    """A page of a data year."""


class YearList(OfYear, Paged):
    """The clusters of a data year, page by page."""

    paginate_by = 50


class YearExport(OfYear):
    """A table of a data year as a file (csv or xlsx, else 404), noted with its number of rows."""

    permission = "assessment.view_monitoring"

    def table(self, year: int) -> ExportTable:
        """Return what is exported."""
        raise Http404

    @transaction.atomic
    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if self.year is None or kind not in ("csv", "xlsx"):
            raise Http404
        table = self.table(self.year)
        row = ReportingYear.objects.get(pk=self.year)
        audit.record("监测预警.导出", row, by=self.user, table=table.name, rows=len(table.rows), kind=kind)
        return exported(table, kind, f"{table.title}.{kind}")

    def stamp(self, *notes: str) -> tuple[str, ...]:
        """Return the notes below the title of the table: filters, who and when."""
        return (*filter(None, notes), f"导出：{self.user.full_name}，{zh_time(timezone.now())}")
