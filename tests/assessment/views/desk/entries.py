"""What a form sends, and what a refused step must leave as it is."""

from typing import Any

from assessment.models import Submission, SubmissionVersion
from clusters.models import Event
from tests.factories import figures

CODES = ("revenue", "leading_revenue", "tax", "floor_area", "jobs")
HOSTILE = "<script>alert(1)</script>"


def typed(revision: int = 0, **texts: str) -> dict[str, Any]:
    """What a form sends: the passing figures with these texts changed, names as `tax` or `confirm_tax`.

    It has told the person which figures are blank.
    """
    data: dict[str, Any] = {f"value_{code}": text or "" for code, text in figures().items()}
    for name, text in texts.items():
        data[name if name.startswith(("remark_", "confirm_")) else f"value_{name}"] = text
    blank = [code for code in CODES if not data.get(f"value_{code}")]
    return {**data, "revision": str(revision), "blank": blank}


def snapshot() -> tuple:
    """Everything that a refused step must leave as it is."""
    return (
        list(Submission.objects.order_by("pk").values_list("pk", "state", "values", "revision", "confirmations")),
        SubmissionVersion.objects.count(),
        Event.objects.count(),
    )
