"""Handing out an official letter to those it concerns."""

import hashlib
import logging
from typing import ClassVar

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessment.models import Letter
from assessment.services import letter_annex
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
    # What the file is called besides the letter: in Chinese, and in plain characters for old browsers.
    part: ClassVar[tuple[str, str]] = ("", "")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        user = reader(request)
        letter = get_object_or_404(Letter.objects.select_related("series", "decision__assessment__duty"), code=code)
        if not user.has_perm(self.permission, letter):
            raise Http404
        if hashlib.sha256(bytes(letter.content)).hexdigest() != letter.sha256:
            log.error("letter %s does not match the hash it was issued with", letter.code)
            return render(request, "assessment/desk/letter_damaged.html", {"title": "公文校验未通过"}, status=500)
        try:
            content = self.made(letter)
        except DomainError as refusal:
            shown = {"title": "PDF未能生成", "why": refusal.message, "letter": letter}
            return render(request, "assessment/desk/letter_no_pdf.html", shown, status=503)
        suffix, content_type = self.form
        with transaction.atomic():
            audit.record("公文.下载", letter, by=user, sha256=letter.sha256, form=suffix)
        part, plain_part = self.part
        name = f"{letter.document_number} {letter.title}{part}.{suffix}"
        return attachment(content, name, content_type, plain_name=f"{letter.code}{plain_part}.{suffix}")

    def made(self, letter: Letter) -> bytes:
        """Return the letter in the form that is handed out. Raises DomainError, and Http404 where there is none."""
        return bytes(letter.content)


class LetterAnnex(LetterDownload):
    """The technical annex of a letter, made on the spot from the record of its decision."""

    part = ("技术附件", "-annex")

    def made(self, letter: Letter) -> bytes:
        if letter.decision is None:
            raise Http404
        return letter_annex.annex(letter)


class LetterPdf(LetterDownload):
    """The same letter as PDF, made on the spot from the issued file."""

    form = ("pdf", PDF)

    def made(self, letter: Letter) -> bytes:
        return pdf.convert(bytes(letter.content))
