"""Fields that several steps of the workbench ask for."""

from typing import Any

from django import forms

from clusters.admin.steps import ReasonForm, StepForm

_MINUTE = "%Y-%m-%dT%H:%M"


def moment(label: str, help_text: str = "") -> forms.DateTimeField:
    """Return a field for a day and a time of day, in the portal's time zone."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE),
        input_formats=(_MINUTE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"),
        error_messages={"required": "请填写日期和时间。", "invalid": "请按“年-月-日 时:分”填写。"},
    )


class YearForm(StepForm):
    """A data year to open."""

    year = forms.IntegerField(
        label="数据年度",
        min_value=2000,
        max_value=2100,
        help_text="数据所属的自然年度，例如次年年初报送上一年数据。",
        error_messages={"required": "请填写数据年度。", "invalid": "请填写四位年份。"},
    )
    deadline = moment("报送截止时间", "以数据库时钟为准；截止后未提交的报表不能再修改，除非单独批准延期。")


class DeadlineForm(StepForm):
    deadline = moment("新的截止时间")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"deadline": self.row.deadline}


class ExtensionForm(ReasonForm):
    until = moment("延期至")
    field_order = ("until", "reason")
