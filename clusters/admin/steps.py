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
        self, data: Any = None, files: Any = None, *, row: Any = None, by: User | None = None, name: str = "step"
    ) -> None:
        super().__init__(data, files, auto_id=f"id_{name}_%s")
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


class SignedForm(StepForm):
    """A form signed with the own password: nobody signs at a screen left open."""

    unsigned: ClassVar[str] = "尚未签署"
    password = forms.CharField(
        label="您的登录密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入您的登录密码。"},
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if self.by is None or not self.by.check_password(password):
            raise forms.ValidationError(f"密码不正确，{self.unsigned}。")
        return password


class Step:
    """One step. In its texts {row} stands for the record; in `done` {made} stands for what `act` returned.

    Subclasses give `act`, which calls the one service that does it, and override a text's method where it depends
    on more than the record.
    """

    name: ClassVar[str]
    permission: ClassVar[str]
    verb: ClassVar[str]
    danger: ClassVar[bool] = False
    primary: ClassVar[bool] = False
    icon: ClassVar[str] = ""
    form_class: ClassVar[type[StepForm]] = ReasonForm
    heading: ClassVar[str] = "{step.verb}：{row}"
    follows: ClassVar[str] = ""
    """What will happen, as one sentence."""
    also: ClassVar[tuple[str, ...]] = ()
    """Further consequences, one sentence each."""
    done: ClassVar[str] = "{made}"
    """The sentence that tells the person what was done."""
    marks: ClassVar[str] = ""
    """The boxes elsewhere on the page that join in, by name; the dialog names those that are ticked."""
    on_page: ClassVar[bool] = False
    """Whether the step has a page of its own, because it asks for more than fits a dialog."""

    def shut(self, row: Any, by: User) -> str | None:
        """Return None when the step can be taken, SHUT when it is not offered, or a sentence that says why not."""
        return None

    def title(self, row: Any) -> str:
        return self.heading.format(row=row, step=self)

    def consequence(self, row: Any) -> str:
        return self.follows.format(row=row)

    def items(self, row: Any) -> Sequence[str]:
        return [text.format(row=row) for text in self.also]

    def form(self, row: Any, by: User, data: Any = None, files: Any = None) -> StepForm:
        return self.form_class(data, files, row=row, by=by, name=self.name)

    def act(self, row: Any, data: dict[str, Any], by: User) -> Any:
        """Call the service; return the record it made, or the sentence for the person. Raises DomainError."""
        raise AttributeError(f"{type(self).__name__} has no service")

    def said(self, made: Any, row: Any) -> str:
        """Return the sentence that tells the person what was done."""
        return self.done.format(made=made, row=row)


class Add(Step):
    """The step that makes a record (`row` is None), on a page of its own; `act` returns the record."""

    name, on_page = "add", True
    lead: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as the page shows it: a button and its dialog, or the reason why there is none."""

    step: Step
    url: str
    form: StepForm
    title: str = ""
    consequence: str = ""
    items: Sequence[str] = ()
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
        if refusal:
            found.append(Offer(step, urls[step.name], form, refusal=refusal))
        else:
            texts = (step.title(row), step.consequence(row), step.items(row))
            found.append(Offer(step, urls[step.name], form, *texts))
    return found
