"""Records for tests: `from tests.factories import UserFactory`; every model has its factory."""

from tests.factories.applications import ApplicationFactory, CallFactory
from tests.factories.judging import (
    AppealFactory,
    AssessmentFactory,
    DecisionFactory,
    GradingFactory,
    LetterFactory,
    LetterSeriesFactory,
    RulesetVersionFactory,
    RunChunkFactory,
    RunFactory,
    SignatureFactory,
)
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.register import (
    BenefitFactory,
    CalendarDayFactory,
    CategoryFactory,
    ClusterFactory,
    DistrictFactory,
    RecognitionFactory,
)
from tests.factories.reporting import (
    DeadlineExceptionFactory,
    DutyFactory,
    EvidenceFactory,
    IndicatorFactory,
    ReportingYearFactory,
    ReviewFactory,
    RulingFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    figures,
)

__all__ = [
    "PASSWORD",
    "AppealFactory",
    "ApplicationFactory",
    "AssessmentFactory",
    "BenefitFactory",
    "CalendarDayFactory",
    "CallFactory",
    "CategoryFactory",
    "ClusterFactory",
    "DeadlineExceptionFactory",
    "DecisionFactory",
    "DistrictFactory",
    "DutyFactory",
    "EvidenceFactory",
    "GradingFactory",
    "IndicatorFactory",
    "LetterFactory",
    "LetterSeriesFactory",
    "RecognitionFactory",
    "ReportingYearFactory",
    "ReviewFactory",
    "RulesetVersionFactory",
    "RulingFactory",
    "RunChunkFactory",
    "RunFactory",
    "SignatureFactory",
    "SubmissionFactory",
    "SubmissionVersionFactory",
    "UserFactory",
    "figures",
]
