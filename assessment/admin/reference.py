"""Indicators: what is asked of a cluster each year."""

from django.contrib import admin

from assessment.models import Indicator
from assessment.services import indicators
from clusters.admin.base import PortalAdmin
from clusters.admin.steps import step
from clusters.admin.upkeep import row_form

_FIELDS = (
    ("label", "code", "unit", "family", "kind", "decimals", "minimum", "maximum"),
    ("is_required", "definition", "from_year", "until_year", "order"),
)
_form = row_form(Indicator, (*_FIELDS[0], *_FIELDS[1]), fixed=("code",))


@admin.register(Indicator)
class IndicatorAdmin(PortalAdmin):
    list_display = ("label", "unit", "family", "kind", "is_required", "from_year", "until_year")
    list_filter = ("family", "kind", "is_required")
    search_fields = ("label", "code", "definition")
    fields = _FIELDS
    adding = step("indicator.add", indicators.PERMISSION, indicators.add, _form)
    steps = (step("indicator.edit", indicators.PERMISSION, indicators.change, _form),)
