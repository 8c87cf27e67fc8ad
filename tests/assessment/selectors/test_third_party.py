"""The comparison: which figures are set side by side, how far apart they lie, what a reviewer is told."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessment.models import Duty, Indicator
from assessment.models.third_party import FigureSource
from assessment.selectors import third_party as selector
from assessment.services import reference, third_party
from assessment.services.third_party import Delivery, Item
from clusters.models import User
from tests.factories import DutyFactory, SubmissionFactory, SubmissionVersionFactory, UserFactory


@pytest.fixture
def body(db: None) -> User:
    reference.load_indicators()
    third_party.load_rules()
    return UserFactory(statistics=True)


@pytest.fixture
def duty(body: User) -> Duty:
    """The district filed revenue 120000, leading revenue 90000, tax 7000, floor area 100000."""
    return SubmissionFactory(duty__year=2021, submitted=True).duty


def post(duty: Duty, by: User, key: str, **figures: str) -> None:
    items = tuple(Item(duty.cluster.code, code, Decimal(value)) for code, value in figures.items())
    third_party.stage(Delivery(2021, "年报", items), key=key, by=by)


def row(duty: Duty, code: str) -> Any:
    return next(one for one in selector.comparison_of(duty) if one.indicator.code == code)


def test_comparison_lists_what_a_third_party_posted_in_the_order_of_the_form(duty: Duty, body: User) -> None:
    assert selector.comparison_of(duty) == []
    post(duty, body, "key-00001", jobs="10", tax="7000", revenue="120000")
    assert [one.indicator.code for one in selector.comparison_of(duty)] == ["revenue", "tax", "jobs"]


@pytest.mark.parametrize(
    ("value", "difference", "percent", "within"),
    (
        ("7000.00", 0, Fraction(0), True),
        ("6930.70", Decimal("69.30"), Fraction(6930, 6930) * Fraction("69.30") * 100 / Fraction("6930.70"), True),
        ("7070.70", Decimal("-70.70"), Fraction("-70.70") * 100 / Fraction("7070.70"), True),
        ("6930.69", Decimal("69.31"), Fraction("69.31") * 100 / Fraction("6930.69"), False),
        ("7070.71", Decimal("-70.71"), Fraction("-70.71") * 100 / Fraction("7070.71"), False),
        ("0", 7000, None, False),
        ("-7000", 14000, Fraction(200), False),
    ),
)
def test_tolerance_is_exact_and_includes_its_end(
    duty: Duty, body: User, value: str, difference: Decimal, percent: Fraction | None, within: bool
) -> None:
    """One percent of the third party's figure: 7000 is just within it at 6930.70 and at 7070.70."""
    post(duty, body, "key-00001", tax=value)
    found = row(duty, "tax")
    assert (found.difference, found.percent, found.within) == (difference, percent, within)


def test_newest_figure_of_each_body_counts(duty: Duty, body: User) -> None:
    other = UserFactory(statistics=True, unit="另一机构")
    post(duty, body, "key-00001", tax="1")
    post(duty, other, "key-00002", tax="2")
    post(duty, body, "key-00003", tax="3")
    found = row(duty, "tax")
    assert [claim.value for claim in found.claims] == [3, 2]
    assert (found.latest.value, found.claims[1].batch.supplier) == (3, "另一机构")


def test_blank_of_the_district_is_not_zero(duty: Duty, body: User) -> None:
    post(duty, body, "key-00001", jobs="0")
    found = row(duty, "jobs")
    assert (found.district, found.difference, found.within, found.preferred) == (None, None, None, "third_party")
    assert "退回" in found.advice


def test_precedence_is_declared_by_indicator(duty: Duty, body: User) -> None:
    post(duty, body, "key-00001", tax="9000", floor_area="50000")
    assert row(duty, "tax").preferred == FigureSource.THIRD_PARTY
    assert row(duty, "floor_area").preferred == FigureSource.DISTRICT
    assert "第三方统计数为先" in row(duty, "tax").advice
    assert "区市填报数为先" in row(duty, "floor_area").advice


def test_indicator_without_a_rule_is_compared_by_eye(duty: Duty, body: User) -> None:
    post(duty, body, "key-00001", platforms="3")
    found = row(duty, "platforms")
    assert (found.rule, found.preferred, found.within) == (None, None, None)


def test_rule_holds_from_its_year_until_the_next(duty: Duty, body: User) -> None:
    tax = Indicator.objects.get(pk="tax")
    old = tax.comparison_rules.get()
    for year, tolerance in ((2021, 50), (2022, 90)):
        old.pk, old.code, old.from_year, old.tolerance = None, f"tax-{year}", year, Decimal(tolerance)
        old.save(force_insert=True)
    post(duty, body, "key-00001", tax="9000")
    assert row(duty, "tax").rule.tolerance == 50
    assert row(duty, "tax").within


def test_comparison_can_look_at_an_earlier_version(duty: Duty, body: User) -> None:
    first = duty.submission.current_version
    later = SubmissionVersionFactory(submission=duty.submission, values={"tax": "8000"})
    duty.submission.current_version = later
    duty.submission.save()
    post(duty, body, "key-00001", tax="8000")
    assert row(Duty.objects.get(pk=duty.pk), "tax").difference == 0
    assert selector.comparison_of(duty, first)[0].difference == -1000


def test_last_choice_counts(duty: Duty, body: User) -> None:
    version, reviewer = duty.submission.current_version, UserFactory(reviewer=True)
    post(duty, body, "key-00001", tax="7000")
    for source in (FigureSource.DISTRICT, FigureSource.THIRD_PARTY):
        third_party.choose_source(version, "tax", source, by=reviewer)
    assert row(duty, "tax").choice.source == FigureSource.THIRD_PARTY
    assert [choice.source for choice in selector.choices_of(version)] == [FigureSource.THIRD_PARTY]
    assert selector.choices_of(None) == []


def test_duty_without_a_report_is_compared_with_blanks(body: User) -> None:
    duty = DutyFactory(year=2021)
    post(duty, body, "key-00001", tax="1")
    assert row(duty, "tax").district is None


def test_comparison_takes_four_queries(duty: Duty, body: User, django_assert_max_num_queries: Any) -> None:
    post(duty, body, "key-00001", tax="1", jobs="2", revenue="3")
    loaded = Duty.objects.select_related("submission__current_version").get(pk=duty.pk)
    with django_assert_max_num_queries(4):
        for one in selector.comparison_of(loaded):
            assert one.latest.batch.supplier
            assert one.advice


def test_batches_are_read_by_the_city_and_by_who_sent_them(duty: Duty, body: User) -> None:
    post(duty, body, "key-00001", tax="1")
    reads = {
        role: selector.batches_for(UserFactory(role=role)).count()
        for role in ("reviewer", "approver", "leader", "statistics", "security_admin")
    }
    assert reads == {"reviewer": 1, "approver": 1, "leader": 0, "statistics": 0, "security_admin": 0}
    assert selector.batches_for(body).count() == 1
    assert selector.batches_for(UserFactory(district=duty.district)).count() == 0
