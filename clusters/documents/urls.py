"""The one address of every stored file."""

from django.urls import path

from clusters.documents.views.download import Download

urlpatterns = [path("documents/<uuid:pk>/", Download.as_view(), name="document")]
