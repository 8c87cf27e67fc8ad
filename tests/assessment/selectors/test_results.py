"""Results as far as a reader may see them."""

import pytest

from assessment.models import Assessment
from assessment.selectors import results
from tests.factories import AppealFactory, DistrictFactory, UserFactory
from tests.support.history import confirmed, failed_twice, municipal, report, scored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


@pytest.fixture
def cluster():
    return municipal()


@pytest.fixture
def officer(cluster):
    return UserFactory(district=cluster.district)


def test_result_is_none_before_release_for_the_district_and_a_proposal_for_the_city(cluster, officer, approver):
    report(cluster, 2020)
    proposal = scored(cluster, 2020)
    assert results.result(officer, 2020, cluster.code) is None
    assert not results.is_released(proposal.duty)
    assert results.result(approver, 2020, cluster.code).assessment == proposal


def test_result_of_another_district_is_none(cluster, approver):
    report(cluster, 2020)
    confirmed(cluster, 2020, approver)
    assert results.result(UserFactory(), 2020, cluster.code) is None
    assert results.result(UserFactory(statistics=True), 2020, cluster.code) is None


def test_result_gathers_decisions_letters_history_and_appeals(cluster, officer, approver, second):
    made = failed_twice(cluster, approver, second)
    appeal = AppealFactory(decision=made[-1], filed_by=officer)
    found = results.result(officer, 2021, cluster.code)
    assert [one.kind for one in found.decisions] == ["yellow_card", "delisting"]
    assert [len(one.letters.all()) for one in found.decisions] == [1, 1]
    assert [one.year for one in found.history] == [2020, 2021, 2021]
    assert found.appeals == [appeal]
    assert results.is_released(found.assessment.duty)


def test_confirmed_result_goes_before_an_open_proposal(cluster, approver):
    figures = report(cluster, 2020)
    confirmed(cluster, 2020, approver)
    decided = Assessment.objects.get(duty=figures.duty)
    beside = Assessment.objects.create(
        duty=decided.duty, engine_version="1.0", verdict="yellow_card", inputs="{}", outcome={}, input_sha256="0" * 64
    )
    found = results.result(approver, 2020, cluster.code)
    assert (found.assessment, found.follow_up) == (decided, beside)
    (row,) = results.rows(approver, 2020)
    assert results.shown(row) == decided


def test_history_of_another_districts_years_stays_with_that_district(cluster, officer, approver, second):
    failed_twice(cluster, approver, second)
    moved = cluster.duties.get(reporting_year=2020)
    moved.district = DistrictFactory()
    moved.save()
    assert {one.year for one in results.result(officer, 2021, cluster.code).history} == {2021}


def test_rows_hold_every_duty_with_what_may_be_seen(cluster, officer, approver):
    report(cluster, 2020)
    scored(cluster, 2020)
    (row,) = results.rows(officer, 2020)
    assert results.shown(row) is None
    (row,) = results.rows(approver, 2020)
    assert results.shown(row).verdict == "pass"
