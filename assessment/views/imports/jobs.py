"""One upload of the signed-in person, and its plan in the words of the page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assessment.models import ImportJob, Indicator
from assessment.views.desk.loading import reader

SHOWN_ROWS = 200


def own_job(request: HttpRequest, job: object) -> ImportJob:
    """Return the job of the person who uploaded it; anybody else's is 404."""
    rows = ImportJob.objects.select_related("reporting_year", "district")
    return get_object_or_404(rows, pk=job, uploaded_by=reader(request))


def shown_plan(job: ImportJob) -> list[dict[str, Any]]:
    """Return rows of the plan: label, unit, old and new of each cell, conflicts to settle, what is odd.

    What asks for an answer comes first, so that it is never among the rows that are left out.
    """
    indicators = {row.code: row for row in Indicator.objects.all()}
    entries = sorted(job.plan, key=lambda entry: (not entry["conflicts"], not entry["warnings"]))
    return [_row(entry, indicators) for entry in entries[:SHOWN_ROWS]]


def summary(job: ImportJob) -> str:
    """Return how much the plan changes and how much of it asks for an answer, as one sentence."""
    severities = [severity for entry in job.plan for _, severity, *_ in entry["warnings"]]
    counted = (
        (sum(len(entry["conflicts"]) for entry in job.plan), "处与网上修改冲突，须选择保留哪一个"),
        (severities.count("suspect"), "处存疑，须说明"),
        (severities.count("warning"), "处提示核对"),
    )
    told = "".join(f"，{count}{words}" for count, words in counted if count)
    changes = sum(len(entry["changes"]) for entry in job.plan)
    return f"共{len(job.plan)}家集聚区、{changes}处修改{told}。确认后保存为草稿，不会直接提交审核。"


def must_answer(job: ImportJob) -> bool:
    """Say whether something waits for the person's answer: a conflict, or a figure in doubt."""
    return any(
        entry["conflicts"] or any(severity == "suspect" for _, severity, *_ in entry["warnings"]) for entry in job.plan
    )


def _number(text: str | None) -> Decimal | None:
    return None if text in (None, "") else Decimal(text)


def _row(entry: Mapping[str, Any], indicators: Mapping[str, Indicator]) -> dict[str, Any]:
    def named(code: str) -> dict[str, Any]:
        return {"code": code, "label": indicators[code].label, "unit": indicators[code].unit}

    return {
        "code": entry["code"],
        "name": entry["name"],
        "changes": [
            named(code) | {"old": _number(old), "new": _number(new), "cell": cell}
            for code, old, new, cell in entry["changes"]
        ],
        "conflicts": [
            named(code) | {"theirs": _number(theirs), "mine": _number(mine), "cell": cell}
            for code, _, theirs, mine, cell in entry["conflicts"]
        ],
        "suspects": [
            named(fields[0]) | {"cell": cell, "text": text, "fields": fields}
            for _, severity, fields, cell, text in entry["warnings"]
            if severity == "suspect"
        ],
        "hints": [text for _, severity, _, _, text in entry["warnings"] if severity == "warning"],
    }
