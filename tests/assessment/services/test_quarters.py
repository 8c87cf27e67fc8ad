"""Quarterly figures: asked for by the city, saved as versions by the district, all or nothing."""

from decimal import Decimal

import pytest

from assessment.models import Indicator, QuarterFigure, QuarterlyIndicator, ReportingYear
from assessment.selectors import quarterly
from assessment.services import quarters, reference
from assessment.services.quarters import Entry
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from clusters.models import Event
from tests.factories import DutyFactory, ReportingYearFactory, UserFactory

pytestmark = pytest.mark.django_db
CODES = ("revenue", "leading_revenue", "tax", "jobs")


@pytest.fixture(autouse=True)
def _indicators():
    reference.load_indicators()


@pytest.fixture
def duty(approver):
    made = DutyFactory()
    quarters.ask(2021, CODES, by=approver)
    return made


@pytest.fixture
def officer(duty):
    return UserFactory(district=duty.district)


def values(**typed):
    return {code: None if value is None else Decimal(value) for code, value in typed.items()}


def test_every_offered_indicator_exists_and_names_its_bands():
    offered = quarters.offers()
    assert set(offered) == set(Indicator.objects.filter(pk__in=CODES).values_list("pk", flat=True))
    for offer in offered.values():
        assert offer.nature in QuarterlyIndicator.Nature.values
        assert len(offer.bands) == (3 if offer.nature == "cumulative" else 0)
        assert all(Decimal(band) > 0 for band in offer.bands)


def test_asking_replaces_what_was_asked_for(approver):
    ReportingYearFactory()
    assert [one.indicator_id for one in quarters.ask(2021, ["tax", "revenue"], by=approver)] == ["revenue", "tax"]
    assert [one.indicator_id for one in quarters.ask(2021, ["revenue", "jobs"], by=approver)] == ["revenue", "jobs"]
    quarters.ask(2021, ["jobs", "revenue"], by=approver)
    assert quarters.ask(2021, [], by=approver) == []
    asked = Event.objects.filter(action="数据年度.季度报送要求").order_by("number")
    assert [line.data["indicators"] for line in asked] == [["revenue", "tax"], ["jobs", "revenue"], []]


def test_asking_is_for_approvers_in_an_open_year_and_for_what_is_offered(approver, reviewer):
    ReportingYearFactory()
    ReportingYearFactory(year=2020, closed=True)
    with pytest.raises(NotPermitted):
        quarters.ask(2021, CODES, by=reviewer)
    with pytest.raises(NotAllowedNow, match="已截止"):
        quarters.ask(2020, CODES, by=approver)
    with pytest.raises(DomainError) as refusal:
        quarters.ask(2021, ["floor_area"], by=approver)
    assert refusal.value.field == "codes"
    assert not QuarterlyIndicator.objects.exists()


def test_saving_adds_a_version_with_its_author(duty, officer):
    assert quarters.save(2021, 1, {duty.pk: Entry(values(revenue="100.5", tax="-3"), 0)}, by=officer) == 1
    assert quarters.save(2021, 1, {duty.pk: Entry(values(revenue="101", tax=None), 1)}, by=officer) == 1
    rows = QuarterFigure.objects.order_by("revision")
    assert [(row.revision, row.values["revenue"], row.values["tax"], row.saved_by) for row in rows] == [
        (1, "100.5", "-3", officer),
        (2, "101", None, officer),
    ]
    saved = quarterly.series([duty.cluster_id], [2021])[duty.cluster_id, 2021][1]
    assert (saved.revision, saved.values["revenue"], saved.values["tax"]) == (2, Decimal(101), None)
    line = Event.objects.filter(action="季度数据.保存").latest("number")
    assert line.data == {"quarter": 1, "clusters": [duty.cluster.code]}


def test_saving_the_same_again_adds_nothing(duty, officer):
    typed = values(revenue="100.50")
    quarters.save(2021, 1, {duty.pk: Entry(typed, 0)}, by=officer)
    assert quarters.save(2021, 1, {duty.pk: Entry(values(revenue="100.5"), 1)}, by=officer) == 0
    assert quarters.save(2021, 2, {duty.pk: Entry(values(revenue=None), 0)}, by=officer) == 0
    assert QuarterFigure.objects.count() == 1


def test_figures_no_longer_asked_for_are_kept(duty, officer, approver):
    quarters.save(2021, 1, {duty.pk: Entry(values(revenue="100", tax="5"), 0)}, by=officer)
    quarters.ask(2021, ["revenue"], by=approver)
    quarters.save(2021, 1, {duty.pk: Entry(values(revenue="120"), 1)}, by=officer)
    assert QuarterFigure.objects.latest("revision").values == {
        "revenue": "120",
        "tax": "5",
        "jobs": None,
        "leading_revenue": None,
    }


def test_stale_page_stores_nothing_of_any_cluster(duty, officer):
    second = DutyFactory(cluster__district=duty.district)
    quarters.save(2021, 1, {duty.pk: Entry(values(revenue="100"), 0)}, by=officer)
    both = {duty.pk: Entry(values(revenue="90"), 0), second.pk: Entry(values(revenue="70"), 0)}
    with pytest.raises(StaleForm, match=duty.cluster.name) as stale:
        quarters.save(2021, 1, both, by=officer)
    assert officer.full_name in stale.value.message
    assert stale.value.theirs["revenue"] == "100"
    assert QuarterFigure.objects.count() == 1


def test_foreign_duty_stores_nothing_of_ones_own(duty, officer):
    foreign = DutyFactory()
    both = {duty.pk: Entry(values(revenue="90"), 0), foreign.pk: Entry(values(revenue="70"), 0)}
    with pytest.raises(NotPermitted):
        quarters.save(2021, 1, both, by=officer)
    with pytest.raises(NotPermitted):
        quarters.save(2021, 1, {duty.pk: Entry(values(revenue="1"), 0)}, by=UserFactory(reviewer=True))
    assert not QuarterFigure.objects.exists()


def test_duty_of_another_year_is_refused(duty, officer):
    other = DutyFactory(cluster=duty.cluster, year=2020)
    with pytest.raises(NotPermitted):
        quarters.save(2021, 1, {other.pk: Entry(values(revenue="1"), 0)}, by=officer)


def test_quarter_must_be_asked_for_over_and_in_an_open_year(duty, officer, approver):
    one = {duty.pk: Entry(values(revenue="1"), 0)}
    with pytest.raises(NotAllowedNow, match="未要求"):
        quarters.save(2021, 5, one, by=officer)
    ReportingYearFactory(year=2199)
    quarters.ask(2199, CODES, by=approver)
    with pytest.raises(NotAllowedNow, match="尚未结束"):
        quarters.save(2199, 1, {DutyFactory(year=2199, cluster=duty.cluster).pk: one[duty.pk]}, by=officer)
    quarters.ask(2021, [], by=approver)
    with pytest.raises(NotAllowedNow, match="未要求"):
        quarters.save(2021, 1, one, by=officer)
    quarters.ask(2021, CODES, by=approver)
    ReportingYear.objects.filter(pk=2021).update(state="closed")
    with pytest.raises(NotAllowedNow, match="已截止"):
        quarters.save(2021, 1, one, by=officer)
