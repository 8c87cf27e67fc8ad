"""The command that loads the bureau's old workbooks shows what it would do and replaces nothing unasked."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from assessment.models import Submission
from tests.factories import DutyFactory, IndicatorFactory, SubmissionFactory
from tests.support.history import municipal

pytestmark = pytest.mark.django_db
MAP = 'year = 2020\n[keys]\ncode = "编号"\nname = "集聚区"\n[columns]\n"营业收入（元）" = "revenue"\n'


def test_preview_shows_code_name_and_figures_and_each_figure_that_needs_consent(approver, tmp_path, capsys):
    """(8.B15, 8.B16) The preview gave a number of rows; nothing said whose, or what would go."""
    IndicatorFactory(code="revenue", label="营业收入", unit="万元")
    cluster = municipal()
    SubmissionFactory(duty=DutyFactory(cluster=cluster, year=2020), values={"revenue": "7"})
    book = openpyxl.Workbook()
    for row in (("编号", "集聚区", "营业收入（元）"), (cluster.code, cluster.name, 50_000)):
        book.active.append(row)
    book.save(tmp_path / "old.xlsx")
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    command = ("load_history", str(tmp_path / "old.xlsx"))
    options = {"map": tmp_path / "map.toml", "username": approver.username}
    call_command(*command, **options)
    said = capsys.readouterr().out
    assert f"{cluster.code}　{cluster.name}　2020年度　营业收入 5万元" in said
    assert "营业收入：7 → 5 万元" in said
    assert "--overwrite C2" in said
    with pytest.raises(CommandError, match="C2"):
        call_command(*command, **options, confirm=True)
    assert Submission.objects.get().values["revenue"] == "7"
    call_command(*command, **options, confirm=True, overwrite=["C2"])
    assert Submission.objects.get().values["revenue"] == "5"
