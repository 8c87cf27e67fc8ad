"""Districts, categories and the calendar."""

from clusters.admin.base import PortalAdmin


class DistrictAdmin(PortalAdmin):
    about = "报送单位"
    list_display = ("name", "short_name", "code", "kind")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "code")
    fields = ("name", "short_name", "code", "kind", "source")


class CategoryAdmin(PortalAdmin):
    about = "类别、类别组及其依据"
    list_display = ("name", "group", "is_producer_service", "from_year", "until_year", "clause")
    list_filter = ("group", "is_producer_service")
    search_fields = ("name", "code")
    fields = ("name", "code", "group", "is_producer_service", "producer_note", "from_year", "until_year", "clause")


class CalendarDayAdmin(PortalAdmin):
    about = "按工作日计算期限的依据"
    list_display = ("day", "is_workday", "name")
    list_filter = ("is_workday",)
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day",)
    fields = ("day", "is_workday", "name")
    list_lead = "周一至周五之外的例外：法定节假日与调休上班。办理期限按工作日计算时以此为准；未列出的日期按星期计。"
