"""The page of one yearly report: fill in, keep as a draft, file; read-only once it lies with the city."""

import dataclasses
from collections.abc import Collection

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessment.forms.report import ReportForm
from assessment.models import Duty
from assessment.rules.outcome import Finding
from assessment.selectors import desk
from assessment.selectors.preview import is_blank, paired, preview, problems, suspected
from assessment.services import submissions
from assessment.views.desk import loading, pages
from clusters.errors import DomainError, NotAllowedNow, StaleForm
from clusters.models import User
from clusters.views.guards import Guarded


class ReportPage(Guarded):
    """GET shows the report, with `?print` as the paper to sign; POST keeps it (`action=save`) or files it (`submit`)."""

    permission = "assessment.view_submission"

    def get(self, request: HttpRequest, year: int, code: str) -> HttpResponse:
        duty = loading.duty_for(loading.reader(request), year, code)
        report = loading.report_of(duty)
        may_edit = loading.reader(request).has_perm("assessment.edit_submission", duty)
        if not may_edit or "print" in request.GET or desk.why_locked(duty, getattr(duty, "submission", None)):
            return pages.reading(request, duty)
        return pages.editing(request, duty, ReportForm.of(report, loading.indicators_of(duty)))

    def post(self, request: HttpRequest, year: int, code: str) -> HttpResponse:
        duty = loading.own_duty(request, year, code)
        if request.POST.get("action") == "withdraw":
            return self._withdraw(request, duty)
        form = loading.bound_form(duty, request.POST)
        locked = desk.why_locked(duty, getattr(duty, "submission", None))
        if locked:
            return pages.reading(request, duty, refusal=locked, unsaved=form)
        is_filing = request.POST.get("action") == "submit"
        findings = _ask(duty, form, request.POST.getlist("blank")) if is_filing else None
        if not form.is_valid():
            return pages.editing(request, duty, form, status=422)
        return self._keep(request, duty, form, findings)

    def _withdraw(self, request: HttpRequest, duty: Duty) -> HttpResponse:
        try:
            submissions.withdraw(loading.report_of(duty), by=loading.reader(request))
        except NotAllowedNow as refusal:
            return pages.reading(request, duty, refusal=refusal.message)
        messages.success(request, f"{duty}已撤回，可以修改后重新提交；原提交版本保留可查。")
        return redirect("assessment:report", duty.year, duty.cluster.code)

    def _keep(
        self, request: HttpRequest, duty: Duty, form: ReportForm, findings: tuple[Finding, ...] | None
    ) -> HttpResponse:
        """Store a form whose figures can all be read, or file it (`findings` are then what the checks say)."""
        user = loading.reader(request)
        try:
            done = _save(duty, form, user) if findings is None else _file(duty, form, findings, user)
        except StaleForm as stale:
            return pages.comparing(request, loading.duty_for(user, duty.year, duty.cluster.code), stale.message)
        except NotAllowedNow as refusal:
            fresh = loading.duty_for(user, duty.year, duty.cluster.code)
            return pages.reading(request, fresh, refusal=refusal.message, unsaved=form)
        except DomainError as refusal:
            form.refuse(refusal.field, refusal.message)
            return pages.editing(request, duty, form, status=422)
        messages.success(request, done)
        return redirect(request.get_full_path())


def _ask(duty: Duty, form: ReportForm, seen: Collection[str]) -> tuple[Finding, ...]:
    """Put everything that stands in the way of filing into the form; return what the data checks say.

    `seen`: the codes of the figures that the person was told are blank before filing; any other blank is told first.
    """
    typed = loading.typed_in(form)
    findings = preview(duty, typed).findings
    for problem in problems(form.indicators, typed, form.words("remark"), findings):
        kind = "confirm" if problem.asks_reason else "value"
        form.refuse(problem.field, problem.message, kind=kind, seen=problem.is_finding and kind == "value")
    unseen = [one.label for one in form.indicators if is_blank(one, typed) and one.code not in seen]
    if unseen and form.is_valid():
        form.refuse(None, f"{'、'.join(unseen)}留空。留空表示未报，不等于零；确认留空的，请再次提交。")
    return findings


@transaction.atomic
def _save(duty: Duty, form: ReportForm, user: User) -> str:
    """Keep the draft; return the words for the user. A refusal undoes the begun report as well."""
    submissions.save_draft(submissions.begin(duty, by=user), form.entry(), by=user)
    return "草稿已保存，尚未提交。"


@transaction.atomic
def _file(duty: Duty, form: ReportForm, findings: tuple[Finding, ...], user: User) -> str:
    """File the report; return the words for the user.

    A reason whose figure is no longer odd is left out: it must not vouch for whatever stands there next.
    """
    entry, asked = form.entry(), suspected(findings)
    reasons = {code: text for code, text in paired(findings, entry.confirmations).items() if code in asked}
    report = submissions.begin(duty, by=user)
    version = submissions.submit(report, dataclasses.replace(entry, confirmations=reasons), by=user)
    return f"{duty}已提交（{version.label}），等待市级审核。"
