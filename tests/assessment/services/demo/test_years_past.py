"""Closed years stand as they would today: filed in time, verified later, by the right people."""

import pytest

from assessment.enums import Source, SubmissionState, YearState
from assessment.models import Duty, ReportingYear, Review, Submission, SubmissionVersion
from assessment.services import submissions
from clusters.enums import Role
from clusters.models import Event

pytestmark = pytest.mark.usefixtures("demo")

CLOSED = (2020, 2021)


@pytest.mark.parametrize("year", CLOSED)
def test_closed_year_is_closed_and_was_due_in_march(year: int) -> None:
    row = ReportingYear.objects.get(pk=year)
    assert row.state == YearState.CLOSED
    assert row.deadline.year == year + 1
    line = Event.objects.get(action="演示数据.载入历史年度", object_id=str(year))
    assert line.data == {"duties": row.duties.count(), "reports": row.duties.filter(submission__isnull=False).count()}


def test_versions_were_filed_in_time_by_the_districts_own_officer() -> None:
    versions = SubmissionVersion.objects.filter(submission__duty__reporting_year__in=CLOSED)
    assert versions.count() == 25
    for version in versions.select_related("submission__duty__reporting_year", "filed_by", "review__reviewed_by"):
        duty = version.submission.duty
        assert duty.reporting_year.opened_at < version.filed_at < duty.reporting_year.deadline
        assert version.filed_by.district_id == duty.district_id
        assert version.filed_at < version.review.reviewed_at
        assert version.review.reviewed_by.role == Role.REVIEWER
        assert version.source == Source.DEMO


def test_submission_points_to_its_version_and_carries_the_same_figures() -> None:
    for row in Submission.objects.filter(duty__reporting_year__in=CLOSED).select_related("verified_version"):
        assert row.state == SubmissionState.VERIFIED
        assert row.current_version_id == row.verified_version_id
        assert row.values == row.verified_version.values


def test_version_is_sealed_as_the_service_seals_one() -> None:
    """The hash of a version must not tell whether a service or the demonstration wrote it."""
    row = Submission.objects.get(duty__reporting_year=2022, duty__cluster__name="灵山湾影视文化产业集群")
    filed = row.current_version
    assert submissions.sealed(row, number=1, by=row.saved_by).sha256 == filed.sha256


def test_missing_report_and_blank_figure_are_left_open() -> None:
    assert not Submission.objects.filter(
        duty=Duty.objects.get(reporting_year=2021, cluster__name="国际商贸城")
    ).exists()
    blank = Submission.objects.get(duty__reporting_year=2021, duty__cluster__name="橡胶谷")
    assert blank.values["tax"] is None
    assert blank.remarks["tax"]


def test_odd_figure_was_explained_and_accepted() -> None:
    review = Review.objects.get(version__submission__duty__cluster__name="青岛华骏物流园",
                                version__submission__duty__reporting_year=2021)  # fmt: skip
    assert review.accepted == ["tax"]
    assert "留抵退税" in review.version.confirmations["tax"]


def test_reserve_cluster_reports_without_being_judged() -> None:
    assert not Duty.objects.get(reporting_year=2021, cluster__name="上合物流园").is_judged
