"""What was filed, to read; and what a resubmission changed, field by field."""

from typing import Any, NamedTuple

from clusters.applications.answers import text_of
from clusters.applications.form import Section
from clusters.applications.models import Application
from clusters.applications.selectors import progress

Row = dict[str, Any]


class Shown(NamedTuple):
    """One section as filed: its answers in words, and its table where it has one."""

    section: Section
    answers: list[tuple[str, str]]
    heads: list[str]
    rows: list[list[str]]


def shown(application: Application) -> list[Shown]:
    """Return the filed answers by section, with their units; what was left blank is blank."""
    version = application.current_version
    content = version.content if version else application.content
    periods = progress.periods_of(application.call)
    found = []
    for section in progress.sections_of(application.call):
        answers, heads, rows = [], list[str](), list[list[str]]()
        for key, field, period in section.entries():
            value = content.get(section.code, {}).get(key)
            if field.kind == "table":
                heads = [one.label for one in field.columns]
                rows = [[row.get(one.code, "") for one in field.columns] for row in value or []]
            else:
                label = field.label if period is None else f"{field.label}（{periods[period]}）"
                answers.append((label, f"{value} {field.unit}".strip() if value else ""))
        found.append(Shown(section, answers, heads, rows))
    return found


def since_last(application: Application) -> list[Row]:
    """Return what the newest version says differently from the one before, as rows of a comparison."""
    versions = list(application.versions.order_by("-number")[:2])
    if len(versions) < 2:
        return []
    new, old = versions
    rows = []
    for section in progress.sections_of(application.call):
        for key, field, _ in section.entries():
            before, after = (one.content.get(section.code, {}).get(key) for one in (old, new))
            if before != after:
                texts = [text_of(field, one or []) if field.kind == "table" else one or "" for one in (before, after)]
                label = f"{section.label}：{field.label}"
                rows.append({"label": label, "unit": field.unit, "old": texts[0], "new": texts[1], "changed": True})
    names = {one.code: one.label for one in application.call.requirements.all()}
    for code, label in names.items():
        if old.documents.get(code) != new.documents.get(code):
            texts = ["已上传" if one.documents.get(code) else "" for one in (old, new)]
            rows.append({"label": label, "unit": "", "old": texts[0], "new": f"{texts[1]}（已更换）", "changed": True})
    return rows
