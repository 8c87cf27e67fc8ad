"""Indicators and city targets, to read."""

from assessment.models import CityTarget
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column
from clusters.templatetags.figures import number


class IndicatorAdmin(PortalAdmin):
    about = "填报项目的单位、口径和范围"
    list_display = ("label", "unit", "family", "kind", "is_required", "from_year", "until_year")
    list_filter = ("family", "kind", "is_required")
    search_fields = ("label", "code", "definition")
    fields = (
        ("label", "code", "unit", "family", "kind", "decimals", "minimum", "maximum"),
        ("is_required", "definition", "from_year", "until_year"),
    )


class CityTargetAdmin(PortalAdmin):
    about = "全市口径的目标，只用于看板"
    list_display = ("label", "value_cell", "unit", "by_year", "document", "clause")
    search_fields = ("label", "wording")
    fields = ("label", "value_cell", "unit", "by_year", "wording", "document", "clause")
    list_lead = "全市目标只用于看板对照，不产生黄牌。"

    @column("目标值", order="value")
    def value_cell(self, row: CityTarget) -> Cell:
        return Cell(f"{number(row.value)}{'左右' if row.is_approximate else ''}", value=row.value)
