"""The expert's forms: the declaration, the refusal, the score sheet."""

from typing import Any

from django import forms

from clusters.applications.models import Assignment, RubricLine


class DeclarationForm(forms.Form):
    """No conflict, or a conflict with its reason."""

    use_required_attribute = False

    conflict = forms.ChoiceField(
        label="利益冲突声明",
        choices=(("no", "与申报单位及其运营机构、入驻企业没有利益关系，同意评审"), ("yes", "有利益关系，申请回避")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一项。"},
    )
    reason = forms.CharField(
        label="回避的理由", required=False, max_length=500, help_text="有利益关系的填写，如任职、合作、亲属。"
    )


class DeclineForm(forms.Form):
    """Why a review is turned down."""

    use_required_attribute = False
    prefix = "decline"

    reason = forms.CharField(label="谢绝的理由", max_length=500, error_messages={"required": "请写明谢绝的理由。"})


class ScoreForm(forms.Form):
    """A mark for each line of the rubric, and the opinion; fields are named by the lines' keys."""

    use_required_attribute = False

    opinion = forms.CharField(
        label="评审意见", required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写明主要依据、优势、不足和对发展规划的修改建议；供认定和修改规划使用。",
    )  # fmt: skip

    def __init__(self, assignment: Assignment, *args: Any, **kwargs: Any) -> None:
        self.lines: list[RubricLine] = list(assignment.application.call.rubric.all())
        super().__init__(*args, **kwargs)
        self.initial = {**assignment.scores, "opinion": assignment.opinion}
        for line in self.lines:
            field = forms.CharField(
                label=f"{line.label}（满分 {line.full.normalize():f}）", required=False, max_length=12
            )
            field.help_text = line.help
            field.widget.attrs.update(inputmode="decimal", autocomplete="off")
            self.fields[str(line.pk)] = field
        self.order_fields([*(str(line.pk) for line in self.lines), "opinion"])

    def marks(self) -> dict[str, str]:
        """Return the marks as typed, by the key of their line."""
        return {str(line.pk): self.cleaned_data.get(str(line.pk), "") for line in self.lines}
