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
    """Return the first rows of the plan: label, unit, old and new of each cell, conflicts to settle, what is odd."""
    indicators = {row.code: row for row in Indicator.objects.all()}
    return [_row(entry, indicators) for entry in job.plan[:SHOWN_ROWS]]


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
