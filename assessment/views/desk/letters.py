"""Handing out an official letter to those it concerns."""

import hashlib
import logging
from urllib.parse import quote

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessment.models import Letter
from assessment.views.desk.loading import reader
from clusters.services import audit
from clusters.views.guards import Guarded

log = logging.getLogger(__name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class LetterDownload(Guarded):
    """The .docx of a letter as it was issued; a letter of another district is 404, as one that does not exist."""

    permission = "assessment.view_letter"

    @transaction.atomic
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        user = reader(request)
        letter = get_object_or_404(Letter.objects.select_related("series", "decision__assessment__duty"), code=code)
        if not user.has_perm(self.permission, letter):
            raise Http404
        content = bytes(letter.content)
        if hashlib.sha256(content).hexdigest() != letter.sha256:
            log.error("letter %s does not match the hash it was issued with", letter.code)
            return render(request, "assessment/desk/letter_damaged.html", {"title": "公文校验未通过"}, status=500)
        audit.record("公文.下载", letter, by=user, sha256=letter.sha256)
        response = HttpResponse(content, content_type=DOCX)
        name = quote(f"{letter.document_number} {letter.title}.docx", safe="")
        response["Content-Disposition"] = f"attachment; filename=\"{letter.code}.docx\"; filename*=UTF-8''{name}"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store, private"
        response["Content-Security-Policy"] = "sandbox"
        return response
