"""Completeness and punctuality: every report is counted once by state, and by when it was first filed."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from assessment.selectors import completeness
from tests.factories import (
    ClusterFactory,
    DeadlineExceptionFactory,
    DistrictFactory,
    DutyFactory,
    ReportingYearFactory,
    RulingFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


def duty(district=None, **fields):
    return DutyFactory(cluster=ClusterFactory(municipal=True, district=district or DistrictFactory()), **fields)


def codes_of(one):
    """The standings under which a duty is counted."""
    rows = completeness.duties_of(one.year)
    return {code for code in completeness.STANDINGS if completeness.counted(rows, code).filter(pk=one.pk).exists()}


def test_open_year_counts_states_and_nobody_as_overdue():
    ReportingYearFactory(deadline=NOW + 5 * DAY)
    assert codes_of(duty()) == {"begun_not", "not_due"}
    assert codes_of(SubmissionFactory(duty=duty()).duty) == {"draft", "not_due"}
    assert codes_of(SubmissionFactory(duty=duty(), submitted=True).duty) == {"submitted", "on_time"}
    assert codes_of(SubmissionFactory(duty=duty(), returned=True).duty) == {"returned", "on_time"}
    assert codes_of(SubmissionFactory(duty=duty(), verified=True).duty) == {"verified", "on_time"}


@pytest.mark.parametrize("closed", (True, False))
def test_passed_deadline_makes_unfiled_reports_overdue_whether_or_not_the_year_is_closed(closed):
    ReportingYearFactory(deadline=NOW - DAY, state="closed" if closed else "open")
    assert codes_of(duty()) == {"begun_not", "overdue"}
    assert codes_of(SubmissionFactory(duty=duty()).duty) == {"draft", "overdue"}
    assert "overdue" not in codes_of(SubmissionFactory(duty=duty(), returned=True).duty)
    assert codes_of(RulingFactory(duty=duty()).duty) == {"begun_not", "ruled"}
    assert "overdue" in codes_of(RulingFactory(duty=duty(), revoked_at=NOW).duty)


def test_extension_puts_off_being_overdue_until_it_has_passed():
    ReportingYearFactory(deadline=NOW - 9 * DAY, state="closed")
    running, over = duty(deadline_extended_to=NOW + DAY), duty(deadline_extended_to=NOW - DAY)
    assert codes_of(running) == {"begun_not", "extended", "not_due"}
    assert codes_of(over) == {"begun_not", "extended", "overdue"}


def test_first_filing_decides_about_punctuality():
    ReportingYearFactory(deadline=NOW - 9 * DAY, state="closed")
    in_time = SubmissionFactory(duty=duty(), submitted=True, filed__filed_at=NOW - 10 * DAY)
    late = SubmissionFactory(
        duty=duty(deadline_extended_to=NOW + DAY), submitted=True, filed__filed_at=NOW - timedelta(hours=1)
    )
    assert codes_of(in_time.duty) == {"submitted", "on_time"}
    assert codes_of(late.duty) == {"submitted", "late", "extended"}


def test_districts_are_counted_apart_and_together():
    near, far = DistrictFactory(order=1), DistrictFactory(order=2)
    for district in (far, near, near):
        SubmissionFactory(duty=duty(district), verified=True)
    duty(near)
    rows = completeness.by_district(2021)
    assert [(row.district, *(row.counts[code] for code in ("total", "verified", "owed"))) for row in rows] == [
        (near, 3, 2, 1),
        (far, 1, 1, 0),
    ]
    assert rows[0].filed_share == Fraction(2, 3)
    total = completeness.total_of(rows)
    assert (total.district, *(total.counts[code] for code in ("total", "verified", "begun_not"))) == (None, 4, 3, 1)
    assert total.share("on_time") == Fraction(3, 4)


def test_versions_after_the_first_do_not_count_a_report_twice():
    report = SubmissionFactory(duty=duty(), submitted=True)
    report.versions.create(number=2, values={}, source="form", sha256="0" * 64)
    (row,) = completeness.by_district(2021)
    assert [row.counts[code] for code in ("total", "submitted", "on_time")] == [1, 1, 1]


def test_district_sees_its_own_line_only():
    own, foreign = duty(), duty()
    DeadlineExceptionFactory(duty=own)
    DeadlineExceptionFactory(duty=foreign)
    officer = UserFactory(district=own.district)
    assert [row.district for row in completeness.by_district(2021, officer)] == [own.district]
    assert [row.duty for row in completeness.exceptions(2021, officer)] == [own]
    assert completeness.exceptions(2021, UserFactory(leader=True)).count() == 2


def test_empty_year_has_shares_of_nothing():
    assert completeness.by_district(2021) == []
    assert completeness.total_of([]).filed_share == 0


@pytest.mark.parametrize("districts", (1, 3))
def test_counting_costs_the_same_for_any_number_of_districts(districts, django_assert_num_queries):
    for _ in range(districts):
        SubmissionFactory(duty=duty(), verified=True)
    with django_assert_num_queries(2):
        completeness.by_district(2021)
