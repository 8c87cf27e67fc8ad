"""The loaded story: who passed, who holds a card, who lost the title, what still waits for a person."""

import pytest
from django.core.management import call_command

from assessment.enums import AssessmentState, DecisionKind
from assessment.models import Assessment, Decision, Duty, Letter
from assessment.services import reference, runs
from assessment.services.demo import loading
from clusters.enums import Level, RecognitionState
from clusters.models import Benefit, Cluster, Event, Recognition
from clusters.services import audit


def verdicts(year: int, state: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = Assessment.objects.filter(duty__reporting_year=year, state=state).select_related("duty__cluster")
    for row in rows:
        found.setdefault(row.verdict, set()).add(row.duty.cluster.name)
    return found


def test_results_of_2020(demo: None) -> None:
    assert verdicts(2020, AssessmentState.CONFIRMED) == {
        "pass": {"金家岭金融现代服务业集聚区", "灵山湾影视文化产业集群", "北服时尚产业园", "青岛CBD商务服务集聚区",
                 "国际商贸城", "橡胶谷", "海洋高新区", "青岛跨境电子商务产业园"},
        "yellow_card": {"胶州湾国际物流园", "青岛华骏物流园", "天安数码城"},
    }  # fmt: skip
    assert verdicts(2020, AssessmentState.PROPOSED) == {"not_assessed": {"青岛国际航运中心"}}


def test_results_of_2021(demo: None) -> None:
    assert verdicts(2021, AssessmentState.CONFIRMED) == {
        "pass": {"胶州湾国际物流园", "金家岭金融现代服务业集聚区", "青岛CBD商务服务集聚区", "青岛华骏物流园", "青岛国际航运中心"},
        "yellow_card": {"灵山湾影视文化产业集群", "海洋高新区"},
        "delist": {"天安数码城"},
    }  # fmt: skip
    assert verdicts(2021, AssessmentState.PROPOSED) == {
        "pass": {"北服时尚产业园", "青岛跨境电子商务产业园"},
        "hold": {"国际商贸城", "橡胶谷"},
    }


def test_near_line_case_is_marked_for_a_site_check(demo: None) -> None:
    row = Assessment.objects.get(duty__reporting_year=2021, duty__cluster__name="北服时尚产业园")
    assert "near_line" in row.flags


def test_delisting_has_two_signers_and_took_effect(demo: None) -> None:
    delisting = Decision.objects.get(kind=DecisionKind.DELISTING)
    assert (delisting.cluster.name, delisting.year) == ("天安数码城", 2021)
    assert delisting.confirmed_by != delisting.seconded_by
    title = Recognition.objects.get(cluster=delisting.cluster, level=Level.MUNICIPAL)
    assert title.state == RecognitionState.WITHDRAWN
    assert title.end_document == delisting.letters.get().document_number
    assert not Benefit.objects.filter(recognition=title, stopped_on__isnull=True).exists()


def test_every_card_and_withdrawal_has_its_letter(demo: None) -> None:
    lettered = {DecisionKind.PASSED, DecisionKind.YELLOW_CARD, DecisionKind.DELISTING}
    assert {row.kind for row in Decision.objects.all()} == lettered
    assert Letter.objects.count() == Decision.objects.count()


def test_audit_chain_holds(demo: None) -> None:
    assert audit.verify_chain() is None


def test_assessing_again_proposes_nothing_new(demo: None) -> None:
    before = Assessment.objects.count()
    assert [runs.assess_now(year, by=None)[1] for year in (2020, 2021)] == [0, 0]
    assert Assessment.objects.count() == before


def test_second_load_changes_nothing(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = (Event.objects.count(), Cluster.objects.get(code="QJ-0007").source_note)
    assert not loading.load()
    call_command("load_demo")
    assert "没有改动" in capsys.readouterr().out
    assert not any(reference.load()), "参考数据再次载入不得冲掉演示假定"
    assert (Event.objects.count(), Cluster.objects.get(code="QJ-0007").source_note) == before


def test_accounts_are_printed_as_a_table(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_accounts")
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split() == ["角色", "姓名", "用户名", "密码", "起始页"]
    assert len(rows) == 21
    assert {row.split()[-1] for row in rows if "市级" in row} == {"/admin/"}


def test_one_officer_has_five_reports_to_fill_in(demo: None) -> None:
    """Enough for a workbook: none of them lies with the city yet."""
    duties = Duty.objects.filter(reporting_year=2022, district="370202").select_related("submission")
    assert len(duties) == 5
    assert all(getattr(duty, "submission", None) is None or duty.submission.state == "draft" for duty in duties)
    assert not Duty.objects.filter(cluster__name__contains="虚构", reporting_year__lt=2022).exists()
    assert not Duty.objects.filter(cluster__name__contains="虚构", is_judged=True).exists()
