"""Addresses of the Excel round trip."""

from django.urls import path

from assessment.views.imports import pages

urlpatterns = [
    path("desk/import/", pages.start, name="import"),
    path("desk/import/template/<int:year>/", pages.template, name="import-template"),
    path("desk/import/<uuid:job>/", pages.preview, name="import-job"),
    path("desk/import/<uuid:job>/confirm/", pages.confirm, name="import-confirm"),
    path("desk/import/<uuid:job>/submit/", pages.submit, name="import-submit"),
    path("desk/import/<uuid:job>/errors/", pages.error_file, name="import-errors"),
]
