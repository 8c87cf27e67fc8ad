"""Stored figures as the engine's facts: exact, with blanks, and only what was verified."""

from decimal import Decimal

import pytest

from assessment.enums import SubmissionState
from assessment.rules.enums import Filing, Severity
from assessment.selectors import figures, history
from assessment.services import runs, submissions
from clusters.errors import DomainError
from tests.factories import (
    CategoryFactory,
    DutyFactory,
    IndicatorFactory,
    ReportingYearFactory,
    ReviewFactory,
    RulingFactory,
    SubmissionFactory,
    UserFactory,
)
from tests.factories import figures as texts
from tests.support.history import municipal, proposal, report

PASSING = figures.from_text(texts())


@pytest.mark.parametrize(
    ("value", "text"),
    (
        (Decimal("0.10"), "0.10"),
        (Decimal("1E+5"), "100000"),
        (Decimal("1234567890123456.78"), "1234567890123456.78"),
        (Decimal("-3.50"), "-3.50"),
        (Decimal(0), "0"),
        (None, None),
    ),
)
def test_figures_are_stored_as_plain_digits_and_come_back_the_same(value, text):
    assert figures.to_text({"tax": value}) == {"tax": text}
    assert figures.from_text({"tax": text}) == {"tax": value}


def test_empty_text_is_blank_and_not_zero():
    assert figures.from_text({"tax": "", "revenue": None}) == {"tax": None, "revenue": None}


# ---- Facts -----------------------------------------------------------------------------------------------------------


def facts(duty, *, version=None, previous=None):
    (loaded,) = figures.loaded([duty.pk])
    known = {(loaded.cluster_id, loaded.year - 1): previous} if previous else {}
    return figures.facts_of(loaded, version, known)


@pytest.mark.django_db
def test_verified_version_is_what_is_judged():
    submission = report(municipal(), 2021, tax="7100.50")
    submission.values = texts(tax="1")
    submission.save()
    found = facts(submission.duty, version=submission.verified_version, previous={"tax": Decimal(1)})
    assert (found.year, found.filing, found.previous) == (2021, Filing.VERIFIED, {"tax": Decimal(1)})
    assert found.values == {**PASSING, "tax": Decimal("7100.50")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "filing"),
    (
        ("draft", Filing.DRAFT),
        ("submitted", Filing.SUBMITTED),
        ("returned", Filing.RETURNED),
        ("verified", Filing.SUBMITTED),
    ),
)
def test_figures_not_verified_are_no_facts(state, filing):
    """A report verified after the snapshot was taken is, for that run, one that still lay with the city."""
    ReportingYearFactory(closed=True)
    submission = SubmissionFactory(state=SubmissionState(state))
    found = facts(submission.duty)
    assert (found.filing, found.values) == (filing, {})


@pytest.mark.django_db
def test_duty_without_a_report_is_missing_once_its_deadline_has_passed():
    """(7.A4) Before, nothing is missing yet: neither a report not begun nor a draft."""
    year = ReportingYearFactory()
    for duty in (DutyFactory(), SubmissionFactory().duty):
        assert facts(duty).filing is Filing.NOT_DUE
    year.state = "closed"
    year.save()
    assert facts(DutyFactory()).filing is Filing.MISSING


@pytest.mark.django_db
def test_report_verified_during_a_run_is_not_called_incomplete(notice, approver, reviewer):
    submission = SubmissionFactory(duty=DutyFactory(cluster=municipal(), year=2020), submitted=True)
    (chunk,) = runs.start(2020, by=approver).chunks.all()
    submissions.verify(submission, by=reviewer)
    runs.assess_chunk(chunk.pk)
    row = proposal(submission.duty.cluster, 2020)
    assert (row.verdict, row.outcome["why"]) == ("hold", ["not_verified"])


@pytest.mark.django_db
def test_what_the_city_accepted_counts_as_confirmed():
    submission = SubmissionFactory(submitted=True, confirmations={"revenue": "属实", "tax": "属实"})
    version = submission.current_version
    assert facts(submission.duty, version=version).confirmed == frozenset()
    ReviewFactory(version=version, accepted=["revenue"])
    version.refresh_from_db()
    assert facts(submission.duty, version=version).confirmed == {"revenue"}


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "expected"), (("failed", (True, False)), ("exempt", (False, True))))
def test_ruling_counts_until_it_is_revoked(kind, expected):
    ruling = RulingFactory(kind=kind)
    found = facts(ruling.duty)
    assert (found.ruled_failed, found.exempt) == expected
    ruling.revoked_at = ruling.made_at
    ruling.save()
    found = facts(ruling.duty)
    assert (found.ruled_failed, found.exempt) == (False, False)


@pytest.mark.django_db
def test_groups_are_category_and_region_of_the_duty():
    cluster = municipal(category=CategoryFactory(code="finance"))
    duty = DutyFactory(cluster=cluster)
    assert figures.groups_of(duty) == {"category": "finance", "region": duty.district_id}
    bare = DutyFactory(cluster=municipal(category=None, district=None))
    assert figures.groups_of(bare) == {"category": "", "region": ""}


@pytest.mark.django_db
@pytest.mark.parametrize("reports", (1, 3))
def test_duties_are_loaded_with_all_that_judging_reads_in_three_queries(reports, django_assert_num_queries):
    made = [report(municipal(), 2021) for _ in range(reports)]
    with django_assert_num_queries(3):
        rows = figures.loaded([submission.duty_id for submission in made])
        for duty in rows:
            figures.facts_of(duty, duty.submission.verified_version, {})
            assert list(history.titles_of(duty))
    assert len(rows) == reports


# ---- Last year -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_years_before_are_known_by_their_verified_reports():
    """(8.B23) Also those before last year; what was not verified is not known."""
    cluster, other = municipal(), municipal()
    report(cluster, 2019, tax="1")
    report(cluster, 2020, tax="2")
    SubmissionFactory(duty=DutyFactory(cluster=other, year=2020), submitted=True)
    duties = [DutyFactory(cluster=each, year=2021) for each in (cluster, other)]
    found = figures.verified_before(duties)
    assert {key: values["tax"] for key, values in found.items()} == {
        (cluster.pk, 2019): Decimal(1),
        (cluster.pk, 2020): Decimal(2),
    }


@pytest.mark.parametrize(
    ("reported", "previous", "earlier"),
    (
        ((2019, 2020), 2020, None),
        ((2018, 2019), None, 2019),
        ((2020,), 2020, None),
        ((), None, None),
        ((2010,), None, None),
    ),
)
@pytest.mark.django_db
def test_year_without_its_year_before_is_compared_with_the_last_known(reported, previous, earlier):
    """(8.B23) Ten years back, not further; growth is told from last year alone."""
    cluster = municipal()
    for year in reported:
        report(cluster, year, tax=str(year))
    duty = DutyFactory(cluster=cluster, year=2021)
    found = figures.as_verified(duty, {"tax": Decimal(5)}, figures.verified_before([duty]))
    assert (found.previous or {}).get("tax") == previous
    assert (found.earlier.year if found.earlier else None) == earlier


@pytest.mark.django_db
def test_duties_of_several_years_each_find_their_own_last_year():
    cluster = municipal()
    for year in (2019, 2020):
        report(cluster, year, tax=str(year))
    duties = [DutyFactory(cluster=cluster, year=2021), cluster.duties.get(reporting_year=2020)]
    found = figures.verified_before(duties)
    assert {year: values["tax"] for (_, year), values in found.items()} == {2019: 2019, 2020: 2020}


# ---- While it is being filled in -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_report_being_filled_in_is_checked_as_though_verified(notice):
    cluster = municipal()
    report(cluster, 2020)
    duty = DutyFactory(cluster=cluster, year=2021)
    values = {**PASSING, "floor_area": Decimal(10)}
    found = figures.entry_findings(duty, values, confirmed=["revenue"])
    (fell,) = (one for one in found if one.severity is Severity.SUSPECT and one.previous == 100_000)
    assert (fell.fields, fell.is_open) == (("floor_area",), True)
    assert figures.as_verified(duty, values, {}, ["revenue"]).filing is Filing.VERIFIED


@pytest.mark.django_db
def test_year_without_any_ruleset_is_not_checked():
    duty = DutyFactory(cluster=municipal(), year=2021)
    assert figures.entry_findings(duty, {**PASSING, "tax": Decimal(-1)}) == ()


@pytest.fixture
def draft(notice):
    IndicatorFactory(code="tax", label="税收", is_required=True)
    IndicatorFactory(code="old", label="旧指标", is_required=True, until_year=2020)
    duty = DutyFactory(cluster=municipal(), year=2021)
    return submissions.begin(duty, by=UserFactory(district=duty.district))


def refused(submission) -> str:
    """Why the report cannot be filed; nothing where it can."""
    try:
        figures.require_complete(submission)
    except DomainError as refusal:
        return refusal.message
    return ""


@pytest.mark.django_db
def test_complete_report_passes(draft):
    draft.values = texts()
    assert not refused(draft)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field", "words"),
    (
        (texts(tax=None), "tax", "空白不等于零"),
        (texts(tax=""), "tax", "“税收”未填写"),
        (texts(leading_revenue="130000"), None, "主导产业"),
        (texts(revenue="99999999"), None, "如确属实，请填写说明"),
    ),
    ids=("blank", "empty", "impossible", "odd"),
)
def test_report_that_cannot_be_filed_is_refused_at_its_field(draft, values, field, words):
    draft.values = values
    with pytest.raises(DomainError, match=words) as refusal:
        figures.require_complete(draft)
    assert refusal.value.field in ({field} if field else values.keys())


@pytest.mark.django_db
def test_zero_is_an_answer_and_a_note_explains_a_blank(draft):
    draft.values, draft.remarks = texts(tax="0"), {}
    assert not refused(draft)
    draft.values, draft.remarks = texts(tax=None), {"tax": "税务部门未反馈"}
    assert not refused(draft)
    draft.remarks = {}
    assert "空白不等于零" in refused(draft)
