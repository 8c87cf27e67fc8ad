"""What every page knows: the portal's name, whether its figures are demonstration data, and the menu."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from assessment.selectors import menu


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
