"""Drafting a rulebook from an existing one: years, basis and lines in labelled fields."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from assessment.forms.rulebooks import LinesForm
from assessment.rules.citation import Citation
from assessment.rules.enums import Basis
from assessment.rules.numbers import grouped
from assessment.rules.parse.amend import Continuation, adjustable
from assessment.rules.ruleset import Ruleset

_CODE = RegexValidator(r"[a-z0-9][a-z0-9-]{2,39}\Z", "代码用小写字母、数字和连字符，3至40个字符。")


class RedraftForm(LinesForm):
    """A rulebook for later years. After `is_valid`, `continuation` and `changed` say what differs from the old one."""

    title = forms.CharField(label="名称", max_length=120)
    code = forms.CharField(label="代码", max_length=40, validators=[_CODE])
    first_year = forms.IntegerField(label="首个数据年度", min_value=2000, max_value=2100)
    last_year = forms.IntegerField(
        label="最后数据年度", min_value=2000, max_value=2100, required=False, help_text="不填则长期适用。"
    )
    document = forms.CharField(label="依据文件", max_length=120, help_text="文件名称和文号，写入结果和公文。")
    clause = forms.CharField(label="条款", max_length=120)
    basis = forms.ChoiceField(label="依据类型", choices=[(one.value, one.label) for one in Basis])
    note = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, book: Ruleset, data: Any = None) -> None:
        last = book.last_year or book.first_year
        super().__init__(adjustable(book, last), data)
        self.book = book
        self.initial = {"first_year": last + 1, "basis": Basis.DEPARTMENT.value, "title": book.title}
        for name, line in self.lines.items():
            field = self.fields[f"line_{name}"]
            field.help_text = f"原为 {grouped(line.value)} {line.unit}；留空或不改则沿用，依据不变。"
            field.label = f"{field.label}（{line.unit}）"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("last_year") and data.get("first_year") and data["last_year"] < data["first_year"]:
            raise ValidationError({"last_year": "最后数据年度不能早于首个数据年度。"})
        return data

    @property
    def continuation(self) -> Continuation:
        """The years with their basis."""
        data = self.cleaned_data
        cite = Citation(data["document"], data["clause"], Basis(data["basis"]), data["note"])
        return Continuation(data["code"], data["title"], data["first_year"], data["last_year"], cite)
