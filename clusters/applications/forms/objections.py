"""The public's objection to a notice."""

from typing import Any

from django import forms

from clusters.applications.models import Application, PublicNotice


class ObjectionForm(forms.Form):
    """What is wrong, about which cluster, and, if the person wishes, who says so."""

    use_required_attribute = False

    application = forms.ModelChoiceField(
        label="所涉集聚区", queryset=Application.objects.none(), required=False, empty_label="不指明"
    )
    text = forms.CharField(
        label="异议的事项和理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写明异议的事项和理由。"},
    )  # fmt: skip
    name = forms.CharField(label="姓名或单位", required=False, max_length=80)
    contact = forms.CharField(
        label="联系方式", required=False, max_length=120, help_text="需要回复的请填写；不公开，只用于核实和答复。"
    )

    def __init__(self, notice: PublicNotice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["application"].queryset = notice.applications.order_by("name")  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """The receipt number of an objection, to look up its answer."""

    receipt = forms.CharField(label="回执号", max_length=20)
