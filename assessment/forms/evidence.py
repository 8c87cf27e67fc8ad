"""One document beside a figure of the yearly report."""

from typing import Final

from django import forms

from clusters.documents.forms.attachments import DOCX, JPEG, PDF, PNG, AttachmentField

EVIDENCE_MEBIBYTES: Final = 10


class EvidenceForm(forms.Form):
    """The file as chosen; its bytes decide what it is."""

    file = AttachmentField(
        label="佐证材料",
        kinds=(PDF, DOCX, JPEG, PNG),
        limit=EVIDENCE_MEBIBYTES,
        error_messages={"required": "没有收到文件，请重新选择。", "empty": "所选文件是空的，请重新保存后上传。"},
    )
