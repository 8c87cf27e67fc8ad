"""The parts of a call: stages, documents, conditions, rubric; changed while the call is a draft."""

from functools import partial
from typing import Any

from clusters.admin.base import PortalAdmin
from clusters.admin.steps import Step, StepForm
from clusters.admin.upkeep import adding, changing, row_form
from clusters.applications.models import Condition, Requirement, RubricLine, Stage
from clusters.applications.services import calls
from clusters.documents.forms.attachments import DOCX, PDF, AttachmentField
from clusters.models import User

_DRAFT_ONLY = "只能加在草稿状态的批次中。"
_stage = row_form(Stage, ("call", "order", "kind", "note"), fixed=("call",))
_document = row_form(Requirement, ("call", "order", "code", "label", "help", "is_required"), fixed=("call",))
_rubric = row_form(RubricLine, ("call", "order", "label", "help", "full", "is_required"), fixed=("call",))
_CONDITION = ("call", "order", "category", "label", "measure", "op", "line", "unit", "document", "clause")
_condition = row_form(Condition, _CONDITION, fixed=("call",))


class StageAdmin(PortalAdmin):
    about = "各批次的评审环节"
    list_display = ("kind", "call", "order", "note")
    list_filter = ("call",)
    list_select_related = ("call",)
    fields = ("call", "order", "kind", "note")
    adding = adding(_stage, partial(calls.add_part, Stage), calls.PERMISSION, "新增环节", _DRAFT_ONLY)
    steps = (changing(_stage, calls.change_part, calls.PERMISSION),)


class TemplateForm(StepForm):
    file = AttachmentField(label="模板", kinds=(DOCX, PDF), limit=20, help_text="DOCX 或 PDF，不超过 20 MB。")


class SetTemplate(Step):
    name, permission, verb, icon, form_class = "template", calls.PERMISSION, "上传模板", "upload", TemplateForm
    follows = "区市填报时可以下载。"
    done = "模板已上传。"

    def act(self, row: Requirement, data: dict[str, Any], by: User) -> Requirement:
        return calls.set_template(row, name=data["file"].name, source=data["file"].file, by=by)


class RequirementAdmin(PortalAdmin):
    about = "各批次要求的申报材料和模板"
    list_display = ("label", "call", "order", "is_required", "help")
    list_filter = ("call",)
    list_select_related = ("call",)
    fields = ("call", "order", "code", "label", "help", "is_required", "template")
    adding = adding(_document, partial(calls.add_part, Requirement), calls.PERMISSION, "新增材料", _DRAFT_ONLY)
    steps = (changing(_document, calls.change_part, calls.PERMISSION), SetTemplate())


class ConditionAdmin(PortalAdmin):
    about = "各批次的认定条件及其依据"
    list_display = ("label", "call", "category", "op", "line", "unit", "document")
    list_filter = ("call",)
    list_select_related = ("call", "category")
    fields = _CONDITION
    adding = adding(_condition, partial(calls.add_part, Condition), calls.PERMISSION, "新增认定条件", _DRAFT_ONLY)
    steps = (changing(_condition, calls.change_part, calls.PERMISSION),)


class RubricLineAdmin(PortalAdmin):
    about = "各批次的专家评分项目"
    list_display = ("label", "call", "order", "full", "is_required")
    list_filter = ("call",)
    list_select_related = ("call",)
    fields = ("call", "order", "label", "help", "full", "is_required")
    adding = adding(_rubric, partial(calls.add_part, RubricLine), calls.PERMISSION, "新增评分项目", _DRAFT_ONLY)
    steps = (changing(_rubric, calls.change_part, calls.PERMISSION),)
