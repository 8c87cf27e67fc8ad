"""The yearly assessment."""

from django.apps import AppConfig

from assessment.access import POLICY
from clusters import access


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "年度考核"

    def ready(self) -> None:
        access.extend(POLICY)
