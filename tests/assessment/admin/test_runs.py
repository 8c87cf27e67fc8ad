"""Scoring runs in the workbench: started, watched, cancelled; no rule, no run."""

import pytest
from django.urls import reverse

from assessment.models import Assessment, Run
from assessment.services import runs
from tests.factories import ReportingYearFactory
from tests.support.history import confirmed, municipal, report
from tests.support.workbench import address, listed, offered, text

pytestmark = pytest.mark.django_db

ADD = "admin:assessment_run_add"


def test_starting_a_run_scores_the_year_once_it_is_committed(
    notice, approving, approver, django_capture_on_commit_callbacks
):
    report(municipal(), 2020)
    with django_capture_on_commit_callbacks(execute=True):
        answer = approving.post(reverse(ADD), {"year": "2020"})
    run = Run.objects.get()
    assert answer.headers["Location"] == address(run)
    assert (run.state, run.started_by, Assessment.objects.count()) == ("finished", approver, 1)


def test_year_without_a_ruleset_is_named_and_refused(approving):
    ReportingYearFactory(year=2021)
    assert "没有施行的规则集" in text(approving.get(reverse(ADD)))
    answer = approving.post(reverse(ADD), {"year": "2021"})
    assert answer.status_code == 400
    assert "2021年度没有施行的规则集，不能评分" in text(answer)
    assert not Run.objects.exists()


def test_second_run_of_a_year_is_refused_and_names_the_first(notice, approving, approver):
    report(municipal(), 2020)
    first = runs.start(2020, by=approver)
    answer = approving.post(reverse(ADD), {"year": "2020"})
    assert str(first) in text(answer)
    assert Run.objects.count() == 1


def test_reviewer_starts_no_run(notice, reviewing):
    ReportingYearFactory(year=2020)
    assert reviewing.get(reverse(ADD)).status_code == 403
    assert reviewing.post(reverse(ADD), {"year": "2020"}).status_code == 403
    assert not Run.objects.exists()


def test_bar_is_polled_while_the_run_goes_on_and_reloads_the_page_at_its_end(notice, approving, approver):
    report(municipal(), 2020)
    run = runs.start(2020, by=approver)
    bar = reverse("admin:assessment_run_progress", args=[run.pk])
    going_on = approving.get(bar)
    assert f'hx-get="{bar}"' in text(going_on)
    assert "0 / 1" in text(going_on)
    assert "HX-Refresh" not in going_on.headers
    for chunk in run.chunks.all():
        runs.claim(chunk.pk)
        runs.assess_chunk(chunk.pk)
    runs.finish_if_done(run.pk)
    ended = approving.get(bar)
    assert ended.headers["HX-Refresh"] == "true"
    assert "1 / 1" in text(ended)


def test_cancelling_needs_a_reason_and_a_run_that_goes_on(notice, approving, approver):
    report(municipal(), 2020)
    run = runs.start(2020, by=approver)
    assert offered(approving.get(address(run))) == {"cancel"}
    assert approving.post(address(run, "cancel"), {"reason": ""}).status_code == 400
    approving.post(address(run, "cancel"), {"reason": "数据待补"})
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert offered(approving.get(address(run))) == set()
    assert approving.post(address(run, "cancel"), {"reason": "再次"}).status_code == 409


def test_page_counts_the_results_and_leads_to_their_list(notice, approving):
    report(municipal(name="甲"), 2020)
    report(municipal(name="乙"), 2020, failing=True)
    run, _ = runs.assess_now(2020, by=None)
    results = approving.get(address(run)).context_data["results"]
    assert [(row["label"], row["count"]) for row in results] == [("达标", 1), ("黄牌警告", 1)]
    shown = approving.get(results[1]["url"]).context_data["rows"]
    assert [row["name"] for row in shown] == ["乙"]


def test_list_names_year_progress_and_result(notice, approving):
    report(municipal(), 2020)
    runs.assess_now(2020, by=None)
    page = text(approving.get(listed(Run)))
    assert "1 / 1" in page
    assert "达标 1" in page
    assert "命令行" in page


def test_page_leads_on_to_the_proposals_that_wait(notice, approving, approver):
    """(8.A6) What nobody can confirm does not wait for it: the list shows as many as are counted."""
    done, waiting, held = municipal(), municipal(name="待确认园"), municipal(name="待核园")
    for cluster in (done, waiting):
        report(cluster, 2020)
    report(held, 2020, tax=None)
    run, _ = runs.assess_now(2020, by=None)
    confirmed(done, 2020, approver)
    answer = approving.get(address(run))
    assert "本年度有 1 项建议待确认" in text(answer)
    shown = approving.get(answer.context_data["waiting"]["url"]).context_data["rows"]
    assert {row["name"] for row in shown} == {"待确认园"}
    confirmed(waiting, 2020, approver)
    assert "项建议待确认" not in text(approving.get(address(run)))
