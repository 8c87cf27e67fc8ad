"""The command that previews and takes over a workbook: the same service as the page, its answer in words or JSON."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from assessment.models import ImportJob, Submission
from assessment.services import imports
from tests.factories import DistrictFactory, DutyFactory, IndicatorFactory, SubmissionFactory, UserFactory, figures
from tests.support.history import municipal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

FIELDS = (("revenue", "万元"), ("leading_revenue", "万元"), ("tax", "万元"), ("floor_area", "平方米"))


@pytest.fixture
def officer():
    for order, (code, unit) in enumerate(FIELDS):
        IndicatorFactory(code=code, label=code, unit=unit, order=order, minimum=0)
    return UserFactory(username="zhang.wei", district=DistrictFactory())


@pytest.fixture
def report(officer) -> Submission:
    """A draft with passing figures, in the template from which the files of the tests are made."""
    return SubmissionFactory(duty=DutyFactory(cluster=municipal(name="测试园", district=officer.district)))


@pytest.fixture
def file(report, officer, tmp_path):
    """Write the officer's template with figures changed, and return its path."""

    def write(**changes: object):
        _, data = imports.template(2021, by=officer)
        book = openpyxl.load_workbook(io.BytesIO(data))
        sheet = book.worksheets[0]
        head = next(row for row in sheet.iter_rows() if any(cell.value == "集聚区代码" for cell in row))
        units = dict(FIELDS)
        columns = {cell.value: cell.column for cell in head}
        for code, value in changes.items():
            sheet.cell(head[0].row + 1, columns[f"{code}（{units[code]}）"]).value = value
        book.save(tmp_path / "填报表.xlsx")
        return tmp_path / "填报表.xlsx"

    return write


def run(capsys, path, **options: object) -> str:
    call_command("import_indicators", str(path), **{"username": "zhang.wei", "year": 2021, **options})
    return capsys.readouterr().out


def test_preview_says_what_would_change_and_changes_nothing(file, report, capsys):
    text = run(capsys, file(tax=7100.25))
    assert "1家集聚区有变化，1处修改，0处冲突。尚未写入（加 --confirm 写入）。" in text
    report.refresh_from_db()
    assert report.values == figures()


def test_confirmed_file_is_taken_over(file, report, capsys):
    assert "已导入1家。" in run(capsys, file(tax=7100.25), confirm=True)
    report.refresh_from_db()
    assert report.values["tax"] == "7100.25"
    assert report.source == "workbook"


def test_answer_as_json_counts_what_the_words_say(file, capsys):
    answer = json.loads(run(capsys, file(tax=7100.25), json=True))
    job = ImportJob.objects.get()
    assert (answer["verdict"], answer["job"], answer["sha256"]) == ("preview", str(job.pk), job.sha256)
    assert [answer[key] for key in ("rows", "changes", "conflicts", "imported", "errors", "warnings")] == [
        1,
        1,
        0,
        0,
        [],
        [],
    ]


def test_odd_figure_is_a_warning_with_its_cell(file, report, capsys):
    path = file(revenue=1200000000)
    (warning, *_) = json.loads(run(capsys, path, json=True))["warnings"]
    assert warning["cluster"] == report.duty.cluster.code
    assert warning["cell"]
    assert warning["message"] in run(capsys, path)


@pytest.mark.parametrize("confirm", (False, True))
def test_refused_file_lists_every_fault_and_ends_with_an_error(file, report, capsys, confirm):
    path = file(tax="约三千", revenue=-1)
    with pytest.raises(SystemExit) as ended:
        run(capsys, path, confirm=confirm)
    text = capsys.readouterr().out
    assert ended.value.code == 1
    assert "未导入任何数据，共2处问题：" in text
    assert "not_a_number" in text
    assert "out_of_range" in text
    report.refresh_from_db()
    assert report.values == figures()


def test_refusal_as_json_names_code_sheet_and_cell(file, capsys):
    with pytest.raises(SystemExit):
        run(capsys, file(tax="约三千"), json=True)
    answer = json.loads(capsys.readouterr().out)
    (error,) = answer["errors"]
    assert (answer["verdict"], error["code"]) == ("refused", "not_a_number")
    assert error["sheet"]
    assert error["cell"]


@pytest.mark.parametrize(
    ("options", "words"),
    (
        ({"username": "nobody"}, "没有名为“nobody”的启用账号"),
        ({"username": "li.na"}, "没有名为“li.na”的启用账号"),
        ({"username": "reviewer"}, "导入"),
        ({"year": 1999}, "1999"),
    ),
    ids=("unknown", "stopped", "no officer", "no such year"),
)
def test_person_or_year_that_will_not_do_is_an_error_in_words(file, report, capsys, options, words):
    UserFactory(username="li.na", is_active=False)
    UserFactory(username="reviewer", reviewer=True)
    with pytest.raises(CommandError, match=words):
        run(capsys, file(tax=7100.25), confirm=True, **options)
    report.refresh_from_db()
    assert report.values == figures()


def test_year_that_was_never_opened_has_its_code_in_json(file, capsys):
    with pytest.raises(SystemExit) as ended:
        run(capsys, file(tax=7100.25), json=True, year=1999)
    answer = json.loads(capsys.readouterr().out)
    (error,) = answer["errors"]
    assert (ended.value.code, answer["verdict"], error["code"]) == (1, "refused", "year_not_open")
    assert error["message"] == "该年度未开放填报：1999年度尚未开启"
    assert not ImportJob.objects.exists()


def test_file_that_cannot_be_read_is_an_error_in_words(officer, tmp_path, capsys):
    for path in (tmp_path / "missing.xlsx", tmp_path):
        with pytest.raises(CommandError, match="无法读取文件"):
            run(capsys, path)
