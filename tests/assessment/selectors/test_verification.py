"""The reviewer's queue: what was found in each report, medians of the category, the order."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessment.models import Submission
from assessment.selectors import verification
from assessment.selectors.verification import Risk
from assessment.services import runs
from tests.factories import CategoryFactory, DutyFactory, SubmissionFactory, SubmissionVersionFactory, figures
from tests.support.history import municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def filed(*, days: int = 0, **changes) -> Submission:
    row = SubmissionFactory(values=figures(**changes), submitted=True)
    if days:
        version = SubmissionVersionFactory(submission=row, filed_at=timezone.now() - timedelta(days=days))
        Submission.objects.filter(pk=row.pk).update(current_version=version)
    return row


def risks() -> dict[int, Risk]:
    return {row.pk: risk for row, risk in verification.waiting()}


def test_clean_report_has_no_risk():
    row = filed()
    assert risks() == {row.pk: Risk()}
    assert risks()[row.pk].is_clean


@pytest.mark.parametrize(
    ("changes", "expected"),
    (
        ({"tax": None}, Risk(grave=1)),
        ({"leading_revenue": "130000"}, Risk(grave=1)),
        ({"revenue": "1200000000", "leading_revenue": "900000000"}, Risk(suspects=1)),
    ),
)
def test_findings_are_counted_by_gravity(changes, expected):
    row = filed(**changes)
    assert risks()[row.pk] == expected
    assert not risks()[row.pk].is_clean


def test_reason_of_the_district_does_not_hide_a_finding():
    odd = {"revenue": "1200000000", "leading_revenue": "900000000"}
    row = SubmissionFactory(values=figures(**odd), confirmations={"revenue": "属实"}, submitted=True)
    assert risks()[row.pk].suspects == 1


def test_figures_are_held_against_last_year():
    cluster = municipal()
    report(cluster, 2020, tax="60")
    row = SubmissionFactory(duty=DutyFactory(cluster=cluster, year=2021), submitted=True)
    assert risks()[row.pk].suspects == 1


def test_order_is_risk_then_age():
    young, old = filed(days=1), filed(days=9)
    odd = filed(revenue="1200000000", leading_revenue="900000000")
    blank = filed(tax=None)
    assert [row.pk for row, _ in verification.waiting()] == [blank.pk, odd.pk, old.pk, young.pk]


@pytest.mark.parametrize("trait", ("returned", "verified"))
def test_only_submitted_reports_wait(trait):
    SubmissionFactory(**{trait: True})
    SubmissionFactory()
    assert verification.waiting() == []


def test_median_needs_three_reports_of_the_category_and_year():
    category = CategoryFactory()
    for tax in ("10", "20"):
        SubmissionFactory(duty__cluster__category=category, values={"tax": tax}, submitted=True)
    assert verification.figure_medians(2021, category.pk) == {}
    SubmissionFactory(duty__cluster__category=category, values={"tax": "90"}, verified=True)
    assert verification.figure_medians(2021, category.pk) == {"tax": Decimal("20")}


def test_median_leaves_out_drafts_blanks_and_other_years():
    category = CategoryFactory()
    for tax in ("10", "20", "30"):
        SubmissionFactory(duty__cluster__category=category, values={"tax": tax, "revenue": None}, submitted=True)
    SubmissionFactory(duty__cluster__category=category, values={"tax": "9999"})
    SubmissionFactory(duty__cluster__category=category, duty__year=2020, values={"tax": "9999"}, submitted=True)
    assert verification.figure_medians(2021, category.pk) == {"tax": Decimal("20")}


@pytest.mark.parametrize("rows", (1, 3))
def test_queue_costs_the_same_for_any_number_of_reports(rows, django_assert_num_queries):
    for _ in range(rows):
        filed()
    verification.waiting()
    with django_assert_num_queries(13):
        verification.waiting()
    runs.assess_now(2021, by=None)
    with django_assert_num_queries(4):
        verification.waiting()


def test_median_check_asks_about_the_measure_of_the_reports_filed_so_far():
    """(7.A1) The checks ask for the median of a measure; the queue gave them medians of figures, so none ever fired."""
    category = CategoryFactory()
    for _ in range(3):
        SubmissionFactory(duty__cluster=municipal(category=category), submitted=True)
    row = SubmissionFactory(
        duty__cluster=municipal(category=category),
        values=figures(revenue="900000", leading_revenue="900000"),
        submitted=True,
    )
    assert "revenue_median" in {one.code for one in verification.findings_of([row])[row.pk]}
