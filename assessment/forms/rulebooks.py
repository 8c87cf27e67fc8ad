"""What the workshop of rulebooks asks for: a text, other lines, a legal basis, a file of cases, filters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from assessment.forms import rulebook_text
from assessment.forms.base import PlainForm, ReasonForm
from assessment.rules.numbers import figure, grouped, plain
from assessment.rules.parse.amend import Adjustable
from assessment.selectors.rehearsal_pages import EFFECTS
from clusters.documents.forms.attachments import DOCX, PDF, AttachmentField, clean_name
from clusters.models import User

MAX_BYTES: Final = 1024 * 1024
MAX_BASIS: Final = 500
BASIS_MEBIBYTES: Final = 20
PASTED: Final = "粘贴的文本"
SCOPES: Final = (("", "黄牌与称号"), ("other", "其他结论变化"), ("all", "全部变化"))


class DraftForm(PlainForm):
    """A rulebook as a .toml file or as text. After `is_valid`, `text` and `name` are what was handed in."""

    file = forms.FileField(
        label="规则集文件",
        required=False,
        help_text="TOML 文本（.toml），UTF-8 编码，不超过 1 MB。",
        widget=forms.FileInput(attrs={"accept": ".toml,.txt"}),
    )
    text = forms.CharField(
        label="或粘贴全文",
        required=False,
        strip=False,
        max_length=rulebook_text.MAX_LETTERS,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "source-input", "wrap": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = PASTED
        self.lines: tuple[rulebook_text.Line, ...] = ()

    def clean_file(self) -> str | None:
        """Return the text of the file."""
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload is None:
            return None
        if (upload.size or 0) > MAX_BYTES:
            raise ValidationError("文件超过 1 MB，不是规则集。")
        self.name = clean_name(upload.name or "", ".toml")
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError("文件不是 UTF-8 编码的文本。请在编辑器中另存为 UTF-8。") from error

    def clean(self) -> dict[str, Any]:
        """Take the file before the pasted text, and refuse what is no rulebook with its place in the text."""
        super().clean()
        if self.errors:
            return self.cleaned_data
        typed = str(self.cleaned_data.get("text") or "").replace("\r\n", "\n").removeprefix("\ufeff")
        text = self.cleaned_data.get("file") or typed
        if not text.strip():
            raise ValidationError("请选择规则集文件，或粘贴全文。")
        self._show(text)
        try:
            rulebook_text.read(text, self.name)
        except rulebook_text.UnreadableRulebook as error:
            self.lines = error.lines
            self.add_error("text", str(error))
        return {**self.cleaned_data, "text": text}

    def _show(self, text: str) -> None:
        """Let the page show the text of the file, so that it can be mended in place."""
        if len(text) <= rulebook_text.MAX_LETTERS:
            self.data = {"text": text}


@dataclass(frozen=True, slots=True)
class Slider:
    """The reach of the slider beside a line: from zero to twice its value, in a hundredth or so of its size."""

    low: str
    high: str
    step: str

    @classmethod
    def of(cls, line: Adjustable) -> "Slider":
        size = abs(line.value) or Decimal(1)
        high = min(size * 2, Decimal(100)) if line.unit == "%" and size <= 100 else size * 2
        step = Decimal(1).scaleb(size.adjusted() - 2 + (1 if size.adjusted() < 2 else 0))
        return cls(plain(-high if line.value < 0 else Decimal(0)), plain(high), plain(step))


class LineField(forms.Field):
    """A line in its own unit, as plain digits; blank leaves it as it is."""

    widget = forms.TextInput

    def __init__(self, line: Adjustable) -> None:
        label = f"{line.label}（{line.group}）" if line.group else line.label
        super().__init__(label=label, required=False, initial=plain(line.value))
        self.widget.attrs.update(inputmode="decimal", autocomplete="off", maxlength="30")

    def to_python(self, value: Any) -> Decimal | None:
        """Raises ValidationError for anything but digits with a point."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return figure(text)
        except ValueError as error:
            raise ValidationError(f"{error}。") from error


class LinesForm(PlainForm):
    """Other values for the lines of a ruleset; `changed` are those that differ."""

    def __init__(self, lines: Iterable[Adjustable], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.lines = {line.parameter: line for line in lines}
        for name, line in self.lines.items():
            self.fields[f"line_{name}"] = LineField(line)

    def changed(self) -> dict[str, Decimal]:
        """Return the new values by parameter."""
        typed = {name: self.cleaned_data.get(f"line_{name}") for name in self.lines}
        return {name: value for name, value in typed.items() if value is not None and value != self.lines[name].value}


class TrialForm(LinesForm):
    """Lines to rehearse, each with a slider; at least one of them differs."""

    def rows(self) -> list[dict[str, Any]]:
        """Return for each line its field, its slider and its words."""
        return [
            {"field": self[f"line_{name}"], "line": line, "slider": Slider.of(line), "now": grouped(line.value)}
            for name, line in self.lines.items()
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and not self.changed():
            raise ValidationError("没有改动任何一条标准线。请至少调整一条后再推演。")
        return self.cleaned_data


class ActivationForm(PlainForm):
    """The legal basis in words and as a document, signed with the own password."""

    legal_basis = forms.CharField(
        label="法律依据",
        max_length=MAX_BASIS,
        help_text="文件名称和文号，例如：关于……的通知（某发改规〔年份〕×号）。随规则集公开，写入办理记录。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写规则集施行的法律依据（文件名称、文号）。"},
    )
    document = AttachmentField(
        label="依据文件",
        kinds=(PDF, DOCX),
        limit=BASIS_MEBIBYTES,
        help_text=f"PDF 或 DOCX，不超过 {BASIS_MEBIBYTES} MB。",
        error_messages={"required": "请上传依据文件。"},
    )
    password = forms.CharField(
        label="登录密码",
        strip=False,
        max_length=200,
        help_text="签发须再次输入本人密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请输入本人登录密码。"},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_password(self) -> str:
        """Nobody signs at a screen left open."""
        password = str(self.cleaned_data["password"])
        if not self.by.check_password(password):
            raise ValidationError("密码不正确，未签发。")
        return password


class RetireForm(ReasonForm):
    """Why a ruleset is taken out of force."""

    prefix, asked = "retire", "停用理由"


class CasesForm(PlainForm):
    """A file of decision cases."""

    file = forms.FileField(
        label="用例文件",
        help_text="CSV，UTF-8 编码，不超过 1 MB、500 个用例。",
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={"required": "请选择用例文件。", "empty": "文件是空的。"},
    )
    with_others = forms.BooleanField(label="其他年度按施行中的规则集一并评判", required=False)


class ChangesFilter(forms.Form):
    """The filters of the list of changes; a value that the rehearsal does not know filters nothing."""

    scope = forms.ChoiceField(label="范围", choices=SCOPES, required=False, widget=forms.HiddenInput)
    effect = forms.ChoiceField(label="影响", required=False)
    district = forms.ChoiceField(label="区市", required=False)
    category = forms.ChoiceField(label="类别", required=False)
    year = forms.TypedChoiceField(label="数据年度", required=False, coerce=int, empty_value=None)

    def __init__(self, changes: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self._offer("effect", [effect for effect in EFFECTS if any(one["effect"] == effect for one in changes)])
        for name in ("district", "category", "year"):
            self._offer(name, sorted({one[name] for one in changes if one[name]}))

    def _offer(self, name: str, values: Iterable[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *((value, str(value)) for value in values)]

    def chosen(self) -> dict[str, Any]:
        """Return the filters as far as they are valid."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}

    def words(self) -> str:
        """Return the filters in words, for the head of an export."""
        self.is_valid()
        scope = dict(SCOPES)[self.cleaned_data.get("scope", "")]
        named = [
            f"{self.fields[name].label} {self.cleaned_data[name]}"
            for name in ("effect", "district", "category", "year")
            if self.cleaned_data.get(name)
        ]
        return "，".join([scope, *named])
