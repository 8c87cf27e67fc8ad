"""Every table of the assessment in the workbench, each module registers what it declares; and the words of its codes."""

from assessment import enums
from assessment.admin import (  # noqa: F401
    appeals,
    assessments,
    decisions,
    designations,
    duties,
    letters,
    reference,
    rulesets,
    runs,
    submissions,
    years,
)
from assessment.models import Indicator
from assessment.rules.enums import Verdict
from clusters.admin import words

# What the audit line writes as codes, in the words of the state tables and the closed lists.
for choices in (
    enums.SubmissionState,
    enums.YearState,
    enums.RunState,
    enums.AssessmentState,
    enums.RulesetState,
    enums.AppealState,
    enums.DecisionKind,
    enums.RulingKind,
    enums.LetterKind,
):
    words.extend({member.value: str(member.label) for member in choices})
words.extend({verdict.value: verdict.label for verdict in Verdict})
words.look_up(lambda code: Indicator.objects.filter(pk=code).values_list("label", flat=True).first())
