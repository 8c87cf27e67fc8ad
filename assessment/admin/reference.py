"""Indicators: what is asked of a cluster each year."""

from clusters.admin.base import PortalAdmin


class IndicatorAdmin(PortalAdmin):
    about = "填报项目的单位、口径和范围"
    list_display = ("label", "unit", "family", "kind", "is_required", "from_year", "until_year")
    list_filter = ("family", "kind", "is_required")
    search_fields = ("label", "code", "definition")
    fields = (
        ("label", "code", "unit", "family", "kind", "decimals", "minimum", "maximum"),
        ("is_required", "definition", "from_year", "until_year"),
    )
