"""The plan of an upload in the words of its page."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from assessment.models import ImportJob, Indicator

SHOWN_ROWS = 200


def shown_plan(job: ImportJob, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return rows of the plan: label, unit, old and new of each cell, conflicts to settle, what is odd.

    Each question has the name of its field and what was `given` in it before, as `answers` takes them apart. What asks for an answer comes first, so that it is never among the rows that are left out.
    """
    names = {row.code: {"code": row.code, "label": row.label, "unit": row.unit} for row in Indicator.objects.all()}
    entries = sorted(job.plan, key=lambda entry: (not entry["conflicts"], not entry["warnings"]))
    return [_row(entry, names, given) for entry in entries[:SHOWN_ROWS]]


def summary(job: ImportJob) -> str:
    """Return how much the plan changes and how much of it asks for an answer, as one sentence."""
    counted = (
        (sum(len(entry["conflicts"]) for entry in job.plan), "处与网上修改冲突，须选择保留哪一个"),
        (_severities(job).count("suspect"), "处存疑，须说明"),
        (_severities(job).count("warning"), "处提示核对"),
    )
    told = "".join(f"，{count}{words}" for count, words in counted if count)
    changes = sum(len(entry["changes"]) for entry in job.plan)
    return f"共{len(job.plan)}家集聚区、{changes}处修改{told}。确认后保存为草稿，不会直接提交审核。"


def must_answer(job: ImportJob) -> bool:
    """Say whether something waits for the person's answer: a conflict, or a figure in doubt."""
    return any(entry["conflicts"] for entry in job.plan) or "suspect" in _severities(job)


def _severities(job: ImportJob) -> list[str]:
    return [severity for entry in job.plan for _, severity, *_ in entry["warnings"]]


def _number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _row(entry: Mapping[str, Any], names: Mapping[str, dict[str, Any]], given: Mapping[str, str]) -> dict[str, Any]:
    def asked(kind: str, codes: Iterable[str]) -> dict[str, str]:
        name = f"{kind}-{entry['code']}.{'+'.join(codes)}"
        return {"name": name, "given": given.get(name, "")}

    return {
        "code": entry["code"],
        "name": entry["name"],
        "changes": [
            names[code] | {"old": _number(old), "new": _number(new), "cell": cell}
            for code, old, new, cell in entry["changes"]
        ],
        "conflicts": [
            names[code] | asked("choice", [code]) | {"theirs": _number(theirs), "mine": _number(mine), "cell": cell}
            for code, _, theirs, mine, cell in entry["conflicts"]
        ],
        "suspects": [
            names[fields[0]] | asked("reason", fields) | {"cell": cell, "text": text}
            for _, severity, fields, cell, text in entry["warnings"]
            if severity == "suspect"
        ],
        "hints": [text for _, severity, _, _, text in entry["warnings"] if severity == "warning"],
    }
