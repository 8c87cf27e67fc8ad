"""A step that a person takes on one record of the workbench: who may, when, what follows, which service does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from clusters.models import User

SHUT = ""
"""The answer of `Step.shut` when the step is simply not offered, without a word about it."""


class StepForm(forms.Form):
    """What a step asks for besides the click. `row` is the record; ids on the page begin with the step's name."""

    error_css_class = "field--error"

    def __init__(
        self, data: Any = None, *, row: Any = None, by: User | None = None, name: str = "step", initial: Any = None
    ) -> None:
        super().__init__(data, auto_id=f"id_{name}_%s", initial=initial)
        self.row, self.by = row, by

    @property
    def seen(self) -> str:
        """What the page shows of the record and must still hold when the step is taken; "" where nothing can change."""
        return ""


class ReasonForm(StepForm):
    """A reason, which the audit line and the other side will read."""

    reason = forms.CharField(
        label="理由",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "请填写理由。"},
    )


class NoteForm(StepForm):
    """A remark that may stay blank."""

    note = forms.CharField(label="意见", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)


class Step:
    """One step. Subclasses say in words what will follow; `take` calls the one service that does it."""

    name: ClassVar[str]
    permission: ClassVar[str]
    verb: ClassVar[str]
    danger: ClassVar[bool] = False
    primary: ClassVar[bool] = False
    icon: ClassVar[str] = ""
    form_class: ClassVar[type[StepForm]] = StepForm
    marks: ClassVar[str] = ""
    """The boxes elsewhere on the page that join in, by name; the dialog names those that are ticked."""

    def shut(self, row: Any, by: User) -> str | None:
        """Return None when the step can be taken, SHUT when it is not offered, or a sentence that says why not."""
        return None

    def title(self, row: Any) -> str:
        return f"{self.verb}：{row}"

    def consequence(self, row: Any) -> str:
        """Return what will happen, as one sentence."""
        return ""

    def items(self, row: Any) -> Sequence[str]:
        """Return further consequences, one sentence each."""
        return ()

    def form(self, row: Any, by: User, data: Any = None) -> StepForm:
        return self.form_class(data, row=row, by=by, name=self.name)

    def take(self, row: Any, data: dict[str, Any], by: User) -> str:
        """Do it and return the sentence that tells the person so. Raises DomainError."""
        raise AttributeError(f"{type(self).__name__} has no service")


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as the page shows it: a button and its dialog, or the reason why there is none."""

    step: Step
    url: str
    form: StepForm
    title: str
    consequence: str
    items: Sequence[str]
    refusal: str = ""


def offers(
    steps: Sequence[Step], row: Any, by: User, urls: Mapping[str, str], bound: Mapping[str, StepForm]
) -> list[Offer]:
    """Return the steps this person is offered on this record; `bound` holds forms that came back with errors."""
    found = []
    for step in steps:
        refusal = step.shut(row, by)
        if refusal == SHUT or not by.has_perm(step.permission, row):
            continue
        form = bound.get(step.name) or step.form(row, by)
        texts = (step.title(row), step.consequence(row), step.items(row)) if refusal is None else ("", "", ())
        found.append(Offer(step, urls[step.name], form, *texts, refusal=refusal or ""))
    return found
