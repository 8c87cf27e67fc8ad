"""The bureau's old workbooks: mapped, converted exactly, filed for verification, or refused whole."""

import io

import pytest
from django.urls import reverse
from openpyxl import Workbook

from assessment.models import Submission
from assessment.services import history_load, submissions
from clusters.errors import DomainError, NotPermitted
from clusters.workbooks.codes import WorkbookRefused
from tests.factories import DutyFactory, IndicatorFactory, SubmissionFactory, UserFactory
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


def test_faults_of_cells_and_of_rows_come_in_one_list(approver):
    """(8.B23) An unreadable cell hid that another row names no cluster until the file came back."""
    cluster = municipal()
    DutyFactory(cluster=cluster, year=2020)
    rows = ((1, "没有这家", 2020, 1, 1), (2, cluster.name, 2020, "约三千", 1), (3, cluster.name, "去年", 1, 1))
    with pytest.raises(WorkbookRefused) as refusal:
        history_load.read(book(*rows), MAPPING, by=approver)
    found = [(str(fault.code), fault.row) for fault in refusal.value.faults]
    assert found == [("cluster_not_found", 2), ("not_a_number", 3), ("not_a_number", 4)]


def test_loading_is_for_approvers(reviewer):
    with pytest.raises(NotPermitted):
        history_load.read(b"", MAPPING, by=reviewer)


CODED = {
    "year": 2020,
    "columns": {"营业总收入（元）": "revenue", "用地（亩）": "floor_area"},
    "keys": {"code": "序号", "name": "园区名称"},
    "ignored": ["年份"],
}


def test_code_and_name_that_disagree_refuse_their_rows(approver):
    """(8.B15) Two identifiers, two clusters: the row was loaded for the code's."""
    one, other = municipal(name="甲集聚区"), municipal(name="乙集聚区")
    for cluster in (one, other):
        DutyFactory(cluster=cluster, year=2020)
    data = book((one.code, other.name, 2020, 1, 1), (other.code, one.name, 2020, 1, 1))
    with pytest.raises(WorkbookRefused) as refusal:
        history_load.read(data, CODED, by=approver)
    assert [(str(item.code), item.row) for item in refusal.value.faults] == [
        ("cluster_not_found", 2),
        ("cluster_not_found", 3),
    ]
    assert all(name in refusal.value.faults[0].message for name in (one.name, other.name))
    agreeing = book((one.code, "甲 集聚区", 2020, 1, 1))
    assert len(history_load.read(agreeing, CODED, by=approver).rows) == 1


@pytest.fixture
def draft():
    duty = DutyFactory(cluster=municipal(), year=2020)
    values = {"revenue": "7", "floor_area": "2000", "tax": "5"}
    return SubmissionFactory(duty=duty, values=values, remarks={"tax": "退税"}, confirmations={"revenue": "属实"})


def test_stored_figures_are_replaced_only_where_that_was_consented_to(approver, draft):
    """(8.B16) A draft of seventeen figures became one figure without a question."""
    loaded = history_load.read(book((1, draft.duty.cluster.name, 2020, 50_000, None)), MAPPING, by=approver)
    assert [(item.cell, item.old, item.new) for item in loaded.overwritten] == [("D2", "7", "5")]
    with pytest.raises(DomainError, match="D2"):
        history_load.load(loaded, by=approver)
    with pytest.raises(DomainError, match="D2"):
        history_load.load(loaded, consented=["E2"], by=approver)
    draft.refresh_from_db()
    assert (draft.state, draft.values["revenue"]) == ("draft", "7")
    assert history_load.load(loaded, consented=["D2"], by=approver) == 1
    draft.refresh_from_db()
    assert draft.values == {"revenue": "5", "floor_area": "2000", "tax": "5"}


def test_blanks_erase_nothing_and_remarks_and_reasons_stay(approver, draft):
    """(8.B16) Blank cells emptied what was stored."""
    loaded = history_load.read(book((1, draft.duty.cluster.name, 2020, None, 3)), MAPPING, by=approver)
    assert loaded.overwritten == ()
    history_load.load(loaded, by=approver)
    draft.refresh_from_db()
    assert draft.values == {"revenue": "7", "floor_area": "2000", "tax": "5"}
    assert (draft.remarks, draft.confirmations) == ({"tax": "退税"}, {"revenue": "属实"})


def test_figure_saved_after_the_list_was_shown_is_not_replaced_by_its_consent(approver, draft):
    """(8.B16) What was consented to is what was shown: a figure typed since then asks again."""
    draft.values["revenue"] = ""
    draft.save()
    loaded = history_load.read(book((1, draft.duty.cluster.name, 2020, 50_000, None)), MAPPING, by=approver)
    draft.values["revenue"] = "8"
    draft.save()
    with pytest.raises(DomainError, match="D2"):
        history_load.load(loaded, consented=[item.cell for item in loaded.overwritten], by=approver)


def test_loaded_yuan_with_jiao_and_fen_can_be_filed_again_untouched(approver, reviewer, client):
    """(8.B17) Loaded, returned, another figure changed on the page, filed: what nobody touched passes as it is stored."""
    cluster = municipal()
    duty = DutyFactory(cluster=cluster, year=2020)
    loaded = history_load.read(book((1, cluster.name, 2020, "1253000123.45", 3)), MAPPING, by=approver)
    history_load.load(loaded, by=approver)
    report = Submission.objects.get()
    stored = report.values["revenue"]
    assert stored == "125300.012345"
    submissions.return_(report, reason="面积请核对。", fields=("floor_area",), by=reviewer)
    client.force_login(UserFactory(district=duty.district))
    address = reverse("assessment:report", args=[2020, cluster.code])
    revision = Submission.objects.get().revision
    sent = {"revision": revision, "value_revenue": stored, "value_floor_area": "2100", "action": "submit"}
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    report.refresh_from_db()
    assert (report.state, report.values["revenue"], report.values["floor_area"]) == ("submitted", stored, "2100")
