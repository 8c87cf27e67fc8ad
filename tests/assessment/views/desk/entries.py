"""What a form sends, and what a refused step must leave as it is."""

from assessment.models import Submission, SubmissionVersion
from clusters.models import Event
from tests.factories import figures

HOSTILE = "<script>alert(1)</script>"


def typed(revision: int = 0, **texts: str) -> dict[str, str]:
    """What a form sends: the passing figures with these texts changed, names as `tax` or `confirm_tax`."""
    data = {f"value_{code}": text or "" for code, text in figures().items()}
    for name, text in texts.items():
        data[name if name.startswith(("remark_", "confirm_")) else f"value_{name}"] = text
    return {**data, "revision": str(revision)}


def snapshot() -> tuple:
    """Everything that a refused step must leave as it is."""
    return (
        list(Submission.objects.order_by("pk").values_list("pk", "state", "values", "revision", "confirmations")),
        SubmissionVersion.objects.count(),
        Event.objects.count(),
    )
