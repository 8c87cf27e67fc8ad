"""Handing out a stored file: to those whom its owner lets read it, and noted."""

import logging
from typing import IO, cast
from uuid import UUID

from django.db import models, transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from clusters.documents.access import Owner
from clusters.documents.models import Document
from clusters.documents.selectors import documents
from clusters.documents.services import store
from clusters.documents.views.downloads import streamed
from clusters.models import User
from clusters.services import audit
from clusters.views.guards import Guarded

log = logging.getLogger(__name__)


class Download(Guarded):
    """A file as it was stored; one that another may read is 404, exactly as one that does not exist."""

    permission = "documents.download"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        found = documents.readable(cast(User, request.user), pk)
        if found is None:
            raise Http404
        document, row, owner = found
        try:
            stream = store.opened(document.file)
        except store.Damaged as damage:
            log.error("document %s is not handed out: %s", document.pk, damage)
            return render(request, "documents/damaged.html", {"title": "文件校验未通过"}, status=500)
        return self.answer(request, document, row, owner, stream)

    def answer(
        self, request: HttpRequest, document: Document, row: models.Model, owner: Owner, stream: IO[bytes]
    ) -> HttpResponseBase:
        """Return the file as a download."""
        note(request, document, row, owner)
        return streamed(stream, document.name)


@transaction.atomic
def note(request: HttpRequest, document: Document, row: models.Model, owner: Owner, **data: str) -> None:
    """Write the audit line of a download about the row that owns the document."""
    audit.record(owner.action, row, by=cast(User, request.user), sha256=document.sha256, **data)
