"""(8.A6) A hold links to the act that ends it, for whom it is to do; what needs no act waits in no pile."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Assessment, Duty
from assessment.selectors import holds, workbench
from assessment.services import submissions
from tests.factories import DutyFactory, SubmissionFactory, UserFactory
from tests.support.history import municipal, report, scored
from tests.support.workbench import address, listed, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def missing() -> Assessment:
    duty = DutyFactory(cluster=municipal(), year=2020)
    duty.reporting_year.deadline = timezone.now() - timedelta(days=1)
    duty.reporting_year.save()
    return scored(duty.cluster, 2020)


def not_due() -> Assessment:
    return scored(DutyFactory(cluster=municipal(), year=2020).cluster, 2020)


def submitted() -> Assessment:
    duty = DutyFactory(cluster=municipal(), year=2020)
    return scored(SubmissionFactory(duty=duty, submitted=True).duty.cluster, 2020)


def blank() -> Assessment:
    return scored(report(municipal(), 2020, tax=None).duty.cluster, 2020)


def returned() -> Assessment:
    row = submitted()
    submissions.return_(row.duty.submission, reason="请核对", by=UserFactory(reviewer=True))
    return Assessment.objects.current().get(duty=row.duty)


def page(row, kind: str) -> str:
    record = row.duty if kind == "duty" else row.duty.submission
    return reverse(f"admin:assessment_{kind}_change", args=[record.pk])


@pytest.mark.parametrize(
    ("make", "act", "kind", "doers"),
    (
        (missing, "批准延期、免予考核，或认定逾期未报视为不达标", "duty", {"approver"}),
        (submitted, "核实或退回报送数据", "submission", {"reviewer"}),
        (blank, "重新开放数据，交区市更正", "submission", {"reviewer", "approver"}),
    ),
)
def test_hold_leads_to_the_act_that_ends_it(make, act, kind, doers):
    """(8.A6) Extension or ruling, return, reopening: on the workbench's page and on the result's, by role."""
    row = make()
    for role in ("reviewer", "approver"):
        client = Client()
        client.force_login(UserFactory(role=role))
        result = reverse("assessment:result", args=[2020, row.duty.cluster.code])
        for shown in (address(row), result):
            seen = text(client.get(shown))
            assert act in seen
            assert (f'<a href="{page(row, kind)}">{act}' in seen) is (role in doers)
        assert page(row, kind) in text(client.get(f"{listed(Assessment)}?verdict=hold"))


@pytest.mark.parametrize(("make", "said"), ((not_due, "待区市报送"), (returned, "待区市更正后重新提交")))
def test_hold_that_needs_no_act_of_the_city_is_in_no_pile(make, said, approver, reviewer):
    """(8.A6) A sibling: said in words, without a link, and counted nowhere."""
    row = make()
    (only,) = holds.endings(row)
    assert said in only.text
    for person in (approver, reviewer):
        assert only.offered_to(person)["url"] == ""
        assert not any(queue.count for queue in workbench.queues_for(person))


@pytest.mark.parametrize(("make", "pile"), ((missing, "逾期未报"), (submitted, "待审核报送"), (blank, "待核")))
def test_hold_waits_in_one_pile(make, pile, approver, reviewer):
    """(8.A6) A sibling: nothing is counted twice, under 待核 and under what it waits for."""
    make()
    piles = {queue.label for person in (approver, reviewer) for queue in workbench.queues_for(person) if queue.count}
    assert piles == {pile}


def test_hold_for_the_category_leads_to_the_register():
    row = blank()
    row.outcome["lines"][0]["cause"] = "no_group"
    assert holds.endings(row)[0].url == reverse("admin:clusters_cluster_change", args=[row.duty.cluster_id])
    row.outcome["lines"][0]["cause"] = "no_base"
    assert holds.endings(row)[0].text == "补齐2019年度数据"


def test_result_that_is_no_hold_or_was_replaced_has_nothing_to_end():
    row = blank()
    row.state = "superseded"
    assert holds.endings(row) == []
    assert holds.endings(scored(report(municipal(), 2020).duty.cluster, 2020)) == []


def test_extension_ends_the_wait_in_the_pile_of_the_late():
    row = missing()
    Duty.objects.filter(pk=row.duty_id).update(deadline_extended_to=timezone.now() + timedelta(days=1))
    row = Assessment.objects.get(pk=row.pk)
    assert holds.endings(row)[0].text == "报送截止时间未到，待区市报送"


@pytest.mark.parametrize(("verdict", "words"), (("hold", "待核"), ("not_assessed", "无需确认"), ("pass", "待确认")))
def test_state_in_words_says_待确认_of_nothing_that_cannot_be_confirmed(verdict, words):
    assert Assessment(state="proposed", verdict=verdict).state_words == words
    assert Assessment(state="confirmed", verdict=verdict).state_words == "已确认"
