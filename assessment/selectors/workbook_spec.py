"""What the workbook of a district and year asks: columns from the indicators, rows from the duties."""

from collections.abc import Sequence
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from django.db.models.functions import Coalesce
from django.utils import timezone

from assessment.enums import Kind
from assessment.models import Duty, Indicator, ReportingYear
from assessment.selectors import figures
from assessment.workbooks.spec import TemplateRow, TemplateSpec
from clusters.models import District
from clusters.workbooks.table.columns import Column
from clusters.workbooks.table.columns import Kind as CellKind


def columns_of(year: int) -> tuple[Column, ...]:
    """Return a column for each indicator in force for the year, in the order of the form."""
    return tuple(_column(indicator) for indicator in Indicator.objects.in_force(year))


def _column(indicator: Indicator) -> Column:
    return Column(
        code=indicator.code,
        label=indicator.label,
        unit=indicator.unit,
        kind=CellKind.WHOLE if indicator.kind == Kind.COUNT and not indicator.decimals else CellKind.NUMBER,
        decimals=indicator.decimals,
        min=indicator.minimum,
        max=indicator.maximum,
        help=indicator.definition,
        required=indicator.is_required,
        group=indicator.get_family_display(),
    )


class DutyRow(NamedTuple):
    """A duty with its cluster and its report (state None where none was begun), as the round trip reads it.

    A district may have thousands; a model instance for each would cost more than reading the workbook.
    """

    pk: int
    year: int
    cluster_id: int
    code: str
    name: str
    category_id: str | None
    district_id: str
    deadline_extended_to: datetime | None
    state: str | None
    stored: dict[str, str | None] | None
    revision: int

    @property
    def values(self) -> figures.Values:
        """The figures of the report, nothing where none was begun."""
        return figures.from_text(self.stored) if self.stored else {}


def duties_of(district: District, year: int) -> list[DutyRow]:
    """Return the district's duties of the year with their reports, by name of the cluster."""
    duties = Duty.objects.filter(district=district, reporting_year=year).order_by("cluster__name_key", "pk")
    return list(
        starmap(
            DutyRow,
            duties.values_list(
                "pk",
                "reporting_year_id",
                "cluster_id",
                "cluster__code",
                "cluster__name",
                "cluster__category_id",
                "district_id",
                "deadline_extended_to",
                "submission__state",
                "submission__values",
                Coalesce("submission__revision", 0),
            ),
        )
    )


def spec_of(district: District, year: int, duties: Sequence[DutyRow], before: figures.Known) -> TemplateSpec:
    """Return the template for these duties: what is stored now, with last year's verified figures (`before`)."""
    deadline = timezone.localtime(ReportingYear.objects.get(pk=year).deadline) if duties else None
    return TemplateSpec(
        district=district.code,
        district_name=district.name,
        year=year,
        columns=columns_of(year),
        rows=tuple(
            TemplateRow(
                code=duty.code,
                name=duty.name,
                values=duty.values,
                last=before.get((duty.cluster_id, year - 1), {}),
                version=str(duty.revision),
            )
            for duty in duties
        ),
        deadline=f"{deadline:%Y年%m月%d日 %H:%M}" if deadline else "",
    )
