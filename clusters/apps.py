"""The register of clusters."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251 - the schema's own upkeep, not a business step

from clusters.immutable import Guard, install, withhold

APPEND_ONLY = (Guard("clusters_event"),)


def guard_tables(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the guards of append-only tables in place after the migrations of this app."""
    install(connections[using], APPEND_ONLY)
    withhold(connections[using], APPEND_ONLY)


class ClustersConfig(AppConfig):
    name = "clusters"
    verbose_name = "集聚区名录"

    def ready(self) -> None:
        post_migrate.connect(guard_tables, sender=self)
