"""The appeal of a district: its grounds with evidence, and the reason for taking it back."""

from django import forms

from clusters.documents.forms.attachments import DOCX, JPEG, PDF, PNG, AttachmentField

MAX_GROUNDS = 3000
MAX_REASON = 1000
EVIDENCE_MEBIBYTES = 10


class AppealForm(forms.Form):
    """Grounds and, if there is one, a document that shows them."""

    use_required_attribute = False

    grounds = forms.CharField(
        label="申请理由",
        max_length=MAX_GROUNDS,
        help_text="写明对哪一项数据或判断有异议、正确的应是什么、依据何在。",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请写明申请复核的理由。"},
    )
    evidence = AttachmentField(
        label="证明材料",
        kinds=(PDF, DOCX, JPEG, PNG),
        limit=EVIDENCE_MEBIBYTES,
        required=False,
        help_text=f"PDF、DOCX、JPG 或 PNG，不超过 {EVIDENCE_MEBIBYTES} MB。多份材料请合并为一个 PDF。",
    )


class WithdrawForm(forms.Form):
    """Why the district takes its appeal back."""

    use_required_attribute = False
    prefix = "withdraw"

    reason = forms.CharField(
        label="撤回理由",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写撤回理由。"},
    )
