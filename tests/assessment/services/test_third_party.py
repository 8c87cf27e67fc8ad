"""Third-party figures: taken all or nothing, once a key, and never in place of the district's."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from assessment.models import ComparisonRule, Indicator, SubmissionVersion, ThirdPartyBatch, ThirdPartyFigure
from assessment.models.third_party import FigureSource
from assessment.rules.numbers import plain
from assessment.services import reference, third_party
from assessment.services.third_party import Delivery, Item, ItemsRefused
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Event, User
from tests.factories import (
    AssessmentFactory,
    ClusterFactory,
    DecisionFactory,
    DutyFactory,
    SubmissionFactory,
    UserFactory,
)

KEY = "batch-0001"


@pytest.fixture
def body(db: None) -> User:
    reference.load_indicators()
    return UserFactory(statistics=True, unit="测试统计机构")


@pytest.fixture
def report(body: User) -> Any:
    return SubmissionFactory(duty__year=2021, submitted=True)


def delivery(report: Any, *items: tuple[str, str], **changes: Any) -> Delivery:
    rows = items or (("tax", "7000.00"),)
    made = tuple(Item(report.duty.cluster.code, code, Decimal(value)) for code, value in rows)
    return Delivery(**{"year": 2021, "source": "2021年统计年报", "items": made, **changes})


def refused(report: Any, by: User, *items: Item) -> dict[str, str]:
    with pytest.raises(ItemsRefused) as refusal:
        third_party.stage(Delivery(2021, "年报", items), key=KEY, by=by)
    assert not ThirdPartyBatch.objects.exists()
    return dict(refusal.value.items)


def test_stage_keeps_the_figures_beside_the_districts(body: User, report: Any) -> None:
    before = list(SubmissionVersion.objects.values()), dict(report.values)
    batch, is_new = third_party.stage(delivery(report, ("tax", "1.50"), ("jobs", "12")), key=KEY, by=body)
    assert is_new
    assert [(row.indicator_id, row.value, row.duty) for row in batch.figures.order_by("indicator_id")] == [
        ("jobs", Decimal(12), report.duty),
        ("tax", Decimal("1.50"), report.duty),
    ]
    assert batch.supplier == "测试统计机构"
    report.refresh_from_db()
    assert (list(SubmissionVersion.objects.values()), report.values) == before
    line = Event.objects.get(action="第三方数据.接收")
    assert (line.actor, line.data["count"], line.data["sha256"]) == (body, 2, batch.sha256)


def test_same_key_and_content_store_nothing_again(body: User, report: Any) -> None:
    first, _ = third_party.stage(delivery(report), key=KEY, by=body)
    second, is_new = third_party.stage(delivery(report, ("tax", "7000")), key=KEY, by=body)
    assert (second, is_new) == (first, False)
    assert ThirdPartyFigure.objects.count() == Event.objects.filter(action="第三方数据.接收").count() == 1


def test_same_key_with_another_content_is_refused(body: User, report: Any) -> None:
    third_party.stage(delivery(report), key=KEY, by=body)
    for other in (delivery(report, ("tax", "7000.01")), delivery(report, source="快报")):
        with pytest.raises(DomainError, match="幂等键"):
            third_party.stage(other, key=KEY, by=body)
    assert ThirdPartyFigure.objects.get().value == 7000


def test_keys_of_two_bodies_do_not_meet(body: User, report: Any) -> None:
    third_party.stage(delivery(report), key=KEY, by=body)
    _, is_new = third_party.stage(delivery(report, ("tax", "8000")), key=KEY, by=UserFactory(statistics=True))
    assert is_new


@pytest.mark.parametrize("role", ("district_officer", "reviewer", "approver", "leader", "system_admin"))
def test_only_a_statistics_body_may_deliver(body: User, report: Any, role: str) -> None:
    with pytest.raises(NotPermitted):
        third_party.stage(delivery(report), key=KEY, by=UserFactory(role=role))


def test_every_bad_figure_is_named_and_nothing_is_stored(body: User, report: Any) -> None:
    code = report.duty.cluster.code
    other_year = DutyFactory(year=2020).cluster.code
    hidden = DutyFactory(cluster=ClusterFactory(municipal=True, is_published=False)).cluster.code
    found = refused(
        report,
        body,
        Item(code, "tax", Decimal("1.00")),
        Item(code, "tax", Decimal("2.00")),
        Item("QJ-9999", "tax", Decimal(1)),
        Item(other_year, "tax", Decimal(1)),
        Item(hidden, "tax", Decimal(1)),
        Item(code, "profit", Decimal(1)),
        Item(code, "jobs", Decimal("1.5")),
        Item(code, "revenue", Decimal("-1")),
        Item(code, "land_area", Decimal(10) ** 15),
        Item(code, "revenue", Decimal("1.005")),
    )
    assert set(found) == {
        "figures/1",
        "figures/2/cluster",
        "figures/3/cluster",
        "figures/4/cluster",
        "figures/5/indicator",
        "figures/6/value",
        "figures/7/value",
        "figures/8/value",
        "figures/9/value",
        "figures/9",
    }
    assert found["figures/2/cluster"].replace("QJ-9999", hidden) == found["figures/4/cluster"]
    assert "须为整数" in found["figures/6/value"]


def test_negative_tax_is_a_figure(body: User, report: Any) -> None:
    assert third_party.stage(delivery(report, ("tax", "-3.20")), key=KEY, by=body)[1]


@pytest.mark.parametrize("count", (0, 501))
def test_batch_holds_one_to_five_hundred_figures(body: User, report: Any, count: int) -> None:
    items = tuple(Item(report.duty.cluster.code, "tax", Decimal(1)) for _ in range(count))
    with pytest.raises(DomainError, match="500"):
        third_party.stage(Delivery(2021, "年报", items), key=KEY, by=body)


def test_year_that_was_not_opened_takes_no_figures(body: User, report: Any) -> None:
    with pytest.raises(DomainError) as refusal:
        third_party.stage(delivery(report, year=2035), key=KEY, by=body)
    assert refusal.value.field == "year"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_requests_with_one_key_store_one_batch() -> None:
    with transaction.atomic():
        reference.load_indicators()
    body, report = UserFactory(statistics=True), SubmissionFactory(duty__year=2021, submitted=True)

    def send(_: int) -> tuple[int, bool]:
        try:
            batch, is_new = third_party.stage(delivery(report), key=KEY, by=body)
            return batch.pk, is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))
    assert len({pk for pk, _ in answers}) == 1
    assert sum(is_new for _, is_new in answers) == 1
    assert ThirdPartyFigure.objects.count() == 1


# ---- Whose figure stands -------------------------------------------------------------------------------------------


def staged(report: Any, body: User, value: str) -> SubmissionVersion:
    """The district filed tax 7000.00; the third party says `value`; the tolerance is one percent."""
    third_party.load_rules()
    third_party.stage(delivery(report, ("tax", value)), key=KEY, by=body)
    return report.current_version


def choose(version: SubmissionVersion, source: FigureSource, by: User | None = None, **more: str) -> Any:
    return third_party.choose_source(version, "tax", source, by=by or UserFactory(reviewer=True), **more)


def test_source_is_recorded_and_the_figure_untouched(body: User, report: Any) -> None:
    version = staged(report, body, "7010")
    reviewer = UserFactory(reviewer=True)
    choice = choose(version, FigureSource.THIRD_PARTY, by=reviewer)
    assert (choice.source, choice.figure.value, choice.chosen_by) == ("third_party", Decimal(7010), reviewer)
    version.refresh_from_db()
    assert version.values["tax"] == "7000.00"
    assert Event.objects.get(action="数据来源.认定").data == {"indicator": "tax"}


def test_third_party_cannot_be_named_where_the_figures_differ(body: User, report: Any) -> None:
    version = staged(report, body, "9000")
    with pytest.raises(DomainError) as refusal:
        choose(version, FigureSource.THIRD_PARTY)
    assert refusal.value.field == "source"
    with pytest.raises(DomainError) as refusal:
        choose(version, FigureSource.DISTRICT)
    assert refusal.value.field == "reason"
    assert choose(version, FigureSource.DISTRICT, reason="含退税").reason == "含退税"


def test_only_a_reviewer_names_the_source(body: User, report: Any) -> None:
    version = staged(report, body, "7000")
    for person in (body, UserFactory(approver=True), UserFactory(district=report.duty.district)):
        with pytest.raises(NotPermitted):
            choose(version, FigureSource.THIRD_PARTY, by=person)


def test_source_of_an_indicator_without_a_third_partys_figure_is_not_chosen(body: User, report: Any) -> None:
    version = staged(report, body, "7000")
    with pytest.raises(DomainError):
        third_party.choose_source(version, "revenue", FigureSource.DISTRICT, by=UserFactory(reviewer=True))


def test_source_is_fixed_once_a_decision_rests_on_the_figures(body: User, report: Any) -> None:
    version = staged(report, body, "7000")
    DecisionFactory(assessment=AssessmentFactory(duty=report.duty, version=version, confirmed=True))
    with pytest.raises(NotAllowedNow):
        choose(version, FigureSource.THIRD_PARTY)


def test_rules_load_once_and_each_states_its_basis(body: User) -> None:
    assert third_party.load_rules().added == 5
    assert not third_party.load_rules()
    for rule in ComparisonRule.objects.all():
        assert rule.basis == "department"
        assert rule.document
        assert rule.clause
        assert sorted(rule.precedence) == sorted(FigureSource.values)
        assert Indicator.objects.filter(pk=rule.indicator_id).exists()
        assert plain(rule.tolerance)
