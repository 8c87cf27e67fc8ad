"""The parts of a call: stages, documents, conditions, rubric; changed while the call is a draft."""

from functools import partial
from typing import Any, ClassVar

from clusters.admin.base import PortalAdmin
from clusters.admin.steps import StepForm, step
from clusters.admin.upkeep import row_form
from clusters.applications.models import Condition, Requirement, RubricLine, Stage
from clusters.applications.services import calls
from clusters.documents.forms.attachments import DOCX, PDF, AttachmentField

_STAGE = ("call", "order", "kind", "note")
_DOCUMENT = ("call", "order", "code", "label", "help", "is_required")
_CONDITION = ("call", "order", "category", "label", "measure", "op", "line", "unit", "document", "clause")
_RUBRIC = ("call", "order", "label", "help", "full", "is_required")
_stage = row_form(Stage, _STAGE, fixed=("call",))
_document = row_form(Requirement, _DOCUMENT, fixed=("call",))
_condition = row_form(Condition, _CONDITION, fixed=("call",))
_rubric = row_form(RubricLine, _RUBRIC, fixed=("call",))


class TemplateForm(StepForm):
    file = AttachmentField(label="模板", kinds=(DOCX, PDF), limit=20, help_text="DOCX 或 PDF，不超过 20 MB。")

    def clean(self) -> dict[str, Any]:
        found = (super().clean() or {}).get("file")
        return {"name": found.name, "source": found.file} if found else {}


class PartAdmin(PortalAdmin):
    """A part of a call."""

    list_filter = ("call",)
    list_select_related: ClassVar[tuple[str, ...]] = ("call",)


class StageAdmin(PartAdmin):
    list_display = ("kind", "call", "order", "note")
    fields = _STAGE
    adding = step("stage.add", calls.PERMISSION, partial(calls.add_part, Stage), _stage)
    steps = (step("stage.edit", calls.PERMISSION, calls.change_part, _stage),)


class RequirementAdmin(PartAdmin):
    list_display = ("label", "call", "order", "is_required", "help")
    fields = (*_DOCUMENT, "document")
    adding = step("requirement.add", calls.PERMISSION, partial(calls.add_part, Requirement), _document)
    steps = (
        step("requirement.edit", calls.PERMISSION, calls.change_part, _document),
        step("requirement.template", calls.PERMISSION, calls.set_template, TemplateForm),
    )


class ConditionAdmin(PartAdmin):
    list_display = ("label", "call", "category", "op", "line", "unit", "document")
    list_select_related = ("call", "category")
    fields = _CONDITION
    adding = step("condition.add", calls.PERMISSION, partial(calls.add_part, Condition), _condition)
    steps = (step("condition.edit", calls.PERMISSION, calls.change_part, _condition),)


class RubricLineAdmin(PartAdmin):
    list_display = ("label", "call", "order", "full", "is_required")
    fields = _RUBRIC
    adding = step("rubricline.add", calls.PERMISSION, partial(calls.add_part, RubricLine), _rubric)
    steps = (step("rubricline.edit", calls.PERMISSION, calls.change_part, _rubric),)
