"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from config import health, start

urlpatterns = [
    path("", start.home, name="home"),
    path("start/", start.Start.as_view(), name="start"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api")),
    path("", include("clusters.urls")),
    path("", include("clusters.applications.urls")),
    path("", include("assessment.urls")),
]
