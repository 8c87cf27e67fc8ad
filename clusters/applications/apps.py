"""Calls and applications: from the district's form to the recognition."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251 - the schema's own upkeep, not a business step

from clusters import access
from clusters.applications.access import DOCUMENTS, POLICY
from clusters.documents.access import register
from clusters.immutable import Guard, install, withhold

APPEND_ONLY = (
    Guard("applications_applicationversion"),
    Guard("applications_stageresult"),
    Guard("applications_sitevisit"),
    Guard("applications_panel"),
    Guard("applications_panelvote"),
    # A batch is confirmed or dropped, what was proposed stays; an objection is answered, never rewritten.
    Guard("applications_batch", ("call_id", "document", "recognised_on", "entries", "proposed_by_id", "proposed_at")),
    Guard("applications_objection", ("notice_id", "application_id", "receipt", "name", "contact", "text", "filed_at")),
)


def guard_tables(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the guards of append-only tables in place after the migrations of this app."""
    install(connections[using], APPEND_ONLY)
    withhold(connections[using], APPEND_ONLY)


class ApplicationsConfig(AppConfig):
    name = "clusters.applications"
    label = "applications"
    verbose_name = "申报与认定"

    def ready(self) -> None:
        access.extend(POLICY)
        register(DOCUMENTS)
        post_migrate.connect(guard_tables, sender=self)
