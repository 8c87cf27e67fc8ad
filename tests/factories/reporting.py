"""The yearly figures: indicators, years, duties, reports with their filed versions and reviews."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessment.enums import Family, Kind, ReviewAction, RulingKind, Source, SubmissionState, YearState
from assessment.models import (
    DeadlineException,
    Duty,
    Evidence,
    Indicator,
    ReportingYear,
    Review,
    Ruling,
    Submission,
    SubmissionVersion,
)
from assessment.services import evidence
from clusters.documents.services import documents
from clusters.enums import Role
from tests.factories.people import UserFactory
from tests.factories.register import ClusterFactory

PASSING = {"revenue": "120000.00", "leading_revenue": "90000.00", "tax": "7000.00", "floor_area": "100000.00"}


def figures(**changes: str | None) -> dict[str, str | None]:
    """Return figures that pass every line of the notice, with these codes changed (None = blank)."""
    return {**PASSING, **changes}


class ReportingYearFactory(DjangoModelFactory[ReportingYear]):
    """The open year 2021, due in thirty days; `closed=True` closed it a day ago."""

    class Meta:
        model = ReportingYear
        django_get_or_create = ("year",)

    class Params:
        closed = factory.Trait(
            state=YearState.CLOSED, deadline=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
        )

    year = 2021
    state = YearState.OPEN
    deadline = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class DutyFactory(DjangoModelFactory[Duty]):
    """A judged duty of a municipal cluster; `year=2020` names another year."""

    class Meta:
        model = Duty
        exclude = ("year",)

    year = 2021
    reporting_year = factory.SubFactory(ReportingYearFactory, year=factory.SelfAttribute("..year"))
    cluster = factory.SubFactory(ClusterFactory, municipal=True)
    district = factory.SelfAttribute("cluster.district")
    is_judged = True


class RulingFactory(DjangoModelFactory[Ruling]):
    class Meta:
        model = Ruling

    duty = factory.SubFactory(DutyFactory)
    kind = RulingKind.EXEMPT
    reason = "测试理由"
    made_by = factory.SubFactory(UserFactory, approver=True)


class DeadlineExceptionFactory(DjangoModelFactory[DeadlineException]):
    class Meta:
        model = DeadlineException

    duty = factory.SubFactory(DutyFactory)
    until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=60))
    reason = "测试理由"
    granted_by = factory.SubFactory(UserFactory, approver=True)


class IndicatorFactory(DjangoModelFactory[Indicator]):
    """An indicator in force from 2020; the same code gives the same row."""

    class Meta:
        model = Indicator
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"indicator_{n}")
    label = factory.LazyAttribute(lambda indicator: f"测试指标{indicator.code}")
    unit = "万元"
    family = Family.OUTPUT
    kind = Kind.MONEY
    definition = "测试口径。"
    from_year = 2020
    order = factory.Sequence(lambda n: n)


class SubmissionFactory(DjangoModelFactory[Submission]):
    """A draft with passing figures; `submitted`, `returned` and `verified` also file version 1 and review it."""

    class Meta:
        model = Submission
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(state=SubmissionState.SUBMITTED)
        returned = factory.Trait(
            state=SubmissionState.RETURNED, return_reason="请核对税收数据。", returned_fields=["tax"]
        )
        verified = factory.Trait(state=SubmissionState.VERIFIED)

    duty = factory.SubFactory(DutyFactory)
    values = factory.LazyFunction(figures)
    state = SubmissionState.DRAFT

    @factory.post_generation
    def filed(self: Submission, create: bool, extracted: object, **kwargs: Any) -> None:
        """File what the state says was filed; `filed__filed_by`, `filed__reviewed_by` name the people."""
        if not create or self.state == SubmissionState.DRAFT or self.current_version_id:
            return
        reviewer = kwargs.pop("reviewed_by", None)
        version = SubmissionVersionFactory(submission=self, confirmations=self.confirmations, **kwargs)
        self.current_version = version
        if self.state != SubmissionState.SUBMITTED:
            people = {"reviewed_by": reviewer} if reviewer else {}
            is_verified = self.state == SubmissionState.VERIFIED
            ReviewFactory(
                version=version,
                action=ReviewAction.VERIFIED if is_verified else ReviewAction.RETURNED,
                reason=self.return_reason,
                fields=self.returned_fields,
                accepted=sorted(self.confirmations) if is_verified else [],
                **people,
            )
            self.verified_version = version if is_verified else None
        self.save()


class SubmissionVersionFactory(DjangoModelFactory[SubmissionVersion]):
    """A filed version with the figures of the working copy; numbers count up within the report."""

    class Meta:
        model = SubmissionVersion

    submission = factory.SubFactory(SubmissionFactory)
    number = factory.LazyAttribute(lambda version: version.submission.versions.count() + 1)
    values = factory.LazyAttribute(lambda version: version.submission.values)
    source = Source.FORM
    sha256 = factory.LazyAttribute(
        lambda version: hashlib.sha256(json.dumps(version.values, sort_keys=True).encode()).hexdigest()
    )
    filed_by = factory.SubFactory(
        UserFactory, role=Role.DISTRICT_OFFICER, district=factory.SelfAttribute("..submission.duty.district")
    )


class ReviewFactory(DjangoModelFactory[Review]):
    class Meta:
        model = Review

    version = factory.SubFactory(SubmissionVersionFactory)
    action = ReviewAction.VERIFIED
    reviewed_by = factory.SubFactory(UserFactory, reviewer=True)


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A document beside the tax of a draft, uploaded by an officer of its district."""

    class Meta:
        model = Evidence

    submission = factory.SubFactory(SubmissionFactory)

    class Params:
        name = "佐证.pdf"
        content = b"%PDF-1.7"

    indicator_code = "tax"
    document = factory.LazyAttribute(
        lambda row: documents.add(
            row.content,
            name=row.name,
            owner="assessment.evidence",
            by=row.added_by,
            quota=replace(evidence.quota_of(row.submission.duty), limit=10**12),
        )
    )
    added_by = factory.SubFactory(UserFactory, district=factory.SelfAttribute("..submission.duty.district"))
