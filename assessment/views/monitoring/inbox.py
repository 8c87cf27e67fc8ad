"""消息: what the portal told a person, read or not."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from assessment.selectors import messages
from assessment.services import reminders
from assessment.views.desk.loading import reader
from clusters.views.guards import Guarded

PAGE_SIZE = 30
_BACK: Final = {"desk": "assessment:desk", "": "assessment:messages"}
_LARGEST: Final = 2**63 - 1


class Inbox(Guarded, TemplateView):
    """Every message to the signed-in person, the newest first."""

    permission = "clusters.start"
    template_name = "assessment/monitoring/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = messages.of(reader(self.request))
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title="消息", page_obj=page, any_unread=any(one.read_at is None for one in page), **kwargs
        )


class MarkRead(Guarded):
    """POST: `message` (a number; without it all are marked), `back` (desk or nothing)."""

    permission = "clusters.start"

    def post(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("message", "")
        if not text:
            reminders.mark_read(reader(request))
        elif text.isascii() and text.isdigit() and int(text) <= _LARGEST:
            reminders.mark_read(reader(request), int(text))
        return redirect(_BACK.get(request.POST.get("back", ""), _BACK[""]))
