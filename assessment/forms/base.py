"""What the forms of the portal share: refusals stand beside the field in words, never as the browser's own bubble."""

from typing import Any

from django import forms

from clusters.documents.forms.attachments import DOCX, JPEG, PDF, PNG, AttachmentField

EVIDENCE_MEBIBYTES = 10


class PlainForm(forms.Form):
    """A form that is checked by the server alone."""

    use_required_attribute = False


class ReasonForm(PlainForm):
    """Why something is taken back or ended; a subclass says in `asked` what is asked for."""

    asked = "理由"

    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = self.asked
        self.fields["reason"].error_messages["required"] = f"请填写{self.asked}。"


def evidence_field(label: str, **more: Any) -> AttachmentField:
    """Return the field for one document that shows something: a PDF, a Word document or a picture."""
    return AttachmentField(label=label, kinds=(PDF, DOCX, JPEG, PNG), limit=EVIDENCE_MEBIBYTES, **more)
