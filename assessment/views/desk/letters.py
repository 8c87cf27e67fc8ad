"""Handing out an official letter to those it concerns."""

import hashlib
import logging
from typing import ClassVar

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessment.models import Letter
from assessment.views.desk.loading import reader
from assessment.views.handing_out import DOCX, PDF, attachment
from clusters.errors import DomainError
from clusters.letters import pdf
from clusters.services import audit
from clusters.views.guards import Guarded

log = logging.getLogger(__name__)


class LetterDownload(Guarded):
    """The .docx of a letter as it was issued; a letter of another district is 404, as one that does not exist."""

    permission = "assessment.view_letter"
    form: ClassVar[tuple[str, str]] = ("docx", DOCX)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        user = reader(request)
        letter = get_object_or_404(Letter.objects.select_related("series", "decision__assessment__duty"), code=code)
        if not user.has_perm(self.permission, letter):
            raise Http404
        content = bytes(letter.content)
        if hashlib.sha256(content).hexdigest() != letter.sha256:
            log.error("letter %s does not match the hash it was issued with", letter.code)
            return render(request, "assessment/desk/letter_damaged.html", {"title": "公文校验未通过"}, status=500)
        try:
            content = self.made(content)
        except DomainError as refusal:
            shown = {"title": "PDF未能生成", "why": refusal.message, "letter": letter}
            return render(request, "assessment/desk/letter_no_pdf.html", shown, status=503)
        suffix, content_type = self.form
        with transaction.atomic():
            audit.record("公文.下载", letter, by=user, sha256=letter.sha256, form=suffix)
        name = f"{letter.document_number} {letter.title}.{suffix}"
        return attachment(content, name, content_type, plain_name=f"{letter.code}.{suffix}")

    def made(self, content: bytes) -> bytes:
        """Return the letter in the form that is handed out. Raises DomainError."""
        return content


class LetterPdf(LetterDownload):
    """The same letter as PDF, made on the spot from the issued file."""

    form = ("pdf", PDF)

    def made(self, content: bytes) -> bytes:
        return pdf.convert(content)
