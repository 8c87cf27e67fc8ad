"""The rulebook, readable: each line with its value, history, clause and basis."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from assessment.models import RulesetVersion
from assessment.rules.numbers import grouped
from assessment.rules.ruleset import Ruleset
from assessment.rules.words.terms import OP_WORDS
from assessment.selectors import rulebook
from clusters.admin.base import PortalAdmin
from clusters.admin.cells import Cell, column

_STATES = {"draft": "draft", "active": "verified", "retired": "closed"}
_BASES = {"notice": "文件原文", "client": "委托方确定", "department": "主管部门口径"}


class RulesetVersionAdmin(PortalAdmin):
    about = "标准线、判断口径及其依据"
    list_display = ("title_cell", "years_cell", "state_cell", "basis_cell", "activated_cell")
    list_filter = ("state", "basis")
    list_select_related = ("activated_by", "drafted_by")
    search_fields = ("title", "code")
    page_template = "admin/pages/ruleset.html"
    facts = ("years_cell", "state_cell", "basis_cell", "activated_cell", "legal_basis", "code", "sha256")
    list_lead = "评分只用施行中的规则集；每个数据年度恰有一个。文本一经存入不再改动，变更是新的规则集。"

    def get_queryset(self, request: HttpRequest) -> QuerySet[RulesetVersion]:
        return super().get_queryset(request).defer("legal_basis_file")

    @column("名称", order="title")
    def title_cell(self, row: RulesetVersion) -> Cell:
        return {"text": row.title, "note": f"{row.code} · {row.sha256[:12]}"}

    @column("适用数据年度", order="first_year")
    def years_cell(self, row: RulesetVersion) -> str:
        return f"{row.first_year}—{row.last_year}" if row.last_year else f"{row.first_year}起"

    @column("状态", order="state")
    def state_cell(self, row: RulesetVersion) -> Cell:
        return {"state": _STATES[row.state], "text": row.get_state_display()}

    @column("依据类型", order="basis")
    def basis_cell(self, row: RulesetVersion) -> str:
        return _BASES.get(row.basis, row.basis)

    @column("施行", order="activated_at")
    def activated_cell(self, row: RulesetVersion) -> Cell:
        if row.activated_at is None:
            return {"text": "", "blank": "尚未施行"}
        who = row.activated_by.full_name if row.activated_by else "随文件施行"
        return {"text": f"{row.activated_at:%Y-%m-%d}", "note": who}

    def page_context(self, request: HttpRequest, row: RulesetVersion) -> dict[str, Any]:
        parsed = rulebook.parsed(row)
        return {"ruleset": row, "book": parsed, "stretches": _stretches(parsed), "text_lines": row.text.count("\n")}


def _stretches(book: Ruleset) -> list[dict[str, Any]]:
    """Return the criteria, checks and targets of each stretch of years, in words."""
    return [
        {
            "since": since,
            "carding": [_criterion(one.spec) for one in rules.carding],
            "scored": [_criterion(one.spec) for one in rules.criteria if not one.spec.card],
            "checks": rules.checks,
            "targets": [
                {"label": one.label, "text": _line(one.op, one.line, one.unit), "cite": one.cite}
                for one in rules.targets
            ],
        }
        for since, rules in book.steps
    ]


def _criterion(spec: Any) -> dict[str, Any]:
    text = _line(spec.op, spec.line, spec.unit) if spec.line is not None else spec.terms
    return {
        "label": spec.label,
        "text": text,
        "sources": " ÷ ".join(source.label for source in spec.sources),
        "full": spec.full or spec.weight,
        "cite": spec.cite,
        "definition": spec.definition,
    }


def _line(op: str, line: Any, unit: str) -> str:
    return f"{OP_WORDS.get(op, op)} {grouped(line)} {unit}"
