"""What is done on a call: publish, copy, grant an exception, open the public notice, record the panel, propose."""

from typing import Any

from django import forms

from clusters.admin.steps import SHUT, ReasonForm, Step, StepForm
from clusters.applications.enums import CallState, PanelMode, StageOutcome
from clusters.applications.models import Call, LateException, Panel, PublicNotice
from clusters.applications.services import calls, panels, public_notices, recognitions
from clusters.applications.services.panels import Meeting, Vote
from clusters.models import District, User

_MINUTE = "%Y-%m-%dT%H:%M"


class OnCall(Step):
    """A step on a call in one state."""

    stands = CallState.PUBLISHED

    def shut(self, row: Call, by: User) -> str | None:
        return None if row.state == self.stands else SHUT


class CopyForm(StepForm):
    code = forms.SlugField(label="新批次的代码", max_length=30)
    year = forms.IntegerField(label="申报年度", min_value=2000, max_value=2100)


class Copy(Step):
    name, permission, verb, icon, form_class = "copy", calls.PERMISSION, "复制为新批次", "copy", CopyForm
    follows = "复制全部设定为草稿，各日期顺延到新的年度；材料模板须重新上传。"
    done = "已复制为：{made}。"

    def act(self, row: Call, data: dict[str, Any], by: User) -> Call:
        return calls.copy(row, by=by, **data)


class Publish(OnCall):
    name, permission, verb, primary, icon = "publish", "applications.publish_call", "发布", True, "megaphone"
    form_class, stands = StepForm, CallState.DRAFT
    follows = "区市和公众可以看到本批次；到开始时间即可申报。发布以后环节、材料、条件和评分项目不能再改。"
    done = "已发布：{row}。"

    def shut(self, row: Call, by: User) -> str | None:
        if row.state != CallState.DRAFT:
            return SHUT
        missing = calls.gaps(row)
        return "还不能发布：" + "；".join(missing) + "。" if missing else None

    def act(self, row: Call, data: dict[str, Any], by: User) -> Call:
        return calls.publish(row, by=by)


class ExceptionForm(ReasonForm):
    district = forms.ModelChoiceField(label="区市", queryset=District.objects.all(), empty_label="请选择")
    until = forms.DateTimeField(
        label="延至",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE),
        input_formats=(_MINUTE,),
        error_messages={"required": "请填写日期和时间。", "invalid": "请按“年-月-日 时:分”填写。"},
    )
    field_order = ("district", "until", "reason")


class Except(OnCall):
    name, permission, verb, icon, form_class = (
        "exception", "applications.grant_exception", "批准逾期申报", "clock-history", ExceptionForm,
    )  # fmt: skip
    follows = "只对所选区市有效；批准人、理由和期限留存。"
    done = "已批准{made.district}逾期申报。"

    def act(self, row: Call, data: dict[str, Any], by: User) -> LateException:
        return calls.grant_exception(row, data["district"], until=data["until"], reason=data["reason"], by=by)


class OpenNoticeForm(StepForm):
    applications = forms.ModelMultipleChoiceField(
        label="公示的申报", queryset=None, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label="公示说明", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.row.applications.filter(state="reviewing").order_by("number")
        self.fields["applications"].queryset = rows  # type: ignore[attr-defined]
        self.initial["applications"] = [row.pk for row in rows]


class OpenNotice(OnCall):
    name, permission, verb, icon, on_page = "notice", "applications.review", "发布公示", "broadcast", True
    form_class = OpenNoticeForm
    follows = "所选申报在公开页面公示，公示期从次日起按工作日计算；期间接受异议。"
    done = "公示已发布。"

    def act(self, row: Call, data: dict[str, Any], by: User) -> PublicNotice:
        return public_notices.open_(row, list(data["applications"]), text=data["text"], by=by)


class PanelForm(StepForm):
    """A meeting; for each application that waits for it the outcome with its votes."""

    held_on = forms.DateField(label="会议日期", widget=forms.DateInput(attrs={"type": "date"}))
    present = forms.CharField(label="出席人员", widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一人。")
    mode = forms.ChoiceField(label="表决方式", choices=PanelMode.choices)
    minutes = forms.CharField(label="会议纪要", widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = panels.waiting(self.row)
        for one in self.waiting:
            choices = [("", "本次不议"), *StageOutcome.choices]
            self.fields[f"outcome_{one.pk}"] = forms.ChoiceField(label=one.name, choices=choices, required=False)
            self.fields[f"votes_{one.pk}"] = forms.CharField(
                label=f"{one.name}票数",
                required=False,
                help_text="票决的按“同意/反对/弃权”填写，如 5/1/0；一致同意的不填。",
            )
            self.fields[f"note_{one.pk}"] = forms.CharField(label=f"{one.name}说明", required=False, max_length=500)

    def votes(self) -> list[Vote]:
        """Return what was filled in, for the applications that have an outcome."""
        data, found = self.cleaned_data, []
        for one in self.waiting:
            if outcome := data.get(f"outcome_{one.pk}"):
                counts = [int(part) for part in data[f"votes_{one.pk}"].split("/") if part.strip().isdecimal()]
                given = counts if len(counts) == 3 else [None, None, None]
                found.append(Vote(one, StageOutcome(outcome), data[f"note_{one.pk}"], *given))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {**data, "votes": self.votes()} if not self.errors else data


class RecordPanel(OnCall):
    name, permission, verb, icon, on_page = "panel", "applications.review", "记录集体决策", "people", True
    form_class = PanelForm
    follows = "会议结论作为各申报该环节的结果，记录后不能更改。"
    done = "已记录集体决策。"

    def shut(self, row: Call, by: User) -> str | None:
        return None if row.state == self.stands and panels.waiting(row) else SHUT

    def act(self, row: Call, data: dict[str, Any], by: User) -> Panel:
        present = data["present"].splitlines()
        meeting = Meeting(data["held_on"], present, PanelMode(data["mode"]), data["minutes"])
        return panels.record(row, meeting, data["votes"], by=by)


class ProposeForm(StepForm):
    document = forms.CharField(label="认定文件", max_length=200, help_text="文件名称和文号。")
    recognised_on = forms.DateField(label="认定日期", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="说明", required=False, max_length=500)


class Propose(OnCall):
    name, permission, verb, primary, icon = "propose", "applications.recognise", "提出认定", True, "award"
    form_class = ProposeForm
    follows = "按类别列出名次，由另一位审批人确认后生效。"
    done = "已提出认定，请另一位审批人确认。"

    def shut(self, row: Call, by: User) -> str | None:
        if row.state != CallState.PUBLISHED or row.batches.filter(dropped_at__isnull=True).exists():
            return SHUT
        missing = recognitions.gaps(row)
        return "；".join(missing[:3]) + "。" if missing else None

    def act(self, row: Call, data: dict[str, Any], by: User) -> Any:
        return recognitions.propose(row, by=by, **data)
