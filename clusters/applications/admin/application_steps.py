"""What the city does on one application: the formal check, the experts, the site visit."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from clusters.admin.steps import SHUT, NoteForm, ReasonForm, Step, StepForm
from clusters.applications.enums import ApplicationState, StageKind, StageOutcome
from clusters.applications.models import Application, Expert, SiteVisit, StageResult
from clusters.applications.selectors import progress, stages
from clusters.applications.services import experts, formal, visits
from clusters.applications.services.visits import Visit
from clusters.documents.forms.attachments import JPEG, PNG, AttachmentField
from clusters.models import User

_REVIEW_DAYS = 14
_PHOTOS = 5


class FiledForm(StepForm):
    """A form about the version that the page showed: its number comes back with the step."""

    @property
    def seen(self) -> str:
        version = self.row.current_version
        return str(version.number) if version else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen = str(self.data.get("seen", ""))
        return {**data, "seen": int(seen) if seen.isdecimal() and len(seen) < 10 else 0}


class OnFiled(Step):
    """A step on an application that waits for the formal check."""

    permission = "applications.review"
    heading = "{step.verb}：{row.name}"

    def shut(self, row: Application, by: User) -> str | None:
        return None if row.state == ApplicationState.SUBMITTED else SHUT


class AcceptForm(FiledForm, NoteForm):
    pass


class Accept(OnFiled):
    name, verb, primary, icon, form_class = "accept", "受理", True, "check2-circle", AcceptForm
    follows = "形式审查通过，申报进入评审；区市不能再修改。"
    done = "已受理：{row.name}。"

    def act(self, row: Application, data: dict[str, Any], by: User) -> Application:
        return formal.accept(row, note=data["note"], seen=data["seen"], by=by)


class ReturnForm(FiledForm, ReasonForm):
    """For each section what is to be mended ("" leaves it shut), for the documents which and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "总的意见"
        self.parts = {one.code: f"part_{one.code}" for one in progress.sections_of(self.row.call)}
        for section in progress.sections_of(self.row.call):
            self.fields[self.parts[section.code]] = forms.CharField(
                label=section.label, required=False, max_length=500, help_text="写明需要修改什么；不填的部分不退回。"
            )
        choices = [(one.code, one.label) for one in self.row.call.requirements.all()]
        self.fields["documents"] = forms.MultipleChoiceField(
            label="需补正的材料", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["documents_reason"] = forms.CharField(label="材料需补正什么", required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        parts: dict[str, dict[str, Any]] = {
            code: {"reason": data[name]} for code, name in self.parts.items() if data.get(name)
        }
        if data.get("documents"):
            parts[progress.DOCUMENTS] = {"reason": data.get("documents_reason", ""), "fields": data["documents"]}
        return {**data, "parts": parts}


class Return(OnFiled):
    name, verb, icon, form_class, on_page = "return", "退回补正", "arrow-return-left", ReturnForm, True
    follows = "只有写明意见的部分重新开放；原提交的版本保留，重新提交后逐项标出改动。"
    done = "已退回：{row.name}。"

    def act(self, row: Application, data: dict[str, Any], by: User) -> Application:
        return formal.return_(row, parts=data["parts"], reason=data["reason"], seen=data["seen"], by=by)


class NotAcceptForm(FiledForm, ReasonForm):
    pass


class NotAccept(OnFiled):
    name, verb, danger, icon, form_class = "not_accept", "不予受理", True, "x-circle", NotAcceptForm
    follows = "区市收到理由，本次申报办结。"
    done = "已决定不予受理：{row.name}。"

    def act(self, row: Application, data: dict[str, Any], by: User) -> Application:
        return formal.not_accept(row, reason=data["reason"], seen=data["seen"], by=by)


class AtStage(Step):
    """A step at one stage of the call; it is offered when the application stands there."""

    permission = "applications.review"
    heading = "{step.verb}：{row.name}"
    kind: StageKind

    def shut(self, row: Application, by: User) -> str | None:
        return SHUT if stages.refusal(row, self.kind) else None


class DrawForm(StepForm):
    count = forms.IntegerField(label="抽取人数", min_value=1, max_value=15, initial=3)
    due_on = forms.DateField(label="评审截止", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["due_on"] = timezone.localdate() + timedelta(days=_REVIEW_DAYS)


class Draw(AtStage):
    name, verb, icon, form_class, kind = "draw", "抽取专家", "shuffle", DrawForm, StageKind.EXPERT_REVIEW
    follows = "从熟悉该类别、与申报单位没有单位关系的专家中随机抽取，并通知声明有无利益冲突。"

    def act(self, row: Application, data: dict[str, Any], by: User) -> str:
        made = experts.draw(row, data["count"], due_on=data["due_on"], by=by)
        return f"已抽取{len(made)}位专家：{'、'.join(str(one.expert) for one in made)}。"


class AssignForm(DrawForm):
    expert = forms.ModelChoiceField(label="专家", queryset=Expert.objects.none(), empty_label="请选择")
    count = None  # type: ignore[assignment]
    field_order = ("expert", "due_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in experts.candidates(self.row)]
        self.fields["expert"].queryset = Expert.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


class Assign(AtStage):
    name, verb, icon, form_class, kind = "assign", "指派专家", "person-plus", AssignForm, StageKind.EXPERT_REVIEW
    follows = "通知该专家先声明有无利益冲突。"
    done = "已指派：{made.expert}。"

    def act(self, row: Application, data: dict[str, Any], by: User) -> Any:
        return experts.assign(row, data["expert"], due_on=data["due_on"], by=by)


class OutcomeForm(NoteForm):
    outcome = forms.ChoiceField(label="结论", choices=StageOutcome.choices)
    field_order = ("outcome", "note")


class Conclude(AtStage):
    name, verb, primary, icon = "conclude", "办结专家评审", True, "check2-all"
    form_class, kind = OutcomeForm, StageKind.EXPERT_REVIEW
    follows = "各专家评分已锁定，综合得分用于同类排名；不通过的须写明理由。"
    done = "专家评审已办结：{row.name}。"

    def act(self, row: Application, data: dict[str, Any], by: User) -> StageResult:
        return experts.conclude(row, outcome=StageOutcome(data["outcome"]), note=data["note"], by=by)


class VisitForm(StepForm):
    visited_on = forms.DateField(label="核查日期", widget=forms.DateInput(attrs={"type": "date"}))
    visitors = forms.CharField(label="核查人员", max_length=200)
    findings = forms.CharField(label="核查情况", widget=forms.Textarea(attrs={"rows": 5}))
    outcome = forms.ChoiceField(label="结论", choices=StageOutcome.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, _PHOTOS + 1):
            self.fields[f"photo_{number}"] = AttachmentField(
                label=f"照片 {number}", kinds=(JPEG, PNG), limit=10, required=False,
                help_text="存入时去除位置等拍摄信息。" if number == 1 else "",
            )  # fmt: skip


class RecordVisit(AtStage):
    name, verb, primary, icon, on_page = "visit", "记录现场核查", True, "geo-alt", True
    form_class, kind = VisitForm, StageKind.SITE_VISIT
    follows = "核查结论作为该环节的结果，记录后不能更改。"
    done = "已记录现场核查：{row.name}。"

    def act(self, row: Application, data: dict[str, Any], by: User) -> SiteVisit:
        given = [data[name] for name in data if name.startswith("photo_") and data[name]]
        photos = [_bytes(one.file) for one in given]
        visit = Visit(data["visited_on"], data["visitors"], data["findings"], photos)
        return visits.record(row, visit, outcome=StageOutcome(data["outcome"]), by=by)


def _bytes(file: Any) -> bytes:
    file.seek(0)
    content: bytes = file.read()
    return content
