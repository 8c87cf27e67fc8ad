"""The yearly assessment."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate  # noqa: TID251 - the schema's own upkeep, not a business step

from assessment.access import DOCUMENTS, POLICY
from clusters import access
from clusters.documents.access import register
from clusters.immutable import Guard, guarding

APPEND_ONLY = (
    Guard("assessment_decision"),
    Guard("assessment_signature"),
    Guard("assessment_designation"),
    Guard("assessment_submissionversion"),
    Guard("assessment_review"),
    Guard("assessment_letter"),
    Guard("assessment_quarterfigure"),
    # The medians and places that a run was scored in: each of its results is recomputed with them.
    Guard("assessment_yearfield"),
    # A ruleset changes its state, never its text or its years.
    Guard("assessment_rulesetversion", ("code", "text", "sha256", "first_year", "last_year")),
    # A proposal changes its state, never what it rests on.
    Guard("assessment_assessment", ("inputs", "outcome", "explanation", "verdict", "input_sha256", "engine_version")),
)

guard_tables = guarding(APPEND_ONLY)


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "年度考核"

    def ready(self) -> None:
        access.extend(POLICY)
        register(DOCUMENTS)
        post_migrate.connect(guard_tables, sender=self)
