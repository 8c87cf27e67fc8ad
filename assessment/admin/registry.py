"""What the workbench shows of the assessment: every record with its page, by name."""

from django.contrib import admin

from assessment import enums
from assessment.admin.appeals import AppealAdmin
from assessment.admin.assessments import AssessmentAdmin
from assessment.admin.decisions import DecisionAdmin
from assessment.admin.designations import DesignationAdmin
from assessment.admin.duties import DutyAdmin
from assessment.admin.letters import LetterAdmin
from assessment.admin.reference import IndicatorAdmin
from assessment.admin.rulesets import RulesetVersionAdmin
from assessment.admin.runs import RunAdmin
from assessment.admin.submissions import SubmissionAdmin
from assessment.admin.years import ReportingYearAdmin
from assessment.models import (
    Appeal,
    Assessment,
    Decision,
    Designation,
    Duty,
    Indicator,
    Letter,
    ReportingYear,
    RulesetVersion,
    Run,
    Submission,
)
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

admin.site.register(ReportingYear, ReportingYearAdmin)
admin.site.register(Duty, DutyAdmin)
admin.site.register(Submission, SubmissionAdmin)
admin.site.register(Run, RunAdmin)
admin.site.register(Assessment, AssessmentAdmin)
admin.site.register(Decision, DecisionAdmin)
admin.site.register(Appeal, AppealAdmin)
admin.site.register(Designation, DesignationAdmin)
admin.site.register(Letter, LetterAdmin)
admin.site.register(RulesetVersion, RulesetVersionAdmin)
admin.site.register(Indicator, IndicatorAdmin)
