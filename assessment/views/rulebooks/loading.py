"""What the pages of the workshop have in common: the person, the row, the way back, the answer to a refusal."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessment.models import RulesetVersion
from assessment.rules.ruleset import Ruleset
from assessment.selectors import rulebook, rulebook_pages
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User

STATE_CODES = {"draft": "draft", "active": "verified", "retired": "closed"}


def person(request: HttpRequest) -> User:
    """Return the signed-in person of a guarded view."""
    return cast(User, request.user)


def found(pk: int) -> RulesetVersion:
    """Return the ruleset with its text and when it was last rehearsed; 404 where there is none."""
    return get_object_or_404(rulebook_pages.rows().defer(None), pk=pk)


def workshop() -> dict[str, str]:
    """Return the first step of the way back."""
    return {"label": "规则集", "url": reverse("assessment:rulebooks")}


def frame(row: RulesetVersion, title: str, here: str) -> dict[str, Any]:
    """Return what every page about one ruleset shows: its heading and the way back."""
    trail = [workshop(), {"label": row.title, "url": reverse("assessment:rulebook", args=[row.pk])}]
    return {"title": title, "ruleset": row, "state": STATE_CODES[row.state], "trail": trail, "here": here}


def rules_of(row: RulesetVersion) -> Ruleset:
    """Return the parsed text of a stored ruleset."""
    return rulebook.parsed(row)


def status_of(refusal: DomainError) -> int:
    """Return the status of a refusal: 409 for a state that has moved on, 400 for what was typed.

    Raises PermissionDenied where the person may not take the step at all.
    """
    if isinstance(refusal, NotPermitted):
        raise PermissionDenied(refusal.message)
    return 409 if isinstance(refusal, NotAllowedNow) else 400
