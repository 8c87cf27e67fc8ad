"""The assessment's tables."""

from assessment.models.appeal import Appeal
from assessment.models.assessment import Assessment, Grading
from assessment.models.decision import Decision, Designation, Signature
from assessment.models.duty import DeadlineException, Duty, ReportingYear, Ruling
from assessment.models.evidence import Evidence
from assessment.models.imports import ImportJob
from assessment.models.indicator import Indicator
from assessment.models.letter import Letter, LetterSeries
from assessment.models.quarter import QuarterFigure, QuarterlyIndicator
from assessment.models.rehearsal import Rehearsal
from assessment.models.ruleset import RulesetVersion
from assessment.models.run import Run, RunChunk, YearField
from assessment.models.submission import Review, Submission, SubmissionVersion
from assessment.models.third_party import ComparisonRule, SourceChoice, ThirdPartyBatch, ThirdPartyFigure
