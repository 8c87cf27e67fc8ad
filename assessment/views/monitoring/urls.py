"""Addresses of monitoring and early warning."""

from django.urls import path

from assessment.views.monitoring.cluster import ClusterOutlook
from assessment.views.monitoring.progress import DutyList, Monitoring, ProgressExport
from assessment.views.monitoring.quarters import AskQuarters, Quarters
from assessment.views.monitoring.remind import Remind
from assessment.views.monitoring.watch import WatchExport, WatchList

urlpatterns = [
    path("monitoring/", Monitoring.as_view(), name="monitoring"),
    path("monitoring/duties/", DutyList.as_view(), name="monitoring-duties"),
    path("monitoring/export/<slug:kind>/", ProgressExport.as_view(), name="monitoring-export"),
    path("monitoring/remind/", Remind.as_view(), name="remind"),
    path("monitoring/watch/", WatchList.as_view(), name="watchlist"),
    path("monitoring/watch/export/<slug:kind>/", WatchExport.as_view(), name="watchlist-export"),
    path("monitoring/clusters/<int:year>/<slug:code>/", ClusterOutlook.as_view(), name="outlook"),
    path("monitoring/quarters/", Quarters.as_view(), name="quarters"),
    path("monitoring/quarters/ask/", AskQuarters.as_view(), name="quarters-ask"),
]
