"""Verification of a letter: the code on the paper leads to what was really issued, recomputed on the spot."""

from typing import Any

from django.views.generic import TemplateView

from assessment.models import Letter
from assessment.services import replay
from clusters.views.guards import Public

MAX_CODE = 20


class VerifyLetter(Public, TemplateView):
    """Says whether a letter with this code was issued, on what decision, and whether recomputing gives the same."""

    template_name = "assessment/public/verify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = (kwargs.get("code") or self.request.GET.get("code", "")).strip().upper()[:MAX_CODE]
        letter = Letter.objects.filter(code=code).select_related("series", "decision__cluster").first() if code else None
        identical = None
        if letter is not None and letter.decision is not None:
            identical = not replay.differences(letter.decision)
        return super().get_context_data(
            title="文书核验", code=code, letter=letter, identical=identical, asked=bool(code), **kwargs
        )
