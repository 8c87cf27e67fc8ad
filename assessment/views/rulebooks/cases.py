"""Trying decision cases on a ruleset: what the text makes of each, and every difference from what was expected."""

from typing import Any

from django.http import HttpResponse

from assessment.forms.rulebooks import CasesForm
from assessment.rules.cases.decisions import CaseResult
from assessment.selectors import rulebook_pages
from assessment.services import case_trials
from assessment.views.rulebooks.loading import OfRuleset
from clusters.documents.forms.attachments import clean_name
from clusters.documents.views.downloads import exported
from clusters.views.pages import FormPage
from clusters.workbooks.write.export import ExportTable

_HEADINGS = ("用例", "说明", "结果", "各年结论", "最终状态", "差异", "提示")


class Cases(OfRuleset, FormPage):
    """The form with the format of the file; POST shows the result, or sends it as a table (`download`)."""

    permission = "assessment.rehearse_ruleset"
    template_name = "assessment/rulebooks/cases.html"
    form_class = CasesForm
    title = here = "用例试算"

    def act(self, form: CasesForm) -> HttpResponse:
        upload, others = form.cleaned_data["file"], form.cleaned_data["with_others"]
        content = upload.read(case_trials.MAX_BYTES + 1)
        trial = case_trials.run(self.row, content, by=self.user, with_others=others)
        if "download" in self.request.POST:
            table = ExportTable("用例试算", _HEADINGS, [_cells(one) for one in trial.results])
            return exported(table, "csv", clean_name(f"用例试算 {self.row.code}", ".csv"))
        return self.shown(
            CasesForm(),
            trial=trial,
            differing=[(one, _by_year(one)) for one in trial.differing],
            agreeing=[(one, _by_year(one)) for one in trial.results if one.is_as_expected],
            file_name=clean_name(upload.name, ".csv"),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(others=rulebook_pages.others_in_force(self.row), **kwargs)


def _by_year(result: CaseResult) -> str:
    return "，".join(f"{year} {decision}" for year, decision in result.decisions.items())


def _cells(one: CaseResult) -> tuple[str, ...]:
    outcome = "一致" if one.is_as_expected else "不一致"
    return (one.case_id, one.text, outcome, _by_year(one), one.final, "；".join(one.differences), "；".join(one.notes))
