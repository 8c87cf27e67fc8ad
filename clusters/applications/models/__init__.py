"""The tables of calls and applications."""

from clusters.applications.models.application import (
    Application,
    ApplicationDocument,
    ApplicationVersion,
    StageResult,
)
from clusters.applications.models.call import Call, Condition, LateException, Requirement, RubricLine, Stage
from clusters.applications.models.notice import Objection, PublicNotice
from clusters.applications.models.recognition import Batch, PlanRevision
from clusters.applications.models.review import Assignment, Expert, Panel, PanelVote, SiteVisit, VisitPhoto

__all__ = [
    "Application",
    "ApplicationDocument",
    "ApplicationVersion",
    "Assignment",
    "Batch",
    "Call",
    "Condition",
    "Expert",
    "LateException",
    "Objection",
    "Panel",
    "PanelVote",
    "PlanRevision",
    "PublicNotice",
    "Requirement",
    "RubricLine",
    "SiteVisit",
    "Stage",
    "StageResult",
    "VisitPhoto",
]
