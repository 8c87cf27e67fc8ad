"""What every page knows: the portal's name, whether its figures are demonstration data, the menu, and the bell."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from assessment.selectors import menu
from clusters.messaging.selectors import messages


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return `portal`: name, owner, demo flag."""
    return {
        "portal": {
            "name": settings.PORTAL_NAME,
            "owner": settings.PORTAL_OWNER,
            "demo": settings.PORTAL_DEMO,
            "map_approval_no": settings.MAP_APPROVAL_NO,
        }
    }


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return `navigation`: the entries of this person's menu, with badge counts, or the public entries."""
    user = getattr(request, "user", None)
    return {"navigation": menu.Entries(user, request.path)}


def bell(request: HttpRequest) -> dict[str, Any]:
    """Return `bell`: how many messages this person has not read, counted only where a page shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"bell": SimpleLazyObject(lambda: messages.unread_count(user))}
