"""The appeal of a district: its grounds with evidence, and the reason for taking it back."""

from django import forms

from assessment.forms.base import EVIDENCE_MEBIBYTES, PlainForm, ReasonForm, evidence_field


class AppealForm(PlainForm):
    """Grounds and, if there is one, a document that shows them."""

    grounds = forms.CharField(
        label="申请理由",
        max_length=3000,
        help_text="写明对哪一项数据或判断有异议、正确的应是什么、依据何在。",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请写明申请复核的理由。"},
    )
    evidence = evidence_field(
        "证明材料",
        required=False,
        help_text=f"PDF、DOCX、JPG 或 PNG，不超过 {EVIDENCE_MEBIBYTES} MB。多份材料请合并为一个 PDF。",
    )


class WithdrawForm(ReasonForm):
    """Why the district takes its appeal back."""

    prefix, asked = "withdraw", "撤回理由"
