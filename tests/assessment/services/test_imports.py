"""The Excel round trip through the services: shown first, taken over whole, nothing lost that was typed meanwhile."""

import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.utils import timezone

from assessment.models import ImportJob, ReportingYear, Submission
from assessment.services import imports, submissions
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from tests.factories import DistrictFactory, DutyFactory, IndicatorFactory, SubmissionFactory, UserFactory, figures
from tests.support.files import content_of
from tests.support.history import municipal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]
LABELS = (
    ("revenue", "营业收入", "万元"),
    ("leading_revenue", "主导产业营业收入", "万元"),
    ("tax", "税收", "万元"),
    ("floor_area", "建筑面积", "平方米"),
)


@pytest.fixture(autouse=True)
def indicators():
    for order, (code, label, unit) in enumerate(LABELS):
        IndicatorFactory(code=code, label=label, unit=unit, order=order)


@pytest.fixture
def officer():
    return UserFactory(district=DistrictFactory())


@pytest.fixture
def duties(officer):
    return [DutyFactory(cluster=municipal(district=officer.district)) for _ in range(3)]


def filled(officer, changes, year=2021):
    """Return the officer's template with cells set: {(cluster code, heading): value}."""
    _, data = imports.template(year, by=officer)
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next(sheet for sheet in book if sheet.sheet_state == "visible" and _heading_row(sheet))
    head = _heading_row(sheet)
    columns = {cell.value: cell.column for cell in sheet[head]}
    rows = {sheet.cell(row, columns["集聚区代码"]).value: row for row in range(head + 1, sheet.max_row + 1)}
    for (code, heading), value in changes.items():
        sheet.cell(rows[code], columns[heading]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading_row(sheet):
    return next((row[0].row for row in sheet.iter_rows() if any(cell.value == "集聚区代码" for cell in row)), None)


def good(*duties):
    row = {
        "营业收入（万元）": 120000,
        "主导产业营业收入（万元）": 90000,
        "税收（万元）": 7000.25,
        "建筑面积（平方米）": 100000,
    }
    return {(duty.cluster.code, heading): value for duty in duties for heading, value in row.items()}


def upload(officer, changes, **kwargs):
    return imports.preview(filled(officer, changes), file_name="表.xlsx", year=2021, by=officer, **kwargs)


def test_preview_shows_old_and_new_and_stores_no_figure(officer, duties):
    job = upload(officer, good(*duties))
    assert (job.state, len(job.plan), Submission.objects.count()) == ("previewed", 3, 0)
    assert ("tax", None, "7000.25") in [change[:3] for change in job.plan[0]["changes"]]


def test_confirm_takes_all_rows_over_once(officer, duties):
    job = upload(officer, good(*duties))
    assert imports.confirm(job, by=officer) == 3
    assert imports.confirm(job, by=officer) == 3
    reports = Submission.objects.all()
    assert {row.values["tax"] for row in reports} == {"7000.25"}
    assert {(row.revision, row.state, row.source) for row in reports} == {(1, "draft", "workbook")}


def test_faulty_cell_refuses_the_whole_file_and_comes_back_with_a_comment(officer, duties):
    changes = {**good(*duties), (duties[1].cluster.code, "税收（万元）"): "约七千"}
    job = upload(officer, changes)
    (found,) = imports.faults_of(job)
    book = openpyxl.load_workbook(io.BytesIO(imports.error_file(job)))
    comments = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
    assert (job.state, str(found.code), job.plan) == ("refused", "not_a_number", [])
    assert found.cell in comments
    with pytest.raises(NotAllowedNow):
        imports.confirm(job, by=officer)
    assert not Submission.objects.exists()


def test_impossible_combination_is_out_of_range_at_its_cell(officer, duties):
    job = upload(officer, {**good(*duties), (duties[0].cluster.code, "主导产业营业收入（万元）"): 130000})
    assert {str(found.code) for found in imports.faults_of(job)} == {"out_of_range"}
    assert all(found.cell for found in imports.faults_of(job))


def test_likely_unit_slip_is_warned_with_the_corrected_value(officer, duties):
    SubmissionFactory(duty=DutyFactory(cluster=duties[0].cluster, year=2020), verified=True)
    job = upload(officer, {**good(*duties), (duties[0].cluster.code, "建筑面积（平方米）"): 10})
    warnings = [warning for row in job.plan for warning in row["warnings"]]
    assert job.state == "previewed"
    assert any(code == "unit_suspect" and "100,000" in text for code, _, _, _, text in warnings)


def test_web_edit_after_the_download_is_merged_and_a_conflict_is_asked(officer, duties):
    data = filled(officer, good(duties[0]))
    draft = submissions.begin(duties[0], by=officer)
    typed = {"tax": Decimal(6500), "revenue": None, "leading_revenue": None, "floor_area": None}
    submissions.save_draft(draft, submissions.Entry(typed), by=officer)
    job = imports.preview(data, file_name="表.xlsx", year=2021, by=officer)
    (entry,) = job.plan
    assert [conflict[:4] for conflict in entry["conflicts"]] == [("tax", None, "6500", "7000.25")]
    with pytest.raises(DomainError, match="保留哪一个"):
        imports.confirm(job, by=officer)
    imports.confirm(job, choices={entry["code"]: {"tax": "theirs"}}, by=officer)
    draft.refresh_from_db()
    assert (draft.values["tax"], draft.values["revenue"]) == ("6500", "120000")


def test_faults_of_cells_and_of_figures_come_in_one_list(officer, duties):
    """(8.B23) An unreadable cell hid the impossible figures of other rows until the file came back."""
    changes = good(*duties)
    changes[duties[0].cluster.code, "主导产业营业收入（万元）"] = 130000
    changes[duties[1].cluster.code, "税收（万元）"] = "约七千"
    job = upload(officer, changes)
    assert job.state == "refused"
    assert [item.code for item in imports.faults_of(job)] == ["out_of_range", "not_a_number"]
    assert job.plan == []


@pytest.mark.parametrize("given", ({"reasons": {"tax": "x"}}, {"choices": {"tax": "mine"}}))
def test_answer_to_what_the_preview_did_not_ask_is_refused(officer, duties, given):
    """(8.A12) A posted reason of another figure was stored as its confirmation."""
    job = upload(officer, good(*duties))
    answers = {kind: {duties[0].cluster.code: codes} for kind, codes in given.items()}
    with pytest.raises(DomainError, match="没有询问"):
        imports.confirm(job, by=officer, **answers)
    with pytest.raises(DomainError, match="没有询问"):
        imports.confirm(job, by=officer, reasons={"ANOTHER": {"tax": "x"}})
    assert not Submission.objects.exists()
    assert imports.confirm(job, by=officer) == 3


def test_change_between_preview_and_confirm_is_refused_whole(officer, duties):
    job = upload(officer, good(*duties))
    draft = submissions.begin(duties[2], by=officer)
    submissions.save_draft(draft, submissions.Entry({"tax": Decimal(1)}), by=officer)
    with pytest.raises(StaleForm, match=duties[2].cluster.name):
        imports.confirm(job, by=officer)
    assert Submission.objects.count() == 1


def test_foreign_code_looks_like_an_unknown_one(officer, duties):
    foreign = DutyFactory()
    data = filled(officer, good(*duties))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = next(sheet for sheet in book if sheet.sheet_state == "visible" and _heading_row(sheet))
    head = _heading_row(sheet)
    column = next(cell.column for cell in sheet[head] if cell.value == "集聚区代码")
    for code in (foreign.cluster.code, "QJ-9999"):
        sheet.cell(head + 1, column).value = code
        out = io.BytesIO()
        book.save(out)
        job = imports.preview(out.getvalue(), file_name="x.xlsx", year=2021, by=officer)
        assert {str(found.code) for found in imports.faults_of(job)} == {"cluster_not_found"}


def test_submitted_report_is_not_overwritten(officer, duties):
    SubmissionFactory(duty=duties[0], submitted=True)
    job = upload(officer, {(duties[0].cluster.code, "税收（万元）"): 1, **good(duties[1])})
    assert {str(found.code) for found in imports.faults_of(job)} == {"year_not_open"}


def test_unchanged_row_of_a_submitted_report_is_passed_over(officer, duties):
    SubmissionFactory(duty=duties[0], submitted=True)
    job = upload(officer, good(duties[1]))
    assert [entry["code"] for entry in job.plan] == [duties[1].cluster.code]


def test_closed_year_is_refused_at_preview_and_at_confirm(officer, duties):
    job = upload(officer, good(*duties))
    ReportingYear.objects.update(deadline=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotAllowedNow, match="截止"):
        imports.confirm(job, by=officer)
    assert {str(found.code) for found in imports.faults_of(upload(officer, good(*duties)))} == {"year_not_open"}


def test_preview_expires_after_an_hour(officer, duties):
    job = upload(officer, good(*duties))
    with time_machine.travel(timezone.now() + timedelta(minutes=61)), pytest.raises(NotAllowedNow, match="重新上传"):
        imports.confirm(job, by=officer)


def test_only_the_uploader_confirms(officer, duties):
    job = upload(officer, good(*duties))
    with pytest.raises(NotPermitted):
        imports.confirm(job, by=UserFactory(district=officer.district))


@pytest.mark.parametrize("role", ("reviewer", "leader", "approver"))
def test_templates_and_uploads_are_for_district_officers(role):
    person = UserFactory(**{role: True})
    with pytest.raises(NotPermitted):
        imports.template(2021, by=person)
    with pytest.raises(NotPermitted):
        imports.preview(b"", file_name="x", year=2021, by=person)


@pytest.mark.parametrize("data", (b"", b"PK\x03\x04rubbish", b"<html>", b"\x00" * 100))
def test_rubbish_is_refused_and_kept_as_evidence(officer, duties, data):
    job = imports.preview(data, file_name="坏.xlsx", year=2021, by=officer)
    assert (job.state, content_of(ImportJob.objects.get())) == ("refused", data)
    assert imports.error_file(job)


def test_export_then_import_changes_nothing(officer, duties):
    for duty in duties:
        SubmissionFactory(duty=duty, values=figures())
    job = imports.preview(filled(officer, {}), file_name="原样.xlsx", year=2021, by=officer)
    assert (job.state, job.plan) == ("previewed", [])


@pytest.mark.parametrize("rows", (1, 3))
def test_preview_and_confirm_cost_the_same_for_any_number_of_rows(officer, rows, django_assert_max_num_queries):
    made = [DutyFactory(cluster=municipal(district=officer.district)) for _ in range(rows)]
    data = filled(officer, good(*made))
    with django_assert_max_num_queries(34):
        job = imports.preview(data, file_name="表.xlsx", year=2021, by=officer)
        imports.confirm(job, by=officer)
