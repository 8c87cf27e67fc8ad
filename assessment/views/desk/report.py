"""The page of one yearly report: fill in, keep as a draft, file; read-only once it lies with the city."""

import dataclasses
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessment.forms.report import ReportForm
from assessment.rules.outcome import Finding
from assessment.selectors.preview import is_blank, paired, preview, problems, suspected
from assessment.services import submissions
from assessment.views.desk import loading
from assessment.views.desk.pages import ReportPages
from clusters.errors import DomainError, NotAllowedNow, StaleForm


class ReportPage(ReportPages):
    """GET shows the report, with `?print` as the paper to sign; POST keeps it (`action=save`), files it (`submit`) or
    takes it back (`withdraw`)."""

    permission = "assessment.view_submission"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_edit() or "print" in request.GET or self.why_locked():
            return self.reading()
        return self.editing(ReportForm.of(self.report, self.indicators))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.require_own()
        action = request.POST.get("action")
        if action == "withdraw":
            return self._withdraw()
        form, locked = self.bound_form(request.POST), self.why_locked()
        if locked:
            return self.reading(refusal=locked, unsaved=form)
        findings = self._ask(form, request.POST.getlist("blank")) if action == "submit" else None
        return self._keep(form, findings) if form.is_valid() else self.editing(form, status=422)

    def _withdraw(self) -> HttpResponse:
        try:
            submissions.withdraw(self.report, by=self.user)
        except NotAllowedNow as refusal:
            return self.reading(refusal=refusal.message)
        return self._done(f"{self.duty}已撤回，可以修改后重新提交；原提交版本保留可查。")

    def _keep(self, form: ReportForm, findings: tuple[Finding, ...] | None) -> HttpResponse:
        """Store a form whose figures can all be read, or file it (`findings` are then what the checks say)."""
        try:
            return self._done(self._save(form) if findings is None else self._file(form, findings))
        except StaleForm as stale:
            return self.comparing(stale.message)
        except NotAllowedNow as refusal:
            del self.duty
            return self.reading(refusal=refusal.message, unsaved=form)
        except DomainError as refusal:
            form.refuse(refusal.field, refusal.message)
            return self.editing(form, status=422)

    def _done(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect(self.request.get_full_path())

    def _ask(self, form: ReportForm, seen: Collection[str]) -> tuple[Finding, ...]:
        """Put everything that stands in the way of filing into the form; return what the data checks say.

        `seen`: the codes of the figures that the person was told are blank before filing; any other blank is told first.
        """
        typed = loading.typed_in(form)
        findings = preview(self.duty, typed).findings
        for problem in problems(form.indicators, typed, form.words("remark"), findings):
            kind = "confirm" if problem.asks_reason else "value"
            form.refuse(problem.field, problem.message, kind=kind, seen=problem.is_finding and kind == "value")
        unseen = [one.label for one in form.indicators if is_blank(one, typed) and one.code not in seen]
        if unseen and form.is_valid():
            form.refuse(None, f"{'、'.join(unseen)}留空。留空表示未报，不等于零；确认留空的，请再次提交。")
        return findings

    @transaction.atomic
    def _save(self, form: ReportForm) -> str:
        """Keep the draft; return the words for the user. A refusal undoes the begun report as well."""
        submissions.save_draft(submissions.begin(self.duty, by=self.user), form.entry(), by=self.user)
        return "草稿已保存，尚未提交。"

    @transaction.atomic
    def _file(self, form: ReportForm, findings: tuple[Finding, ...]) -> str:
        """File the report; return the words for the user.

        A reason whose figure is no longer odd is left out: it must not vouch for whatever stands there next.
        """
        entry, asked = form.entry(), suspected(findings)
        reasons = {code: text for code, text in paired(findings, entry.confirmations).items() if code in asked}
        report = submissions.begin(self.duty, by=self.user)
        version = submissions.submit(report, dataclasses.replace(entry, confirmations=reasons), by=self.user)
        return f"{self.duty}已提交（{version.label}），等待市级审核。"
