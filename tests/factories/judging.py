"""What follows from the figures: rulesets, runs, results, decisions, appeals, letters."""

import hashlib
from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessment.enums import AssessmentState, DecisionKind, DesignatedAct, Grade, LetterKind, RulesetState
from assessment.models import (
    Appeal,
    Assessment,
    Decision,
    Designation,
    Grading,
    Letter,
    LetterSeries,
    RulesetVersion,
    Run,
    RunChunk,
    Signature,
)
from clusters.documents.services import documents
from clusters.models import Recognition
from tests.factories.people import UserFactory
from tests.factories.reporting import DutyFactory, ReportingYearFactory


class RulesetVersionFactory(DjangoModelFactory[RulesetVersion]):
    """The row in force for 2020–2022; give `text=` the text of a rulebook where the engine is to read it.

    The same text gives the same row, so that a year does not end up with two rulesets in force.
    """

    class Meta:
        model = RulesetVersion
        django_get_or_create = ("sha256",)

    code = "qingdao"
    title = "测试规则集"
    text = "# 测试规则集"
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.text.encode()).hexdigest())
    first_year = 2020
    last_year = 2022
    basis = "notice"
    state = RulesetState.ACTIVE


class RunFactory(DjangoModelFactory[Run]):
    class Meta:
        model = Run

    reporting_year = factory.SubFactory(ReportingYearFactory)
    ruleset = factory.SubFactory(RulesetVersionFactory)
    started_by = factory.SubFactory(UserFactory, approver=True)


class RunChunkFactory(DjangoModelFactory[RunChunk]):
    class Meta:
        model = RunChunk

    run = factory.SubFactory(RunFactory)
    number = factory.Sequence(lambda n: n)
    snapshot = factory.LazyFunction(list)


class AssessmentFactory(DjangoModelFactory[Assessment]):
    """A proposed pass; `confirmed=True` is released to the district."""

    class Meta:
        model = Assessment

    class Params:
        confirmed = factory.Trait(state=AssessmentState.CONFIRMED)

    duty = factory.SubFactory(DutyFactory)
    recognition = factory.LazyAttribute(
        lambda row: Recognition.objects.filter(cluster=row.duty.cluster).order_by("pk").first()
    )
    engine_version = "1.0"
    verdict = "pass"
    inputs = factory.LazyFunction(dict)
    outcome = factory.LazyFunction(dict)
    input_sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())


class GradingFactory(DjangoModelFactory[Grading]):
    class Meta:
        model = Grading

    assessment = factory.SubFactory(AssessmentFactory)
    grade = Grade.GOOD
    graded_by = factory.SubFactory(UserFactory, reviewer=True)


class SignatureFactory(DjangoModelFactory[Signature]):
    class Meta:
        model = Signature

    assessment = factory.SubFactory(AssessmentFactory)
    signer = factory.SubFactory(UserFactory, approver=True)


class DesignationFactory(DjangoModelFactory[Designation]):
    class Meta:
        model = Designation

    assessment = factory.SubFactory(AssessmentFactory)
    act = DesignatedAct.RULE
    person = factory.SubFactory(UserFactory, reviewer=True)
    reason = "测试理由"
    designated_by = factory.SubFactory(UserFactory, security_admin=True)


class DecisionFactory(DjangoModelFactory[Decision]):
    """A confirmed pass; `kind=` another decision, which leaves the register as it is."""

    class Meta:
        model = Decision

    assessment = factory.SubFactory(AssessmentFactory, confirmed=True)
    cluster = factory.SelfAttribute("assessment.duty.cluster")
    recognition = factory.SelfAttribute("assessment.recognition")
    year = factory.SelfAttribute("assessment.duty.reporting_year_id")
    kind = DecisionKind.PASSED
    confirmed_by = factory.SubFactory(UserFactory, approver=True)
    decided_on = factory.LazyFunction(timezone.localdate)
    record = factory.LazyFunction(dict)
    record_sha256 = hashlib.sha256(b"{}").hexdigest()


class AppealFactory(DjangoModelFactory[Appeal]):
    class Meta:
        model = Appeal

    decision = factory.SubFactory(DecisionFactory, kind=DecisionKind.YELLOW_CARD)
    grounds = "测试理由"
    filed_by = factory.SubFactory(UserFactory, district=factory.SelfAttribute("..decision.assessment.duty.district"))


class LetterSeriesFactory(DjangoModelFactory[LetterSeries]):
    class Meta:
        model = LetterSeries
        django_get_or_create = ("prefix", "year")

    prefix = "测试服务"
    year = 2022
    last = 0


class LetterFactory(DjangoModelFactory[Letter]):
    """A letter whose file is not a real document; tests of documents go through the service."""

    class Meta:
        model = Letter

    class Params:
        content = b"test"

    decision = factory.SubFactory(DecisionFactory, kind=DecisionKind.YELLOW_CARD)
    kind = LetterKind.YELLOW_CARD
    series = factory.SubFactory(LetterSeriesFactory)
    number = factory.LazyAttribute(lambda letter: letter.series.letters.count() + 1)
    title = "测试公文"
    slots = factory.LazyFunction(dict)
    document = factory.LazyAttribute(
        lambda letter: documents.add(letter.content, name=f"{letter.title}.docx", owner="assessment.letter", by=None)
    )
    code = factory.Sequence(lambda n: f"TEST{n:08d}")
    issued_on = date(2022, 6, 30)
