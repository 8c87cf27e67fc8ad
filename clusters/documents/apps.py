"""Private files: one store for everything that people upload and the portal issues."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251 - the schema's own upkeep, not a business step

from clusters import access
from clusters.documents.access import POLICY
from clusters.immutable import Guard, install, withhold

APPEND_ONLY = (Guard("documents_storedfile"), Guard("documents_document"))


def guard_tables(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the guards of append-only tables in place after the migrations of this app."""
    install(connections[using], APPEND_ONLY)
    withhold(connections[using], APPEND_ONLY)


class DocumentsConfig(AppConfig):
    name = "clusters.documents"
    label = "documents"
    verbose_name = "文件"

    def ready(self) -> None:
        access.extend(POLICY)
        post_migrate.connect(guard_tables, sender=self)
