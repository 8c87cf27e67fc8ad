"""What the workbook of a district and year asks: columns from the indicators, rows from the duties."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from assessment.enums import Family, Kind
from assessment.selectors import figures, workbook_spec
from assessment.workbooks.spec import TemplateSpec
from clusters.models import District
from clusters.workbooks.table.columns import Column
from clusters.workbooks.table.columns import Kind as CellKind
from tests.factories import DistrictFactory, DutyFactory, IndicatorFactory, ReportingYearFactory, SubmissionFactory
from tests.factories import figures as texts
from tests.support.history import municipal, report

pytestmark = pytest.mark.django_db


def spec(district: District, year: int = 2021) -> TemplateSpec:
    duties = workbook_spec.duties_of(district, year)
    return workbook_spec.spec_of(district, year, duties, figures.verified_before(duties))


def test_columns_are_the_indicators_of_the_year_in_the_order_of_the_form():
    IndicatorFactory(code="second", order=2)
    IndicatorFactory(code="first", order=1)
    IndicatorFactory(code="gone", order=3, until_year=2020)
    IndicatorFactory(code="later", order=4, from_year=2022)
    assert [column.code for column in workbook_spec.columns_of(2021)] == ["first", "second"]
    assert [column.code for column in workbook_spec.columns_of(2020)] == ["first", "second", "gone"]


def test_column_says_what_the_indicator_asks():
    IndicatorFactory(
        code="tax",
        label="税收",
        unit="万元",
        family=Family.TAX,
        kind=Kind.MONEY,
        minimum=Decimal("-5"),
        maximum=Decimal("9000"),
        definition="扣除退库。",
        is_required=True,
    )
    assert workbook_spec.columns_of(2021) == (
        Column(
            code="tax",
            label="税收",
            unit="万元",
            kind=CellKind.NUMBER,
            decimals=2,
            min=Decimal("-5"),
            max=Decimal("9000"),
            help="扣除退库。",
            required=True,
            group="税收",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "decimals", "expected"),
    ((Kind.COUNT, 0, CellKind.WHOLE), (Kind.COUNT, 1, CellKind.NUMBER), (Kind.AREA, 0, CellKind.NUMBER)),
)
def test_only_counts_without_decimals_are_whole_numbers(kind, decimals, expected):
    IndicatorFactory(kind=kind, decimals=decimals)
    assert workbook_spec.columns_of(2021)[0].kind is expected


def test_duties_are_those_of_the_district_and_year_by_name():
    district = DistrictFactory()
    for name in ("中德园", "奥帆园"):
        DutyFactory(cluster=municipal(name=name, district=district))
    DutyFactory(cluster=municipal(district=district), year=2020)
    DutyFactory()
    assert [duty.name for duty in workbook_spec.duties_of(district, 2021)] == ["奥帆园", "中德园"]


def test_row_holds_what_is_stored_its_revision_and_last_years_verified_figures():
    district = DistrictFactory(name="市北区")
    begun, bare = (municipal(name=name, district=district) for name in ("甲园", "乙园"))
    report(begun, 2020, tax="6999.50")
    SubmissionFactory(duty=DutyFactory(cluster=begun), values=texts(tax=None, revenue="0"), revision=4)
    DutyFactory(cluster=bare)
    found = spec(district)
    first, second = found.rows
    assert (found.district, found.district_name, found.year) == (district.code, "市北区", 2021)
    assert (first.code, first.name, first.version) == (begun.code, "甲园", "4")
    assert (first.values["tax"], first.values["revenue"]) == (None, 0)
    assert first.last["tax"] == Decimal("6999.50")
    assert (second.values, second.last, second.version) == ({}, {}, "0")


def test_deadline_is_told_in_the_time_of_the_office():
    ReportingYearFactory(deadline=datetime(2022, 3, 31, 9, 59, tzinfo=ZoneInfo("UTC")))
    assert spec(DutyFactory().district).deadline == "2022年03月31日 17:59"


def test_district_without_duties_has_an_empty_workbook():
    found = spec(DistrictFactory())
    assert (found.rows, found.deadline) == ((), "")


@pytest.mark.parametrize("clusters", (1, 3))
def test_workbook_costs_the_same_for_any_number_of_clusters(clusters, django_assert_num_queries):
    district = DistrictFactory()
    IndicatorFactory()
    for _ in range(clusters):
        cluster = municipal(district=district)
        report(cluster, 2020)
        SubmissionFactory(duty=DutyFactory(cluster=cluster))
    with django_assert_num_queries(4):
        assert len(spec(district).rows) == clusters
