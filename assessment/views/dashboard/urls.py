"""Addresses of the leaders' dashboard."""

from django.urls import path

from assessment.views.dashboard.city import CityDashboard
from assessment.views.dashboard.ranking import RankingPage

urlpatterns = [
    path("dashboard/", CityDashboard.as_view(), name="dashboard"),
    path("dashboard/ranking/", RankingPage.as_view(), name="ranking"),
]
