"""规则集: which text governs which data year, and each text to read, line by line."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from assessment.enums import RulesetState
from assessment.forms.rulebooks import RetireForm
from assessment.models import RulesetVersion
from assessment.selectors import rulebook_pages
from assessment.views.rulebooks import loading
from clusters.documents.forms.attachments import clean_name
from clusters.documents.views.downloads import PLAIN, attachment
from clusters.models import User
from clusters.templatetags.figures import zh_time
from clusters.views.guards import Guarded


class Rulebooks(Guarded, TemplateView):
    """All rulesets, and for every data year the one in force; years without one stand out."""

    permission = "assessment.view_rulesetversion"
    template_name = "assessment/rulebooks/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(rulebook_pages.rows().defer(None))
        years = rulebook_pages.governed_years(timezone.localdate().year)
        ungoverned = [one for one in years if one.ruleset is None]
        return super().get_context_data(
            title="规则集",
            rows=[_listed(row) for row in rows],
            governed=years,
            asked=[one.year for one in ungoverned if one.is_open],
            coming=[one.year for one in ungoverned if not one.is_open],
            may_draft=loading.person(self.request).has_perm("assessment.draft_ruleset"),
            may_compare=len(rows) > 1,
            **kwargs,
        )


def _listed(row: RulesetVersion) -> dict[str, Any]:
    """Return a ruleset as a line of the list; what it amends tells it from another of the same name."""
    amended = rulebook_pages.amendments(row.text)
    return {"row": row, "state": loading.STATE_CODES[row.state], "amendments": amended}


class RulebookPage(Guarded, TemplateView):
    """One ruleset: what it says, since when, on what ground, and what can be done with it."""

    permission = "assessment.view_rulesetversion"
    template_name = "assessment/rulebooks/rulebook.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = loading.found(kwargs["pk"])
        return super().get_context_data(**page_of(row, loading.person(self.request)), **kwargs)


def page_of(row: RulesetVersion, user: User, *, retiring: RetireForm | None = None) -> dict[str, Any]:
    """Return what the page of a ruleset shows; `retiring` is a form that was refused."""
    rules = loading.rules_of(row)
    may_activate = user.has_perm("assessment.activate_ruleset")
    other = rulebook_pages.in_force_before(row)
    return {
        **loading.frame(row, row.title, ""),
        "facts": _facts(row),
        "sections": rulebook_pages.sections(rules),
        "rehearsals": list(rulebook_pages.rehearsals_of(row)[:5]),
        "acts": rulebook_pages.acts(row),
        "compare_with": other,
        "text_lines": row.text.count("\n") + 1,
        "may_draft": user.has_perm("assessment.draft_ruleset"),
        "may_activate": may_activate and row.state == RulesetState.DRAFT,
        "retire_form": (retiring or RetireForm()) if may_activate and row.state == RulesetState.ACTIVE else None,
        "retire_items": _after_retiring(row),
        "is_draft": row.state == RulesetState.DRAFT,
    }


def _facts(row: RulesetVersion) -> list[dict[str, Any]]:
    basis = row.document
    drafted = f"{row.drafted_by.full_name}，{zh_time(row.drafted_at)}" if row.drafted_by else ""
    activated = ""
    if row.activated_at:
        who = row.activated_by.full_name if row.activated_by else "随平台文件施行"
        activated = f"{who}，{zh_time(row.activated_at)}"
    return [
        {
            "label": "适用数据年度",
            "value": f"{row.first_year}—{row.last_year}" if row.last_year else f"{row.first_year} 起",
        },
        {"label": "起草", "value": drafted, "blank": "随平台提供"},
        {"label": "推演", "value": _rehearsed(row), "blank": "这一文本尚未推演"},
        {"label": "签发", "value": activated, "blank": "尚未施行"},
        {
            "label": "法律依据",
            "value": row.legal_basis,
            "blank": "签发时填写" if not row.activated_at else "见各项依据",
        },
        *([{"label": "依据文件", "value": basis, "href": basis.get_absolute_url()}] if basis else []),
        {"label": "代码", "value": row.code},
        {"label": "文本校验值", "value": row.sha256, "note": "SHA-256"},
    ]


def _rehearsed(row: RulesetVersion) -> str:
    moment = getattr(row, "rehearsed_at", None)
    return f"最近一次 {zh_time(moment)}" if moment else ""


def _after_retiring(row: RulesetVersion) -> list[str]:
    years = f"{row.first_year}—{row.last_year}" if row.last_year else f"{row.first_year} 年起的"
    return [
        f"{years} 数据年度不再有施行的规则集，在另一规则集签发之前不能评分。",
        "已作出的决定不受影响，仍按本规则集留痕和复算。",
        "尚未确认的建议须重新评分。停用后不能恢复，须另行起草。",
    ]


class RulebookText(Guarded):
    """The text as it is kept, byte for byte."""

    permission = "assessment.view_rulesetversion"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(RulesetVersion, pk=pk)
        return attachment(row.text.encode(), clean_name(row.code, ".toml"), PLAIN)
