"""The register of clusters."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - the schema's own upkeep, not a business step

from clusters.immutable import Guard, guarding

APPEND_ONLY = (Guard("clusters_event"),)

guard_tables = guarding(APPEND_ONLY)


class ClustersConfig(AppConfig):
    name = "clusters"
    verbose_name = "集聚区名录"

    def ready(self) -> None:
        post_migrate.connect(guard_tables, sender=self)
