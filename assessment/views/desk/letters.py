"""An official letter as PDF, to those whom its file is open to."""

from typing import IO

from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from assessment.models import Letter
from clusters.documents.access import Owner
from clusters.documents.models import Document
from clusters.documents.views.download import Download, note
from clusters.documents.views.downloads import PDF, attachment
from clusters.errors import DomainError
from clusters.letters import pdf


class LetterPdf(Download):
    """The letter made into a PDF on the spot from the issued file."""

    permission = "assessment.view_letter"

    def answer(
        self, request: HttpRequest, document: Document, row: models.Model, owner: Owner, stream: IO[bytes]
    ) -> HttpResponseBase:
        if not isinstance(row, Letter):
            raise Http404
        with stream:
            try:
                content = pdf.convert(stream.read())
            except DomainError as refusal:
                shown = {"title": "PDF未能生成", "why": refusal.message, "letter": row}
                return render(request, "assessment/desk/letter_no_pdf.html", shown, status=503)
        note(request, document, row, owner, form="pdf")
        return attachment(content, f"{document.name.removesuffix('.docx')}.pdf", PDF)
