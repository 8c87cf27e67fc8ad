"""What a reviewer does with a filed report: verify it, return it, open it again. Figures are never edited here."""

from typing import Any

from django import forms

from assessment.enums import SubmissionState
from assessment.models import Indicator, Submission
from assessment.services import submissions
from clusters.admin.steps import SHUT, NoteForm, ReasonForm, Step, StepForm
from clusters.models import User

SEPARATOR = ","
_LONGEST = 300


class FiledForm(StepForm):
    """A form about the version that the page showed: its number comes back with the step."""

    @property
    def seen(self) -> str:
        version = self.row.current_version
        return str(version.number) if version else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen = str(self.data.get("seen", ""))
        data["seen"] = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        return data


class VerifyForm(FiledForm, NoteForm):
    """`accept` holds, for each odd figure that is believed, the codes of its indicators."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = self.data.getlist("accept") if hasattr(self.data, "getlist") else []
        data["accepted"] = sorted({code for codes in given for code in codes.split(SEPARATOR) if code})
        return data


class ReturnForm(FiledForm, ReasonForm):
    """`mend` holds the figures that were marked in the table, each with its own reason (field `why-CODE`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "退回理由"
        self.fields[
            "reason"
        ].help_text = "区市填报员会看到这段话；请写明问题和修改办法。需修改的指标请在表中勾选标记，并可逐项写明原因。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = set(self.data.getlist("mend")) if hasattr(self.data, "getlist") else set()
        known = set(Indicator.objects.in_force(self.row.duty.year).values_list("code", flat=True))
        if given - known:
            raise forms.ValidationError("标记的指标不在本年度指标之列，请刷新页面后重新标记。")
        data["mend"] = {code: str(self.data.get(f"why-{code}", "")).strip()[:_LONGEST] for code in sorted(given)}
        return data


class OnFiled(Step):
    """A step on a report that waits for its review."""

    heading = "{step.verb}：{row.duty.cluster}"
    stands = SubmissionState.SUBMITTED

    def shut(self, row: Submission, by: User) -> str | None:
        return None if row.state == self.stands else SHUT


class Verify(OnFiled):
    name, permission, verb, primary, icon = "verify", "assessment.verify_submission", "核实通过", True, "check2-circle"
    form_class = VerifyForm
    follows = "{row.current_version.label}数据成为{row.duty.year}年度考核的依据，区市不能再修改。"
    also = (
        "未采信说明的存疑数据仍视为存疑，相应标准“无法判定”，考核结果为待核。",
        "已有评分的，系统按新数据自动重算；原评分作废。",
        "您核实后不能再确认该集聚区的考核结果。",
    )
    done = "已核实：{row.duty.cluster}{row.duty.year}年度报送。"

    def act(self, row: Submission, data: dict[str, Any], by: User) -> None:
        submissions.verify(row, accepted=data["accepted"], reason=data["note"].strip(), seen=data["seen"], by=by)


class Return(OnFiled):
    name, permission, verb, icon = "return", "assessment.verify_submission", "退回修改", "arrow-return-left"
    form_class, marks = ReturnForm, "mend"
    follows = "区市收到退回理由和标记的指标，修改后重新提交为新版本；本版本保留可查。截止时间已过的仍可修改。"
    done = "已退回：{row.duty.cluster}{row.duty.year}年度报送{made}。"

    def act(self, row: Submission, data: dict[str, Any], by: User) -> str:
        submissions.return_(row, reason=data["reason"], fields=data["mend"], seen=data["seen"], by=by)
        return f"，标记{len(data['mend'])}项指标" if data["mend"] else ""


class Reopen(OnFiled):
    name, permission, verb, icon = "reopen", "assessment.reopen_submission", "重新开放修改", "unlock"
    stands = SubmissionState.VERIFIED
    follows = "区市可以更正后重新提交；在新版本核实之前，{row.verified_version.label}继续有效。"
    also = ("已作出的决定不受影响；新版本核实后，系统提出后续处理建议，由审批人确认。",)
    done = "已开放修改：{row.duty.cluster}{row.duty.year}年度报送。"

    def act(self, row: Submission, data: dict[str, Any], by: User) -> None:
        submissions.reopen(row, reason=data["reason"], by=by)
