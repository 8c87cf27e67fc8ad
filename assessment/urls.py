"""Addresses of the assessment: desk, dashboard, public register."""

app_name = "assessment"

urlpatterns: list = []
