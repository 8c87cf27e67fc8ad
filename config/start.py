"""Where a person begins: the public register, or the start page of the role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from clusters.enums import Role
from clusters.views.guards import Guarded, public

START_PAGES = {
    Role.DISTRICT_OFFICER: "assessment:desk",
    Role.EXPERT: "applications:reviews",
    Role.LEADER: "assessment:dashboard",
    Role.STATISTICS: "assessment:register",
}


@public
def home(request: HttpRequest) -> HttpResponse:
    """The front door is the public register."""
    return redirect("assessment:register")


class Start(Guarded):
    """After signing in: the page where this role's work waits."""

    permission = "clusters.start"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(START_PAGES.get(Role(self.user.role), "admin:index"))
