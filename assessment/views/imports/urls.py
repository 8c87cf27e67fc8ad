"""Addresses of the Excel round trip."""

from django.urls import path

from assessment.views.imports import files, pages

urlpatterns = [
    path("desk/import/", pages.ImportStart.as_view(), name="import"),
    path("desk/import/template/<int:year>/", files.Template.as_view(), name="import-template"),
    path("desk/import/<uuid:job>/", pages.ImportPreview.as_view(), name="import-job"),
    path("desk/import/<uuid:job>/confirm/", pages.ImportConfirm.as_view(), name="import-confirm"),
    path("desk/import/<uuid:job>/submit/", pages.ImportSubmit.as_view(), name="import-submit"),
    path("desk/import/<uuid:job>/errors/", files.ErrorFile.as_view(), name="import-errors"),
]
