"""Districts and categories."""

from django.contrib import admin

from clusters.admin.base import PortalAdmin
from clusters.admin.steps import step
from clusters.admin.upkeep import row_form
from clusters.models import Category, District
from clusters.services import categories

_CATEGORY = (
    ("code", "name", "group", "is_producer_service", "producer_note"),
    ("from_year", "until_year", "clause", "order"),
)
_form = row_form(Category, (*_CATEGORY[0], *_CATEGORY[1]), fixed=("code",))


@admin.register(District)
class DistrictAdmin(PortalAdmin):
    list_display = ("name", "short_name", "code", "kind")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "code")
    fields = ("name", "short_name", "code", "kind", "source")


@admin.register(Category)
class CategoryAdmin(PortalAdmin):
    list_display = ("name", "group", "is_producer_service", "from_year", "until_year", "clause")
    list_filter = ("group", "is_producer_service")
    search_fields = ("name", "code")
    fields = _CATEGORY
    adding = step("category.add", categories.PERMISSION, categories.add, _form)
    steps = (step("category.edit", categories.PERMISSION, categories.change, _form),)
