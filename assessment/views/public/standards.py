"""The standards: the rulesets in force with the city's targets, each line with its clause."""

from typing import Any

from django.views.generic import TemplateView

from assessment.enums import RulesetState
from assessment.models import RulesetVersion
from assessment.selectors import rulebook
from clusters.models import Category
from clusters.views.guards import Public


class Standards(Public, TemplateView):
    """By what a cluster is judged, and since when."""

    template_name = "assessment/public/standards.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        active = RulesetVersion.objects.filter(state=RulesetState.ACTIVE).order_by("-first_year")
        return super().get_context_data(
            title="考核标准与依据",
            rulesets=[_entry(row) for row in active],
            categories=Category.objects.all(),
            **kwargs,
        )


def _entry(row: RulesetVersion) -> dict[str, Any]:
    rules = rulebook.parsed(row)
    return {
        "row": row,
        "rules": rules,
        "parameters": list(rules.parameters.values()),
        "targets": rules.steps[-1][1].targets,
    }
