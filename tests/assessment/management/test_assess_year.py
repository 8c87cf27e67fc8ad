"""The command that scores a year here and now."""

import pytest
from django.core.management import CommandError, call_command

from assessment.models import Assessment, Run, RunChunk
from clusters.models import Event
from clusters.text import width
from tests.factories import DutyFactory, ReportingYearFactory
from tests.support.history import confirmed, municipal, report

pytestmark = pytest.mark.django_db


def printed(capsys, year: int = 2020) -> str:
    call_command("assess_year", str(year))
    return capsys.readouterr().out


@pytest.fixture
def year(notice):
    report(municipal(name="达标园"), 2020)
    report(municipal(name="黄牌园"), 2020, failing=True)
    DutyFactory(cluster=municipal(name="待核园", district=None), year=2020)


def line_of(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(name))


def test_table_names_every_cluster_with_its_verdict(year, capsys):
    text = printed(capsys)
    assert "达标" in line_of(text, "达标园")
    assert "黄牌警告" in line_of(text, "黄牌园")
    assert "待核" in line_of(text, "待核园")
    assert "—" in line_of(text, "待核园")
    assert f"{Run.objects.get()}：应评3家，新结果3条" in text


def test_columns_stand_below_each_other_in_a_terminal(year, capsys):
    text = printed(capsys)
    starts = {width(line[: line.index("待确认")]) for line in text.splitlines() if "待确认" in line}
    assert len(starts) == 1


def test_second_time_changes_nothing(year, capsys):
    printed(capsys)
    before = [list(model.objects.values()) for model in (Assessment, Run, RunChunk, Event)]
    assert "应评3家，结果与上次完全相同，没有写入任何内容" in printed(capsys)
    assert [list(model.objects.values()) for model in (Assessment, Run, RunChunk, Event)] == before


def test_stale_result_that_holds_again_is_a_change(year, capsys):
    printed(capsys)
    Assessment.objects.filter(verdict="pass").update(state="stale")
    assert "新结果0条，其余与上次相同" in printed(capsys)
    assert not Assessment.objects.filter(state="stale").exists()


def test_flags_are_said_in_words_and_decided_years_as_such(notice, approver, capsys):
    cluster = municipal(name="连续园")
    report(cluster, 2020, failing=True)
    report(cluster, 2021, failing=True)
    assert "以前年度结论尚未确定" in line_of(printed(capsys, 2021), "连续园")
    confirmed(cluster, 2020, approver)
    assert "已确认" in line_of(printed(capsys, 2020), "连续园")


def test_year_without_a_ruleset_or_never_opened_is_an_error(capsys):
    ReportingYearFactory(year=2023)
    with pytest.raises(CommandError, match="2023年度没有施行的规则集"):
        call_command("assess_year", "2023")
    with pytest.raises(CommandError, match="1999年度尚未开启"):
        call_command("assess_year", "1999")
    with pytest.raises(CommandError, match="invalid int"):
        call_command("assess_year", "二〇二〇")
    assert not Run.objects.exists()
