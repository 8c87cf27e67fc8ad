"""Proposals and results: the list of a year, the page that explains one, and the confirmations."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Prefetch, QuerySet, TextField, When
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

from assessment.admin.assessment_steps import STEPS, WAITS, confirmed, fresh_of, why_not
from assessment.enums import AssessmentState, LetterKind
from assessment.models import Assessment, Signature
from assessment.rules.enums import Flag, Verdict
from assessment.selectors import explanations, holds, resting, results, timeline, workbench
from assessment.selectors.rulebook import unruled
from assessment.services import letters
from assessment.views.desk.judgement import Panel, panel_of_result
from clusters.admin.base import PortalAdmin
from clusters.admin.bulk import Bulk, bulk_page
from clusters.admin.cells import Cell, cluster_column
from clusters.admin.lists import picked
from clusters.admin.steps import SHUT
from clusters.documents.views.downloads import DOCX, attachment
from clusters.models import User

CARDS = ("yellow_card", "escalate")
_CHOICES = {
    "pass": ("达标", ("pass",)),
    "card": ("黄牌（含报上级处理）", CARDS),
    "delist": ("摘牌", ("delist",)),
    "hold": ("待核", ("hold",)),
    "other": ("不参加考核、无规则", ("not_assessed", "no_rule")),
}
_VERDICTS = [*((code, label) for code, (label, _) in _CHOICES.items()), ("mend", "待核，数据须更正")]
# A delisting is signed one by one, with the password; the others may be confirmed together.
_IN_BULK = ("pass", *CARDS)
_ESSENCE = ("尚待解决", "接近标准线", "说明")
# What waits comes first, then by year, the gravest first.
_WAITS = Case(When(state=AssessmentState.PROPOSED, then=0), default=1).asc()
_GRAVITY = Case(
    *(When(verdict=code, then=at) for at, code in enumerate(("delist", "escalate", "yellow_card", "hold", "pass"))),
    default=9,
).asc()


def choice_of(verdict: str) -> str:
    """Return the choice of the list's filter under which a verdict is found."""
    return next(code for code, (_, verdicts) in _CHOICES.items() if verdict in verdicts)


def _with_verdict(rows: QuerySet[Assessment], choice: str, by: User) -> QuerySet[Assessment]:
    return rows.filter(verdict__in=_CHOICES[choice][1]) if choice in _CHOICES else holds.to_mend(rows)


def _flagged(rows: QuerySet[Assessment], flag: str, by: User) -> QuerySet[Assessment]:
    # JSON containment is not there on SQLite; the flags are a short list of fixed words.
    return rows.annotate(flag_text=Cast("flags", TextField())).filter(flag_text__contains=f'"{flag}"')


def _in_state(rows: QuerySet[Assessment], state: str, by: User) -> QuerySet[Assessment]:
    """Superseded proposals stay out of sight until they are asked for; what nobody can confirm waits for nobody."""
    if state == AssessmentState.PROPOSED:
        return rows.filter(state=state, verdict__in=resting.KINDS)
    return rows.filter(state=state) if state else rows.exclude(state=AssessmentState.SUPERSEDED)


@admin.register(Assessment)
class AssessmentAdmin(PortalAdmin):
    list_display = (
        cluster_column("duty__cluster", "duty__district"),
        "duty__reporting_year__year",
        "duty__cluster__category",
        "verdict_cell",
        "state_cell",
        "flags_cell",
        "signed_cell",
    )
    list_filter = (
        picked("状态", "state", AssessmentState.choices, _in_state, always=True),
        picked("结论", "verdict", _VERDICTS, _with_verdict),
        picked("待我办理", "mine", (("1", "待我签署"),), lambda rows, one, by: workbench.signable(rows, by)),
        "duty__reporting_year",
        "duty__district",
        "duty__cluster__category",
        picked("标记", "flag", [(flag.value, flag.label) for flag in Flag], _flagged),
    )
    search_fields = ("duty__cluster__search_key", "duty__cluster__code", "duty__cluster__name_initials")
    actions = ("confirm_selected",)
    steps = STEPS
    change_form_template = "admin/pages/assessment.html"

    list_select_related = (
        "duty__cluster__category",
        "duty__cluster__district",
        "duty__district",
        "duty__reporting_year",
        "duty__submission",
        "recognition",
        "version__review",
    )
    ordering = (_WAITS, "-duty__reporting_year__year", _GRAVITY, "duty__cluster__name_key", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        signed = Prefetch("signatures", Signature.objects.select_related("signer"))
        return super().get_queryset(request).prefetch_related(signed)

    def can_pick(self, row: Assessment) -> bool:
        return row.state == AssessmentState.PROPOSED and row.verdict in _IN_BULK and WAITS not in row.flags

    @admin.display(description="结论", ordering="verdict")
    def verdict_cell(self, row: Assessment) -> Cell:
        return Cell(Verdict(row.verdict).label, badge=row.verdict, note=_because(row))

    @admin.display(description="状态", ordering="state")
    def state_cell(self, row: Assessment) -> Cell:
        return Cell(row.state_words, state=row.state if row.state_words == row.get_state_display() else "none")

    @admin.display(description="须注意")
    def flags_cell(self, row: Assessment) -> Cell:
        ends = holds.endings(row)
        if ends:
            return Cell(ends[0].in_words, href=ends[0].url)
        return Cell("；".join(explanations.flags_of(row)), is_small=True)

    @admin.display(description="各标准的数值")
    def figures_cell(self, row: Assessment) -> Cell:
        lines = panel_of_result(row).criteria
        return Cell(
            "；".join(f"{one['label']} {one['value_text']} {one['unit']}（{one['line_text']}）" for one in lines)
        )

    @admin.display(description="签署")
    def signed_cell(self, row: Assessment) -> Cell:
        signers = [signature.signer.full_name for signature in row.signatures.all()]
        needed = 2 if row.verdict == "delist" else 1
        count = f"{len(signers)} / {needed} 人" if needed > 1 else ""
        return Cell("、".join(signers), note=count) if signers else Cell(count)

    # ---- One result ------------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        return [self.route("<path:object_id>/draft/<slug:kind>/", self.draft_view, "draft"), *super().get_urls()]

    def draft_view(self, request: HttpRequest, object_id: str, kind: str) -> HttpResponse:
        """Answer a letter of the proposal as it would read if it were confirmed now, marked 草稿."""
        row = self.found(request, object_id)
        if kind not in letters.kinds_of(row):
            raise Http404
        draft = letters.draft(row, LetterKind(kind))
        return attachment(draft.content, f"草稿 {draft.title}.docx", DOCX)

    def page_context(self, request: HttpRequest, row: Assessment) -> dict[str, Any]:
        panel = panel_of_result(row)
        decisions = row.decisions.select_related("confirmed_by", "seconded_by", "superseded_by").defer("record")
        current = Assessment.objects.current().filter(duty=row.duty_id).exclude(pk=row.pk).order_by("-pk").first()
        return {
            "assessment": row,
            "unruled": unruled(row.duty.year),
            "panel": panel,
            "sentences": _essence(panel),
            "drafts": letters.kinds_of(row),
            "flags": panel.flags if row.state == AssessmentState.PROPOSED else (),
            "trace": _trace(row),
            "entries": timeline.of_cluster(row.duty.cluster),
            "signatures": row.signatures.all(),
            "designations": row.designations.select_related("person", "designated_by"),
            "decisions": decisions,
            "taken_back": results.taken_back(decisions),
            "stands_beside": current,
            "endings": [one.offered_to(request.user) for one in holds.endings(row)],  # type: ignore[arg-type]
            "held_because": _HELD.get(row.verdict, "") if row.state == AssessmentState.PROPOSED else "",
        }

    # ---- Several results -------------------------------------------------------------------------------------------

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("assessment.confirm_decision")

    @admin.action(description="批量确认", permissions=("confirm",))
    def confirm_selected(self, request: HttpRequest, queryset: QuerySet[Assessment]) -> HttpResponse:
        """Confirm the selected passes and cards, each on its own; delistings are left out."""
        rows = list(queryset)
        fresh = fresh_of(rows)
        refusals = {row.pk: _refusal(row, request.user, fresh) for row in rows}  # type: ignore[arg-type]
        return bulk_page(self, request, rows, refusals, CONFIRMING)


def _essence(panel: Panel) -> list[str]:
    """Return what an approver reads before the criteria: the conclusion, what is lacking or open, the remarks."""
    more = [sentence for heading, sentences in panel.sections if heading in _ESSENCE for sentence in sentences]
    return [*panel.sentences, *more]


def _because(row: Assessment) -> str:
    """Return which criteria were missed, or could not be told where that is what holds the year."""
    state = "undetermined" if row.verdict == "hold" else "fail"
    lines = [line for line in row.outcome.get("lines", ()) if line["spec"]["card"] and line["state"] == state]
    return "、".join(line["spec"]["label"] for line in lines)


_HELD = {
    "hold": "数据缺失、无效或存疑：补齐、核实后重新评分，不能直接确认。",
    "not_assessed": "当年不参加考核，无需确认。",
    "no_rule": "当年没有施行的规则集，不能作出决定。",
}


def _refusal(row: Assessment, by: User, fresh: set[int]) -> str:
    """Return why a proposal cannot be confirmed together with others; "" when it can."""
    if row.verdict not in _IN_BULK:
        return "摘牌须逐件由两人签署。" if row.verdict == "delist" else _HELD.get(row.verdict, "")
    reason = why_not(row, by, fresh)
    return f"当前为“{row.get_state_display()}”，不能确认。" if reason == SHUT else reason or ""


CONFIRMING = Bulk(
    name="confirm_selected",
    title="批量确认",
    verb="确认 {count} 件",
    consequence="逐件作出决定：达标的签发考核结果通知书，黄牌的签发黄牌警告通知书，并更新名录。决定作出后不能修改。",
    take=confirmed,
    shows=("verdict_cell", "figures_cell", "flags_cell"),
)


def _trace(row: Assessment) -> list[tuple[str, str]]:
    """Return what makes the result reproducible, as facts."""
    version, ruleset = row.version, row.ruleset
    rows = (
        ("数据版本", Cell(version.label if version else "", blank="没有已核实的数据")),
        ("数据哈希", Cell(version.sha256 if version else "")),
        ("规则集", Cell(ruleset.title if ruleset else "", blank="没有施行的规则集")),
        ("规则集哈希", Cell(ruleset.sha256 if ruleset else "")),
        ("引擎版本", Cell(row.engine_version)),
        ("输入哈希", Cell(row.input_sha256)),
        ("评分批次", Cell(str(row.run or ""), blank="随数据或历史变化自动重算")),
    )
    return [(label, cell.html()) for label, cell in rows]
