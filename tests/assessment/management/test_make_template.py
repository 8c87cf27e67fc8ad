"""The command that writes a district's workbook."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from assessment.selectors import workbook_spec
from clusters.models import District
from tests.assessment.workbooks.samples import read_template
from tests.factories import DistrictFactory, DutyFactory, IndicatorFactory, SubmissionFactory, figures
from tests.support.history import municipal

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    made = DistrictFactory(code="370202", name="市南区")
    for code, unit in (("tax", "万元"), ("floor_area", "平方米")):
        IndicatorFactory(code=code, label=code, unit=unit)
    SubmissionFactory(duty=DutyFactory(cluster=municipal(name="测试园", district=made)), values=figures(tax="7000.25"))
    DutyFactory(cluster=municipal(district=made))
    return made


def test_workbook_holds_the_districts_clusters_and_can_be_read_back(district, tmp_path, capsys):
    out = tmp_path / "市南区.xlsx"
    call_command("make_template", district="370202", year=2021, out=out)
    assert f"{out}：市南区2021年度，2家集聚区。" in capsys.readouterr().out
    duties = workbook_spec.duties_of(district, 2021)
    sheet = read_template(out.read_bytes(), workbook_spec.spec_of(district, 2021, duties, {}))
    assert [row.code for row in sheet.rows] == [duty.code for duty in duties]
    assert any(str(row.values["tax"]) == "7000.25" for row in sheet.rows)
    assert "测试园" in {cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row}


@pytest.mark.parametrize(
    ("asked", "words"),
    (({"district": "999999"}, "没有代码为“999999”的区市"), ({"year": 2019}, "市南区在2019年度没有报送任务")),
)
def test_unknown_district_or_year_writes_nothing(district, tmp_path, asked, words):
    out = tmp_path / "x.xlsx"
    with pytest.raises(CommandError, match=words):
        call_command("make_template", **{"district": "370202", "year": 2021, "out": out, **asked})
    assert not out.exists()


def test_file_that_cannot_be_written_is_an_error_in_words(district, tmp_path):
    with pytest.raises(CommandError, match="无法写入文件"):
        call_command("make_template", district="370202", year=2021, out=tmp_path / "missing" / "x.xlsx")
