"""Reading documents: who may, and which versions there are."""

from uuid import UUID

from django.apps import apps
from django.db import models

from clusters.documents.access import OWNERS, Owner
from clusters.documents.models import Document
from clusters.models import User


def readable(user: User, pk: UUID) -> tuple[Document, models.Model, Owner] | None:
    """Return a document with the row and the entry that own it, or None: whether it is foreign or missing."""
    document = Document.objects.select_related("file").filter(pk=pk).first()
    entry = OWNERS.get(document.owner) if document else None
    if document is None or entry is None:
        return None
    row = apps.get_model(entry.table)._default_manager.filter(document=document).first()
    if row is None or not user.has_perm(entry.permission, row):
        return None
    return document, row, entry


def versions(document: Document) -> list[Document]:
    """Return a document and those it replaced, the newest first."""
    found = [document]
    while found[-1].replaces is not None:
        found.append(found[-1].replaces)
    return found
