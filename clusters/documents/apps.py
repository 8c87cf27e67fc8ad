"""Private files: one store for everything that people upload and the portal issues."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - the schema's own upkeep, not a business step

from clusters import access
from clusters.documents.access import POLICY
from clusters.immutable import Guard, guarding

APPEND_ONLY = (Guard("documents_storedfile"), Guard("documents_document"))

guard_tables = guarding(APPEND_ONLY)


class DocumentsConfig(AppConfig):
    name = "clusters.documents"
    label = "documents"
    verbose_name = "文件"

    def ready(self) -> None:
        access.extend(POLICY)
        post_migrate.connect(guard_tables, sender=self)
