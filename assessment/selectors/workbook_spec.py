"""What the workbook of a district and year asks: columns from the indicators, rows from the duties."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from assessment.enums import Kind
from assessment.models import Duty, Indicator
from assessment.selectors import figures
from assessment.workbooks.spec import Column, TemplateRow, TemplateSpec
from assessment.workbooks.spec import Kind as CellKind
from clusters.models import District


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


_READ = (
    "reporting_year_id",
    "district_id",
    "deadline_extended_to",
    "cluster__code",
    "cluster__name",
    "cluster__category_id",
    "submission__state",
    "submission__values",
    "submission__revision",
)


def duties_of(district: District, year: int) -> list[Duty]:
    """Return the district's duties of the year with their reports, by name of the cluster."""
    return list(
        Duty.objects.filter(district=district, reporting_year=year)
        .select_related("cluster", "submission")
        .only(*_READ)
        .order_by("cluster__name_key", "pk")
    )


Before = Mapping[tuple[int, int], figures.Values]


def spec_of(district: District, year: int, duties: Sequence[Duty], before: Before) -> TemplateSpec:
    """Return the template for these duties: what is stored now, with last year's verified figures (`before`)."""
    deadline = timezone.localtime(duties[0].reporting_year.deadline) if duties else None  # one query for all
    rows = []
    for duty in duties:
        submission = getattr(duty, "submission", None)
        rows.append(
            TemplateRow(
                code=duty.cluster.code,
                name=duty.cluster.name,
                values=figures.from_text(submission.values) if submission else {},
                last=before.get((duty.cluster_id, year - 1), {}),
                version=str(submission.revision if submission else 0),
            )
        )
    return TemplateSpec(
        district=district.code,
        district_name=district.name,
        year=year,
        columns=columns_of(year),
        rows=tuple(rows),
        deadline=f"{deadline:%Y年%m月%d日 %H:%M}" if deadline else "",
    )
