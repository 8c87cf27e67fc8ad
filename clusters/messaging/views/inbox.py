"""消息: what the portal told a person, read or not."""

from typing import Any, Final, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from clusters.messaging.models import Message
from clusters.messaging.selectors import messages
from clusters.messaging.services.messages import mark_read
from clusters.models import User
from clusters.views.guards import Guarded

PAGE_SIZE: Final = 30
_BACK: Final = {"start": "start", "": "messages"}
_LARGEST: Final = 2**63 - 1


def _reader(request: HttpRequest) -> User:
    return cast(User, request.user)


class Inbox(Guarded, TemplateView):
    """Every message to the signed-in person, the newest first."""

    permission = "clusters.start"
    template_name = "messaging/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(messages.of(_reader(self.request)), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            title="消息", page_obj=page, any_unread=any(one.read_at is None for one in page), **kwargs
        )


class Open(Guarded):
    """Leads to the page where what a message asks for is done; the message counts as read from then on."""

    permission = "clusters.start"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        message = get_object_or_404(Message.objects.visible_to(_reader(request)), pk=pk)
        mark_read(_reader(request), message.pk)
        return redirect(message.url)


class MarkRead(Guarded):
    """POST: `message` (a number; without it all are marked), `back` (start or nothing)."""

    permission = "clusters.start"

    def post(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("message", "")
        if not text:
            mark_read(_reader(request))
        elif text.isascii() and text.isdigit() and int(text) <= _LARGEST:
            mark_read(_reader(request), int(text))
        return redirect(_BACK.get(request.POST.get("back", ""), _BACK[""]))
