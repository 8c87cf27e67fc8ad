"""The review sheet: each figure with what it is held against, each finding with its reason, each version's changes."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessment.models import Review, Submission
from assessment.rules.enums import Verdict
from assessment.selectors import review_sheet
from tests.factories import (
    DutyFactory,
    EvidenceFactory,
    IndicatorFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    figures,
)
from tests.support.history import municipal, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

ODD = {"revenue": "1200000000", "leading_revenue": "900000000"}


@pytest.fixture(autouse=True)
def _indicators() -> None:
    for order, (code, label, unit, kind) in enumerate(
        (
            ("revenue", "营业收入", "万元", "money"),
            ("tax", "税收", "万元", "money"),
            ("staff", "从业人员", "人", "count"),
        )
    ):
        IndicatorFactory(code=code, label=label, unit=unit, kind=kind, order=order)


def line(row: Submission, code: str) -> review_sheet.FigureLine:
    lines = [one for _, lines in review_sheet.sheet(row).families for one in lines]
    return next(one for one in lines if one.indicator.code == code)


def test_figure_stands_beside_last_years_verified_one():
    cluster = municipal()
    report(cluster, 2020, tax="6500")
    row = SubmissionFactory(duty=DutyFactory(cluster=cluster, year=2021), submitted=True)
    shown = line(row, "tax")
    assert (shown.value, shown.last) == (Decimal("7000.00"), Decimal("6500"))


def test_documents_stand_beside_their_figure_and_those_taken_back_do_not():
    row = SubmissionFactory(submitted=True)
    kept = EvidenceFactory(submission=row, indicator_code="tax")
    EvidenceFactory(submission=row, indicator_code="tax", taken_back_at=timezone.now())
    EvidenceFactory(indicator_code="tax")
    assert (line(row, "tax").evidence, line(row, "revenue").evidence) == ((kept,), ())


def test_blank_stays_blank():
    assert line(SubmissionFactory(submitted=True), "staff").value is None


def test_counts_are_shown_without_decimals():
    row = SubmissionFactory(submitted=True)
    assert (line(row, "staff").indicator.written, line(row, "tax").indicator.written) == ("plain", "money")


def test_odd_figure_carries_the_reason_and_what_may_be_accepted():
    row = SubmissionFactory(values=figures(**ODD), confirmations={"revenue": "属实"}, submitted=True)
    note = next(note for note in line(row, "revenue").notes if note.level == "confirm")
    assert note.reason == "属实"
    assert "revenue" in note.codes
    assert not note.is_accepted


def test_odd_figure_without_a_reason_offers_nothing_to_accept():
    row = SubmissionFactory(values=figures(**ODD), submitted=True)
    note = next(note for note in line(row, "revenue").notes if note.level == "confirm")
    assert (note.reason, note.codes) == ("", ())


def test_preview_believes_a_reason_once_the_review_accepted_it():
    """(8.A6) Before the city accepts it, a doubt holds; the reviewer sees what acceptance would lead to."""
    reasons = {"revenue": "属实", "floor_area": "属实"}
    row = SubmissionFactory(values=figures(**ODD), confirmations=reasons, submitted=True)
    before = review_sheet.sheet(row).preview
    assert (before.outcome.verdict, before.if_accepted.verdict) == (Verdict.HOLD, Verdict.PASS)
    for accepted, verdict in (([], Verdict.HOLD), (sorted(reasons), Verdict.PASS)):
        row = SubmissionFactory(values=figures(**ODD), confirmations=reasons, submitted=True)
        Review.objects.create(version=row.current_version, action="verified", accepted=accepted)
        assert review_sheet.sheet(Submission.objects.get(pk=row.pk)).preview.outcome.verdict is verdict


def test_report_that_was_never_filed_shows_its_working_copy():
    row = SubmissionFactory(values=figures(tax="5"))
    assert line(row, "tax").value == Decimal("5")
    assert review_sheet.versions(row) == []


def test_versions_are_the_newest_first_with_what_they_changed():
    row = SubmissionFactory(submitted=True)
    SubmissionVersionFactory(submission=row, values=figures(tax="7100", staff="12"))
    newest, first = review_sheet.versions(row)
    assert (newest.version.number, first.version.number) == (2, 1)
    assert [(change.label, change.old, change.new) for change in newest.changes] == [
        ("税收", Decimal("7000.00"), Decimal("7100")),
        ("从业人员", None, Decimal("12")),
    ]
    assert first.changes == []
