"""Addresses of the assessment: desk, dashboard, public register."""

from django.urls import path

app_name = "assessment"

urlpatterns: list = []
