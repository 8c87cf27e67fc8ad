"""Where what somebody else stored differs from what was typed, field by field."""

from collections.abc import Iterator
from typing import Any

from assessment.forms.report import ReportForm
from assessment.models import Submission
from assessment.selectors import figures
from clusters.templatetags.figures import full_precision


def differences(report: Submission, form: ReportForm) -> list[dict[str, Any]]:
    """Return the differing fields in the order of the form, as rows of the difference table.

    `old` is what is stored, `new` what was typed; `field` names the form's field, and `text` is what taking the stored
    one over puts in.
    """
    form.is_valid()
    return list(_differences(report, form))


def _differences(report: Submission, form: ReportForm) -> Iterator[dict[str, Any]]:
    typed, stored, unreadable = form.values(), figures.from_text(report.values), form.unreadable
    for one in form.indicators:
        code, name = one.code, f"value_{one.code}"
        if code in unreadable or typed.get(code) != stored.get(code):
            mine = form[name].value() or "" if code in unreadable else _written(typed.get(code))
            theirs, text = _written(stored.get(code)), report.values.get(code) or ""
            yield {"label": one.label, "unit": one.unit, "field": name, "old": theirs, "new": mine, "text": text}
        for kind, label, said in (("remark", "备注", report.remarks), ("confirm", "情况说明", report.confirmations)):
            name = f"{kind}_{code}"
            mine, theirs = (form[name].value() or "").strip(), said.get(code, "")
            if mine != theirs:
                words = {"label": f"{one.label}（{label}）", "unit": "", "field": name}
                yield {**words, "old": theirs, "new": mine, "text": theirs}


def _written(value: Any) -> str:
    return "" if value is None else full_precision(value)
