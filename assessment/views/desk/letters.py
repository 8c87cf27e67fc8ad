"""An official letter as PDF and its technical annex, to those whom the letter is open to."""

from typing import IO

from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from assessment.models import Letter
from assessment.services import letter_annex
from clusters.documents.access import Owner
from clusters.documents.models import Document
from clusters.documents.views.download import Download, note
from clusters.documents.views.downloads import DOCX, PDF, attachment
from clusters.errors import DomainError
from clusters.letters import pdf
from clusters.services import audit
from clusters.views.guards import Guarded


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


class LetterAnnex(Guarded):
    """The technical annex of a letter, made on the spot from the record of its decision."""

    permission = "assessment.view_letter"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        rows = Letter.objects.select_related("series", "decision__assessment__duty", "decision__cluster")
        letter = get_object_or_404(rows, code=code, decision__isnull=False)
        if not self.user.has_perm(self.permission, letter):
            raise Http404
        with transaction.atomic():
            audit.record("公文.下载", letter, by=self.user, form="技术附件")
        name = f"{letter.document_number} {letter.title}（技术附件）.docx"
        return attachment(letter_annex.annex(letter), name, DOCX)
