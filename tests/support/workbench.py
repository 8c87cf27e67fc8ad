"""Reading answers of the workbench: what a page offers, what a list shows, where a step lies."""

from typing import Any

from django.template.response import TemplateResponse
from django.urls import reverse


def address(row: Any, last: str = "change") -> str:
    """The address of a record's page or of one of its steps."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{last}", args=[row.pk])


def listed(model: Any) -> str:
    """The address of the list of a model."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def offered(answer: TemplateResponse) -> set[str]:
    """The steps that a page lets the person take."""
    return {offer.step.name for offer in (answer.context_data or {})["offers"] if not offer.refusal}


def refused(answer: TemplateResponse) -> dict[str, str]:
    """The steps that a page shows with the reason why they cannot be taken."""
    return {offer.step.name: offer.refusal for offer in (answer.context_data or {})["offers"] if offer.refusal}


def names(answer: TemplateResponse) -> list[str]:
    """The first cells of a list, in order."""
    return [row["name"] for row in (answer.context_data or {})["rows"]]


def text(answer: TemplateResponse) -> str:
    """The page as text."""
    return answer.content.decode()
