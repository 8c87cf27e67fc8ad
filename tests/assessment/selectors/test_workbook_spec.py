"""What a template asks: a column for each indicator of the year, a row for each duty of the district."""

from decimal import Decimal

import pytest

from assessment.selectors import figures, workbook_spec
from tests.factories import DutyFactory, IndicatorFactory, SubmissionFactory
from tests.support.history import municipal

pytestmark = pytest.mark.django_db


def test_columns_are_the_indicators_of_the_year_in_order():
    IndicatorFactory(code="tax", label="税收", unit="万元", order=2, is_required=True)
    IndicatorFactory(code="jobs", label="从业人员", unit="人", order=1, kind="count", decimals=0)
    IndicatorFactory(code="late", from_year=2023)
    jobs, tax = workbook_spec.columns_of(2021)
    assert (jobs.heading, jobs.places, tax.heading, tax.required) == ("从业人员（人）", 0, "税收（万元）", True)


def test_rows_hold_what_is_stored_and_last_years_figures():
    duty = SubmissionFactory(values={"tax": "7000.50"}, revision=4).duty
    SubmissionFactory(duty=DutyFactory(cluster=duty.cluster, year=2020), verified=True)
    DutyFactory(cluster=municipal())
    duties = workbook_spec.duties_of(duty.district, 2021)
    before = figures.verified_before(duties)
    (row,) = workbook_spec.spec_of(duty.district, 2021, duties, before).rows
    assert (row.code, row.version, row.values) == (duty.cluster.code, "4", {"tax": Decimal("7000.50")})
    assert row.last["tax"] == Decimal("7000.00")


@pytest.mark.parametrize("rows", (1, 3))
def test_template_costs_the_same_for_any_number_of_rows(rows, django_assert_num_queries):
    first = DutyFactory(cluster=municipal())
    for _ in range(rows - 1):
        DutyFactory(cluster=municipal(district=first.district))
    with django_assert_num_queries(1):
        assert len(workbook_spec.duties_of(first.district, 2021)) == rows
