"""A step that a person takes on one record of the workbench: who may, when, what follows, which service does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.template import Context, Engine, Template

from clusters.admin.words import WORDS
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


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `shut` answers None when it can be taken, SHUT when it is not offered, or a sentence that says why not;
    `service` gets the record (none for a new one), what the form asked for by name, and `by`.

    The words are Django templates: `row` is the record, in `done` `made` is what the service returned; `more(row, made)`
    adds what they need besides (`made` is None before). `on_page` steps have a page of their own; `marks` names the boxes of the page that
    join in, which the dialog then lists.
    """

    name: str
    permission: str
    service: Callable[..., Any]
    form_class: type[StepForm]
    shut: Callable[[Any, User], str | None]
    more: Callable[[Any, Any], Mapping[str, Any]]
    verb: str
    icon: str = ""
    heading: str = "{{ step.verb }}：{{ row }}"
    follows: str = ""
    also: Sequence[str] = ()
    done: str = "{{ made }}"
    marks: str = ""
    danger: bool = False
    primary: bool = False
    on_page: bool = False

    def title(self, row: Any) -> str:
        return _worded(self.heading, step=self, row=row, **self.more(row, None)) if row else self.verb

    def consequence(self, row: Any) -> str:
        return _worded(self.follows, row=row, **self.more(row, None))

    def items(self, row: Any) -> list[str]:
        """Return the further consequences; a template may give several lines or none."""
        more = self.more(row, None)
        return [line for text in self.also for line in _worded(text, row=row, **more).splitlines() if line]

    def form(self, row: Any, by: User, data: Any = None, files: Any = None) -> StepForm:
        return self.form_class(data, files, row=row, by=by, name=self.name)

    def act(self, row: Any, data: dict[str, Any], by: User) -> Any:
        """Call the service. Raises DomainError."""
        return self.service(*(() if row is None else (row,)), **data, by=by)

    def said(self, made: Any, row: Any) -> str:
        """Return the sentence that tells the person what was done."""
        return _worded(self.done, made=made, row=row, **self.more(row, made))


def step(
    key: str,
    permission: str,
    service: Callable[..., Any],
    form: type[StepForm] = ReasonForm,
    *,
    shut: Callable[[Any, User], str | None] = lambda row, by: None,
    more: Callable[[Any, Any], Mapping[str, Any]] = lambda row, made: {},
) -> Step:
    """Return the step `table.name`, with its words from templates/admin/workbench.toml."""
    table, _, name = key.partition(".")
    words = {**WORDS["every"].get(name, {}), **WORDS[table].get(name, {})}
    return Step(name, permission, service, form, shut, more, **words)


@cache
def _template(text: str) -> Template:
    return Engine.get_default().from_string("{% load figures %}" + text)


def _worded(text: str, **names: Any) -> str:
    return _template(text).render(Context(names, autoescape=False))


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
    for one in steps:
        refusal = one.shut(row, by)
        if refusal == SHUT or not by.has_perm(one.permission, row):
            continue
        shown = (one, urls[one.name], bound.get(one.name) or one.form(row, by))
        if refusal:
            found.append(Offer(*shown, refusal=refusal))
        else:
            found.append(Offer(*shown, one.title(row), one.consequence(row), one.items(row)))
    return found
