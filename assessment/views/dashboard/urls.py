"""Addresses of the leaders' dashboard."""

from django.urls import path

from assessment.views.dashboard.city import CityDashboard

urlpatterns = [
    path("dashboard/", CityDashboard.as_view(), name="dashboard"),
]
