"""What the admin shows of the register: every record with its page, by name."""

from django.contrib import admin

from clusters.admin.accounts import UserAdmin
from clusters.admin.calendar import CalendarDayAdmin
from clusters.admin.events import EventAdmin
from clusters.admin.reference import CategoryAdmin, DistrictAdmin
from clusters.admin.register import ClusterAdmin, RecognitionAdmin
from clusters.admin.tokens import TokenAdmin
from clusters.models import ApiToken, CalendarDay, Category, Cluster, District, Event, Recognition, User

admin.site.register(Cluster, ClusterAdmin)
admin.site.register(Recognition, RecognitionAdmin)
admin.site.register(District, DistrictAdmin)
admin.site.register(Category, CategoryAdmin)
admin.site.register(CalendarDay, CalendarDayAdmin)
admin.site.register(User, UserAdmin)
admin.site.register(Event, EventAdmin)
admin.site.register(ApiToken, TokenAdmin)
