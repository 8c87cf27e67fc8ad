"""Writing thousands of working copies at once: one statement, one parameter."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from assessment.enums import Source
from assessment.models import Submission
from clusters.models import User

# The report may be there or not; what it held besides the imported figures stays. The revision grows either way.
_UPSERT = """
INSERT INTO assessment_submission (
    duty_id, state, "values", remarks, confirmations, revision, source, saved_by_id, saved_at, returned_fields, return_reason
)
SELECT duty, 'draft', "values", '{}', confirmations, revision, %s, %s, %s, '[]', ''
FROM jsonb_to_recordset(%s) AS plan (duty bigint, "values" jsonb, confirmations jsonb, revision integer)
ON CONFLICT (duty_id) DO UPDATE SET
    "values" = EXCLUDED."values", confirmations = EXCLUDED.confirmations, revision = EXCLUDED.revision,
    source = EXCLUDED.source, saved_by_id = EXCLUDED.saved_by_id, saved_at = EXCLUDED.saved_at
WHERE assessment_submission.revision = EXCLUDED.revision - 1
"""
_CHANGED = ["values", "confirmations", "revision", "source", "saved_by", "saved_at"]

Report = dict[str, Any]


def upsert(reports: Sequence[Report], *, by: User, at: datetime) -> int:
    """Store the reports (duty, values, confirmations, revision) in the caller's transaction; return how many.

    A report that somebody began or saved since it was looked at (there is no row to lock before the first save) is left
    alone and not counted, so that the caller can refuse.

    PostgreSQL takes the whole plan as one JSON parameter, four times faster than a parameter a cell; SQLite, which
    only ever sees a handful of rows, goes through the ORM.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT, [Source.WORKBOOK, by.pk, at, json.dumps(reports, ensure_ascii=False)])
            return int(cursor.rowcount)
    Submission.objects.bulk_create(
        [Submission(**_fields(report), source=Source.WORKBOOK, saved_by=by, saved_at=at) for report in reports],
        update_conflicts=True,
        unique_fields=["duty"],
        update_fields=_CHANGED,
    )
    return len(reports)


def _fields(report: Report) -> dict[str, Any]:
    return {"duty_id" if name == "duty" else name: value for name, value in report.items()}
