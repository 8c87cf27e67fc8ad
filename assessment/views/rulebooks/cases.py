"""Trying decision cases on a ruleset: what the text makes of each, and every difference from what was expected."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.forms.rulebooks import CasesForm
from assessment.models import RulesetVersion
from assessment.rules.cases.decisions import CaseResult
from assessment.selectors import rulebook_pages
from assessment.services import case_trials
from assessment.services.case_trials import Trial
from assessment.views.rulebooks import loading
from clusters.documents.forms.attachments import clean_name
from clusters.documents.views.downloads import CSV, attachment
from clusters.errors import DomainError
from clusters.views.guards import Guarded
from clusters.workbooks.write.export import to_csv

_HEADINGS = ("用例", "说明", "结果", "各年结论", "最终状态", "差异", "提示")
COLUMNS = (
    ("case_id", "用例编号，写在结果里", True),
    ("title", "一句话说明", False),
    (
        "level",
        "称号：municipal 市级、provincial 省级、national 国家级、reserve 储备、applicant 申报中；兼有的用 + 连接",
        True,
    ),
    ("recognised_on", "认定日期，YYYY-MM-DD", True),
    (
        "rules",
        "只为本用例修改标准线，例如 2022: C2=12500（C1、C2、C3 为黄牌标准的顺序）；2019+ 表示 2019 年也施行",
        False,
    ),
    ("history", "JSON 列表，每个数据年度一项，见下表", True),
    ("expected_criteria", "JSON 对象：年度对应各标准的字母，P 达标、F 不达标、U 无法判定；空着则不比较", False),
    ("expected_decisions", "JSON 对象：年度对应的结论，见下表", True),
    ("expected_final", "最终状态：active、delisted、reserve、applicant；空着则不比较", False),
)
YEAR_KEYS = (
    ("y", "数据年度（必填）"),
    (
        "area、rev、lead、tax",
        "建筑面积（平方米）、营业收入、主导产业营业收入、税收（万元），写成文字以保持精确；也可用指标代码",
    ),
    ("missing、draft、returned、in_review", "未报送、草稿、已退回、审核中"),
    ("ruled", "fail：市级认定逾期未报视为不达标"),
    ("exempt", "当年免予考核"),
    ("confirmed", "异常数据已说明并经市级认可"),
    ("appeal", "复核：upheld 成立、rejected 不成立、pending 审理中、pending>upheld 事后成立"),
    ("withdrawn", "市级撤销了该年黄牌"),
    ("corr、late", '决定之后、决定之前更正的数据，例如 {"tax": "6000"}'),
    ("late_annul", "本年决定之后被撤销黄牌的年度"),
    ("rerecognised、level、issued", "重新认定、当年称号、决定签发日"),
)
DECISIONS = (
    ("NONE", "达标"),
    ("YELLOW", "黄牌警告"),
    ("DELIST", "第二张黄牌并摘牌"),
    ("HOLD", "待核"),
    ("NOT_ASSESSED", "不参加考核"),
    ("NO_RULE", "该年度没有施行的规则集"),
    ("ESCALATE", "没有市级称号，报上级处理"),
    ("YELLOW_PRIOR_OPEN", "黄牌，以前年度待核"),
    ("YELLOW_DELIST_SUSPENDED", "黄牌，首张黄牌复核中，摘牌暂缓"),
    ("A>B", "先作出 A，后被 B 替代，两者都留痕"),
)


class Cases(Guarded):
    """The form with the format of the file; POST shows the result, or sends it as a table (`download`)."""

    permission = "assessment.rehearse_ruleset"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _page(request, loading.found(pk), CasesForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = loading.found(pk)
        form = CasesForm(request.POST, request.FILES)
        if not form.is_valid():
            return _page(request, row, form, status=400)
        upload = form.cleaned_data["file"]
        try:
            trial = case_trials.run(
                row,
                upload.read(case_trials.MAX_BYTES + 1),
                by=loading.person(request),
                with_others=form.cleaned_data["with_others"],
            )
        except DomainError as refusal:
            status = loading.status_of(refusal)
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return _page(request, row, form, status=status)
        if "download" in request.POST:
            rows = [_cells(result) for result in trial.results]
            return attachment(to_csv(_HEADINGS, rows), clean_name(f"用例试算 {row.code}", ".csv"), CSV)
        return _page(request, row, CasesForm(), trial=trial, file_name=clean_name(upload.name, ".csv"))


def _page(
    request: HttpRequest,
    row: RulesetVersion,
    form: CasesForm,
    *,
    status: int = 200,
    trial: Trial | None = None,
    file_name: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        **loading.frame(row, "用例试算", "用例试算"),
        "form": form,
        "trial": trial,
        "differing": [_shown(one) for one in trial.differing] if trial else [],
        "agreeing": [_shown(one) for one in trial.results if one.is_as_expected] if trial else [],
        "file_name": file_name,
        "others": rulebook_pages.others_in_force(row),
        "columns": COLUMNS,
        "year_keys": YEAR_KEYS,
        "decisions": DECISIONS,
    }
    return render(request, "assessment/rulebooks/cases.html", context, status=status)


def _shown(result: CaseResult) -> dict[str, Any]:
    return {"result": result, "decisions": _by_year(result)}


def _by_year(result: CaseResult) -> str:
    return "，".join(f"{year} {decision}" for year, decision in result.decisions.items())


def _cells(result: CaseResult) -> tuple[str, ...]:
    return (
        result.case_id,
        result.text,
        "一致" if result.is_as_expected else "不一致",
        _by_year(result),
        result.final,
        "；".join(result.differences),
        "；".join(result.notes),
    )
