"""What the workbench shows of calls and applications: every record with its page, by name."""

from django.contrib import admin

from clusters.admin import words
from clusters.applications import enums
from clusters.applications.admin.applications import ApplicationAdmin
from clusters.applications.admin.calls import CallAdmin
from clusters.applications.admin.parts import ConditionAdmin, RequirementAdmin, RubricLineAdmin, StageAdmin
from clusters.applications.admin.review import (
    AssignmentAdmin,
    BatchAdmin,
    ExpertAdmin,
    ObjectionAdmin,
    PublicNoticeAdmin,
)
from clusters.applications.models import (
    Application,
    Assignment,
    Batch,
    Call,
    Condition,
    Expert,
    Objection,
    PublicNotice,
    Requirement,
    RubricLine,
    Stage,
)

for choices in (
    enums.CallState,
    enums.ApplicationState,
    enums.StageOutcome,
    enums.DocumentVerdict,
    enums.AssignmentState,
    enums.ObjectionState,
):
    words.extend({member.value: str(member.label) for member in choices})

admin.site.register(Call, CallAdmin)
admin.site.register(Stage, StageAdmin)
admin.site.register(Requirement, RequirementAdmin)
admin.site.register(Condition, ConditionAdmin)
admin.site.register(RubricLine, RubricLineAdmin)
admin.site.register(Application, ApplicationAdmin)
admin.site.register(Expert, ExpertAdmin)
admin.site.register(Assignment, AssignmentAdmin)
admin.site.register(PublicNotice, PublicNoticeAdmin)
admin.site.register(Objection, ObjectionAdmin)
admin.site.register(Batch, BatchAdmin)
