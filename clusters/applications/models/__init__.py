"""The tables of calls and applications."""

from clusters.applications.models.application import (
    Application,
    ApplicationDocument,
    ApplicationVersion,
    StageResult,
)
from clusters.applications.models.call import Call, Condition, LateException, Requirement, RubricLine, Stage

__all__ = [
    "Application",
    "ApplicationDocument",
    "ApplicationVersion",
    "Call",
    "Condition",
    "LateException",
    "Requirement",
    "RubricLine",
    "Stage",
    "StageResult",
]
