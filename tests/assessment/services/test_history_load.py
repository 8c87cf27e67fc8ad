"""The bureau's old workbooks: mapped, converted exactly, filed for verification, or refused whole."""

import io

import pytest
from openpyxl import Workbook

from assessment.models import Submission
from assessment.services import history_load
from clusters.errors import NotPermitted
from clusters.workbooks.codes import WorkbookRefused
from tests.factories import DutyFactory, IndicatorFactory, SubmissionFactory
from tests.support.history import municipal

pytestmark = pytest.mark.django_db
MAPPING = {
    "columns": {"营业总收入（元）": "revenue", "用地（亩）": "floor_area"},
    "keys": {"name": "园区名称", "year": "年份"},
    "ignored": ["序号"],
}


@pytest.fixture(autouse=True)
def indicators():
    IndicatorFactory(code="revenue", label="营业收入", unit="万元")
    IndicatorFactory(code="floor_area", label="建筑面积", unit="平方米")


def book(*rows):
    workbook = Workbook()
    workbook.active.append(("序号", "园区名称", "年份", "营业总收入（元）", "用地（亩）"))
    for row in rows:
        workbook.active.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_old_figures_are_converted_and_wait_for_verification(approver):
    cluster = municipal()
    for year in (2020, 2021):
        DutyFactory(cluster=cluster, year=year)
    data = book((1, cluster.name, 2020, 1_253_000_123, 3), (2, cluster.name, 2021, 50_000, None))
    loaded = history_load.read(data, MAPPING, by=approver)
    assert not Submission.objects.exists()
    assert history_load.load(loaded, by=approver) == 2
    report = Submission.objects.get(duty__reporting_year=2020)
    assert (report.state, report.values["revenue"], report.values["floor_area"]) == ("submitted", "125300.0123", "2000")
    assert "元 → 万元" in loaded.statement[0]


def test_unknown_cluster_or_filed_year_refuses_the_whole_file(approver):
    filed = SubmissionFactory(duty=DutyFactory(cluster=municipal(), year=2020), submitted=True)
    data = book((1, filed.duty.cluster.name, 2020, 1, 1), (2, "没有这家", 2020, 1, 1))
    with pytest.raises(WorkbookRefused) as refusal:
        history_load.read(data, MAPPING, by=approver)
    assert [str(code) for code in refusal.value.codes] == ["year_not_open", "cluster_not_found"]


def test_loading_is_for_approvers(reviewer):
    with pytest.raises(NotPermitted):
        history_load.read(b"", MAPPING, by=reviewer)
