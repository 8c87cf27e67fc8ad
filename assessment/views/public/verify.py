"""Verification of a letter: the code on the paper leads to what was really issued, recomputed on the spot."""

import re
from typing import Any

from django.views.generic import TemplateView

from assessment.enums import LetterKind
from assessment.models import Letter
from assessment.services import replay
from clusters.documents.services import store
from clusters.views.guards import Limited

MAX_CODE = 20
_NOT_IN_CODES = re.compile(r"[^0-9A-Z]")


class VerifyLetter(Limited, TemplateView):
    """Says whether a letter with this code was issued, on what decision, whether file and decision are what they were,
    and whether the decision still stands."""

    template_name = "assessment/public/verify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = kwargs.pop("code", "") or self.request.GET.get("code", "")
        code = _NOT_IN_CODES.sub("", typed.upper())[:MAX_CODE]
        letter = _issued(code)
        return super().get_context_data(
            title="文书核验",
            code=code,
            letter=letter,
            identical=letter is not None and _is_untouched(letter),
            annulment=_annulment(letter) if letter else None,
            asked=bool(typed.strip()),
            **kwargs,
        )


def _issued(code: str) -> Letter | None:
    if not code:
        return None
    return Letter.objects.filter(code=code).select_related("series", "decision__cluster", "document__file").first()


def _is_untouched(letter: Letter) -> bool:
    """Return whether the kept file has its hash, and recomputing the decision gives the decision."""
    try:
        store.opened(letter.document.file).close()
    except store.Damaged:
        return False
    return letter.decision is None or not replay.differences(letter.decision)


def _annulment(letter: Letter) -> Any:
    """Return the later decision that took this letter's decision back; a ruling on an appeal speaks for itself."""
    if letter.decision is None or letter.kind == LetterKind.RULING:
        return None
    return getattr(letter.decision, "superseded_by", None)
