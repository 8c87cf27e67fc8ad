"""The expert's desk: what was assigned, the declaration, the application to read, the score sheet."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clusters.applications.enums import AssignmentState
from clusters.applications.forms.reviews import DeclarationForm, DeclineForm, ScoreForm
from clusters.applications.models import Assignment
from clusters.applications.selectors import changes, progress
from clusters.applications.services import experts
from clusters.applications.views.loading import reader, status_of
from clusters.errors import DomainError
from clusters.views.guards import Guarded

_READS = (AssignmentState.ACCEPTED, AssignmentState.LOCKED)


def _own(request: HttpRequest) -> QuerySet[Assignment]:
    rows = Assignment.objects.visible_to(reader(request)).filter(expert__user=reader(request))
    return rows.select_related(
        "application__call", "application__category", "application__current_version", "expert__user"
    )


class Reviews(Guarded):
    """The expert's assignments, the nearest deadline first."""

    permission = "applications.score"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = _own(request).order_by("due_on", "pk")
        waiting = [one for one in rows if one.state in (AssignmentState.ASKED, AssignmentState.ACCEPTED)]
        done = [one for one in rows if one not in waiting]
        context = {"title": "我的评审", "waiting": waiting, "done": done}
        return render(request, "applications/reviews.html", context)


class Review(Guarded):
    """One assignment. Before the declaration nothing of the application can be read but its name. POST `action`."""

    permission = "applications.score"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_object_or_404(_own(request), pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(_own(request), pk=pk)
        acts: dict[str, Callable[[HttpRequest, Assignment], HttpResponse]] = {
            "declare": self._declare,
            "decline": self._decline,
            "save": self._save,
            "lock": self._save,
        }
        act = acts.get(request.POST.get("action", ""))
        return act(request, row) if act else self._page(request, row, status=400)

    def _declare(self, request: HttpRequest, row: Assignment) -> HttpResponse:
        form = DeclarationForm(request.POST)
        if not form.is_valid():
            return self._page(request, row, status=422, declaration=form)
        has_conflict = form.cleaned_data["conflict"] == "yes"
        try:
            experts.declare(row, has_conflict=has_conflict, reason=form.cleaned_data["reason"], by=reader(request))
        except DomainError as refusal:
            return self._refused(request, row, form, refusal, "declaration")
        messages.success(request, "已申请回避，市级将更换专家。" if has_conflict else "声明已记录，可以开始评审。")
        return redirect("applications:reviews" if has_conflict else request.path)

    def _decline(self, request: HttpRequest, row: Assignment) -> HttpResponse:
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self._page(request, row, status=422, decline_form=form)
        try:
            experts.decline(row, reason=form.cleaned_data["reason"], by=reader(request))
        except DomainError as refusal:
            return self._refused(request, row, form, refusal, "decline_form")
        messages.success(request, "已谢绝，市级将更换专家。")
        return redirect("applications:reviews")

    def _save(self, request: HttpRequest, row: Assignment) -> HttpResponse:
        form = ScoreForm(row, request.POST)
        if not form.is_valid():
            return self._page(request, row, status=422, sheet=form)
        try:
            experts.save_scores(row, form.marks(), form.cleaned_data["opinion"], by=reader(request))
            if request.POST["action"] == "lock":
                experts.lock(row, by=reader(request))
        except DomainError as refusal:
            return self._refused(request, row, form, refusal, "sheet")
        is_locked = request.POST["action"] == "lock"
        messages.success(request, "评分已锁定，不能再改。感谢评审。" if is_locked else "评分已保存，尚未锁定。")
        return redirect("applications:reviews" if is_locked else request.path)

    def _refused(
        self, request: HttpRequest, row: Assignment, form: Any, refusal: DomainError, name: str
    ) -> HttpResponse:
        status = status_of(refusal)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return self._page(request, row, status=status, **{name: form})

    def _page(self, request: HttpRequest, row: Assignment, *, status: int = 200, **forms: Any) -> HttpResponse:
        may_read = row.state in _READS
        others = row.application.assignments.filter(state=AssignmentState.LOCKED).exclude(pk=row.pk)
        shows_others = row.state == AssignmentState.LOCKED and row.application.call.scores_shown
        context = {
            "title": row.application.name,
            "row": row,
            "declaration": DeclarationForm() if row.state == AssignmentState.ASKED else None,
            "decline_form": DeclineForm() if row.state in (AssignmentState.ASKED, AssignmentState.ACCEPTED) else None,
            "sheet": ScoreForm(row) if row.state == AssignmentState.ACCEPTED else None,
            "sections": changes.shown(row.application) if may_read else [],
            "documents": progress.document_rows(row.application) if may_read else [],
            "marks": [(line.label, row.scores.get(str(line.pk), "")) for line in row.application.call.rubric.all()],
            "others": [one.total for one in others] if shows_others else [],
            **forms,
        }
        return render(request, "applications/review.html", context, status=status)
