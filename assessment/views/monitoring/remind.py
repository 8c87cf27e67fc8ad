"""催报: one click reminds the districts that still have reports to file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessment.models import ReportingYear
from assessment.services import reminders
from assessment.services.reminders import Reminded
from assessment.views.desk.loading import YEARS, reader
from assessment.views.monitoring import frame
from clusters.errors import DomainError, NotPermitted
from clusters.views.guards import Guarded


class Remind(Guarded):
    """POST: `year`, and `district` (any number of codes; none is all of them)."""

    permission = reminders.PERMISSION

    def post(self, request: HttpRequest) -> HttpResponse:
        user, year = reader(request), _year(request)
        codes = [frame.district_of(user, code) for code in request.POST.getlist("district")]
        try:
            done = reminders.remind(year, by=user, districts=codes or None)
        except ReportingYear.DoesNotExist:
            raise Http404 from None
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.message) from None
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            say = messages.success if done.sent else messages.info
            say(request, words_of(done))
        return redirect(f"{reverse('assessment:monitoring')}?year={year}")


def _year(request: HttpRequest) -> int:
    text = request.POST.get("year", "")
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS):
        raise Http404
    return int(text)


def words_of(done: Reminded) -> str:
    """Return what was done, for the person who clicked."""
    words = []
    if done.sent:
        words.append(f"已向 {done.sent} 名填报员发送催报消息。")
    if done.already:
        words.append(f"{done.already} 名填报员今天已催报过，未重复发送。")
    if done.without_officer:
        words.append(f"{'、'.join(done.without_officer)}没有在用的填报员账号，请联系系统管理员。")
    return "".join(words)
