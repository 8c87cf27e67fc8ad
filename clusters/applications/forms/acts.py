"""The forms of the district's acts: begin, attach, file, take back."""

from typing import Any

from django import forms

from clusters.applications.models import Call
from clusters.documents.forms.attachments import DOCX, JPEG, PDF, PNG, AttachmentField
from clusters.enums import Level, RecognitionState
from clusters.models import Cluster, User

DOCUMENT_MEBIBYTES = 20
MAX_REASON = 1000


class BeginForm(forms.Form):
    """A name and a category, and for a cluster that the register knows (reserve, or title withdrawn) which."""

    use_required_attribute = False

    cluster = forms.ModelChoiceField(
        label="名录中的集聚区",
        queryset=Cluster.objects.none(),
        required=False,
        empty_label="新的集聚区",
        help_text="储备库中的、称号已撤销的集聚区从这里选取；新的集聚区认定时建档。",
    )
    name = forms.CharField(
        label="集聚区名称", max_length=80, error_messages={"required": "请填写集聚区名称。"}, required=False
    )
    category: forms.ModelChoiceField = forms.ModelChoiceField(
        label="申报类别", queryset=None, empty_label="请选择", error_messages={"required": "请选择申报类别。"}
    )

    def __init__(self, call: Call, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = call.categories.all()  # type: ignore[attr-defined]
        self.fields["cluster"].queryset = (  # type: ignore[attr-defined]
            Cluster.objects.filter(district=user.district_id)
            .exclude(
                recognitions__state=RecognitionState.ACTIVE,
                recognitions__level__in=(Level.MUNICIPAL, Level.PROVINCIAL, Level.NATIONAL, Level.UPPER),
            )
            .order_by("name_key")
        )

    def clean(self) -> dict[str, Any]:
        """The name of a cluster that the register knows is the register's."""
        data = self.cleaned_data
        if data.get("cluster"):
            data["name"] = data["cluster"].name
        elif not data.get("name"):
            self.add_error("name", "请填写集聚区名称。")
        return data


class DocumentForm(forms.Form):
    """One document for one requirement."""

    use_required_attribute = False

    file = AttachmentField(
        label="文件",
        kinds=(PDF, DOCX, JPEG, PNG),
        limit=DOCUMENT_MEBIBYTES,
        help_text=f"PDF、DOCX、JPG 或 PNG，不超过 {DOCUMENT_MEBIBYTES} MB。",
        error_messages={"required": "请选择文件。"},
    )


class SubmitForm(forms.Form):
    """The reason that the notice asks for where a category stands in many districts."""

    use_required_attribute = False

    spread_reason = forms.CharField(
        label="同类布局的理由",
        required=False,
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="同类集聚区已在三个以上区市布局的，说明仍需布局的理由，如错位发展、功能互补。",
    )


class ReasonForm(forms.Form):
    """Why an application is taken back."""

    use_required_attribute = False
    prefix = "withdraw"

    reason = forms.CharField(
        label="撤回理由",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写撤回理由。"},
    )
