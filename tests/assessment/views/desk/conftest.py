"""A district with one open report of 2021, its officer at the desk, and the indicators that the lines need."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from assessment.enums import Family, Kind
from assessment.models import Duty, Submission
from clusters.models import User
from tests.factories import ClusterFactory, DutyFactory, IndicatorFactory, SubmissionFactory, UserFactory, figures

FIELDS = (
    ("revenue", "营业收入", "万元", Family.OUTPUT, Kind.MONEY, 0),
    ("leading_revenue", "主导产业营业收入", "万元", Family.OUTPUT, Kind.MONEY, 0),
    ("tax", "税收", "万元", Family.TAX, Kind.MONEY, None),
    ("floor_area", "建筑面积", "平方米", Family.AREA, Kind.AREA, "0.01"),
)


@pytest.fixture
def indicators(db: None) -> list:
    rows = [
        IndicatorFactory(
            code=code, label=label, unit=unit, family=family, kind=kind, minimum=low, is_required=True, order=order,
            definition="第一句。第二句。",
        )
        for order, (code, label, unit, family, kind, low) in enumerate(FIELDS)
    ]  # fmt: skip
    jobs = IndicatorFactory(
        code="jobs", label="期末从业人员", unit="人", family=Family.EMPLOYMENT, kind=Kind.COUNT, decimals=0, order=9
    )
    return [*rows, jobs]


@pytest.fixture
def duty(indicators: list, notice: object) -> Duty:
    return DutyFactory(cluster=ClusterFactory(municipal=True, name="测试集聚区甲"), year=2021)


@pytest.fixture
def officer(duty: Duty) -> User:
    return UserFactory(district=duty.district, full_name="填报员甲")


@pytest.fixture
def colleague(duty: Duty) -> User:
    return UserFactory(district=duty.district, full_name="填报员乙")


@pytest.fixture
def draft(duty: Duty, colleague: User) -> Submission:
    """A draft that a colleague saved once."""
    return SubmissionFactory(duty=duty, values=figures(jobs="1200"), revision=1, saved_by=colleague)


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    """The officer's browser."""
    client.force_login(officer)
    return client


@pytest.fixture
def at(duty: Duty) -> SimpleNamespace:
    """The addresses of the report."""
    args = [duty.year, duty.cluster.code]
    return SimpleNamespace(
        report=reverse("assessment:report", args=args),
        preview=reverse("assessment:report-preview", args=args),
        autosave=reverse("assessment:report-autosave", args=args),
        result=reverse("assessment:result", args=args),
    )
