"""The upload of a workbook, and the answers to what its preview asks."""

from collections.abc import Mapping

from django import forms

from assessment.workbooks.merge import Choice
from clusters.workbooks.guard.inspection import MAX_WORKBOOK


class UploadForm(forms.Form):
    """One .xlsx file; everything about its content is the guard's business."""

    file = forms.FileField(
        label="填好的填报表",
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        error_messages={
            "required": "请选择要上传的填报表（.xlsx）。",
            "empty": "所选文件是空的，请重新保存后上传。",
            "missing": "没有收到文件，请重新选择。",
        },
    )

    def clean_file(self) -> object:
        """Refuse a file over the limit before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_WORKBOOK:
            raise forms.ValidationError("文件超过10兆字节。请删除无关的工作表和图片后重新上传。")
        return file


def answers(data: Mapping[str, str]) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return the choices and the reasons of a posted preview, by cluster code and indicator; others are ignored.

    A reason may stand for several indicators at once, joined by "+": an odd ratio is about both of its sides.
    """
    choices: dict[str, dict[str, str]] = {}
    reasons: dict[str, dict[str, str]] = {}
    for name, value in data.items():
        kind, _, rest = name.partition("-")
        cluster, _, indicator = rest.rpartition(".")
        if kind == "choice" and value in (Choice.MINE, Choice.THEIRS):
            choices.setdefault(cluster, {})[indicator] = str(value)
        elif kind == "reason" and str(value).strip():
            reasons.setdefault(cluster, {}).update(dict.fromkeys(indicator.split("+"), str(value)[:500]))
    return choices, reasons
