"""The yearly report: kept, filed, returned, verified; nothing lost, nothing twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessment.models import Submission, SubmissionVersion
from assessment.selectors.figures import from_text
from assessment.services import submissions
from assessment.services.submissions import Entry
from clusters.errors import DomainError, NotAllowedNow, NotPermitted, StaleForm
from tests.factories import DutyFactory, IndicatorFactory, ReportingYearFactory, SubmissionFactory, UserFactory, figures
from tests.support.history import municipal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]
GOOD = from_text(figures())


@pytest.fixture
def duty():
    return DutyFactory(cluster=municipal())


@pytest.fixture
def officer(duty):
    return UserFactory(district=duty.district)


@pytest.fixture
def draft(duty, officer):
    return submissions.begin(duty, by=officer)


def test_begin_makes_one_working_copy(duty, officer):
    assert submissions.begin(duty, by=officer) == submissions.begin(duty, by=officer)
    assert Submission.objects.count() == 1


def test_foreign_officer_can_neither_begin_nor_save_nor_submit(duty, draft):
    stranger = UserFactory()
    for act in (
        lambda: submissions.begin(duty, by=stranger),
        lambda: submissions.save_draft(draft, Entry(GOOD), by=stranger),
        lambda: submissions.submit(draft, Entry(GOOD), by=stranger),
    ):
        with pytest.raises(NotPermitted):
            act()
    draft.refresh_from_db()
    assert draft.values == {}


def test_saved_draft_keeps_exact_decimals_and_blanks(draft, officer):
    saved = submissions.save_draft(draft, Entry({"revenue": Decimal("0.10"), "tax": None}), by=officer)
    saved.refresh_from_db()
    assert saved.values == {"revenue": "0.10", "tax": None}
    assert from_text(saved.values) == {"revenue": Decimal("0.10"), "tax": None}


def test_stale_form_is_refused_and_shows_what_is_stored(draft, officer):
    other = UserFactory(district=officer.district)
    submissions.save_draft(draft, Entry({"revenue": Decimal(1)}, revision=0), by=other)
    with pytest.raises(StaleForm, match=other.full_name) as refusal:
        submissions.save_draft(draft, Entry({"revenue": Decimal(2)}, revision=0), by=officer)
    draft.refresh_from_db()
    assert refusal.value.theirs == {"revenue": "1"}
    assert draft.values == {"revenue": "1"}


def test_submit_files_a_version_and_locks_the_form(draft, officer):
    version = submissions.submit(draft, Entry(GOOD, remarks={"tax": "含附加"}), by=officer)
    draft.refresh_from_db()
    assert (draft.state, draft.current_version, version.number) == ("submitted", version, 1)
    assert (version.filed_by, version.remarks) == (officer, {"tax": "含附加"})
    with pytest.raises(NotAllowedNow, match="已提交，等待市级审核"):
        submissions.save_draft(draft, Entry(GOOD), by=officer)
    with pytest.raises(NotAllowedNow):
        submissions.submit(draft, Entry(GOOD), by=officer)
    assert SubmissionVersion.objects.count() == 1


def test_blank_required_figure_needs_a_note(draft, officer):
    IndicatorFactory(code="tax", label="税收", is_required=True)
    blank = {**GOOD, "tax": None}
    with pytest.raises(DomainError, match="空白不等于零") as refusal:
        submissions.submit(draft, Entry(blank), by=officer)
    assert refusal.value.field == "tax"
    assert submissions.submit(draft, Entry(blank, remarks={"tax": "税务部门未反馈"}), by=officer).number == 1


def test_impossible_figure_is_refused_at_its_field(draft, officer):
    with pytest.raises(DomainError) as refusal:
        submissions.submit(draft, Entry({**GOOD, "leading_revenue": Decimal(130000)}), by=officer)
    assert refusal.value.field in ("leading_revenue", "revenue")
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_odd_figure_must_be_confirmed_with_a_reason(duty, draft, officer):
    SubmissionFactory(duty=DutyFactory(cluster=duty.cluster, year=2020), verified=True)
    odd = {**GOOD, "floor_area": Decimal(10)}
    with pytest.raises(DomainError, match="如确属实"):
        submissions.submit(draft, Entry(odd), by=officer)
    assert (
        submissions.submit(
            draft, Entry(odd, confirmations=dict.fromkeys(("floor_area", "revenue"), "仅一层投用")), by=officer
        ).number
        == 1
    )


@pytest.mark.parametrize(
    "year",
    ({"state": "closed", "deadline": timezone.now() + timedelta(days=3)}, {"deadline": timezone.now() - timedelta(1)}),
    ids=("closed", "overdue"),
)
def test_closed_or_overdue_year_takes_no_draft(duty, draft, officer, year):
    ReportingYearFactory._meta.model.objects.filter(pk=duty.year).update(**year)
    with pytest.raises(NotAllowedNow, match="截止"):
        submissions.submit(draft, Entry(GOOD), by=officer)
    assert not SubmissionVersion.objects.exists()


def test_returned_report_may_be_mended_after_the_deadline(draft, officer, reviewer):
    submissions.submit(draft, Entry(GOOD), by=officer)
    submissions.return_(draft, reason="税收口径有误", fields=["tax"], by=reviewer)
    ReportingYearFactory._meta.model.objects.update(deadline=timezone.now() - timedelta(days=1))
    draft.refresh_from_db()
    assert (draft.returned_fields, draft.return_reason) == (["tax"], "税收口径有误")
    version = submissions.submit(draft, Entry({**GOOD, "tax": Decimal(6500)}), by=officer)
    draft.refresh_from_db()
    assert (version.number, draft.return_reason, draft.returned_fields) == (2, "", [])
    assert SubmissionVersion.objects.get(number=1).values["tax"] == "7000.00"


def test_verify_makes_the_filed_version_count(draft, officer, reviewer):
    version = submissions.submit(draft, Entry(GOOD), by=officer)
    verified = submissions.verify(draft, by=reviewer)
    assert (verified.state, verified.verified_version) == ("verified", version)
    assert version.review.reviewed_by == reviewer


def test_verify_accepts_only_what_was_explained(draft, officer, reviewer):
    submissions.submit(draft, Entry(GOOD), by=officer)
    with pytest.raises(DomainError, match="已说明理由"):
        submissions.verify(draft, accepted=["revenue"], by=reviewer)
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_reopened_report_goes_on_counting_until_the_next_is_verified(draft, officer, reviewer):
    first = submissions.submit(draft, Entry(GOOD), by=officer)
    submissions.verify(draft, by=reviewer)
    submissions.reopen(draft, reason="企业漏报", by=reviewer)
    draft.refresh_from_db()
    assert (draft.state, draft.verified_version) == ("returned", first)
    second = submissions.submit(draft, Entry({**GOOD, "tax": Decimal(7100)}), by=officer)
    submissions.verify(draft, by=reviewer)
    draft.refresh_from_db()
    assert draft.verified_version == second


def test_district_cannot_verify(draft, officer):
    submissions.submit(draft, Entry(GOOD), by=officer)
    with pytest.raises(NotPermitted):
        submissions.verify(draft, by=officer)


def test_filed_report_is_withdrawn_until_the_city_takes_it_up(draft, officer, reviewer):
    """(8.D28) It is a draft again, with its figures and its version; afterwards the city finds nothing to verify."""
    submissions.submit(draft, Entry(GOOD), by=officer)
    row = submissions.withdraw(draft, by=officer)
    assert (row.state, row.current_version, row.versions.count()) == ("draft", None, 1)
    assert from_text(row.values) == GOOD
    with pytest.raises(NotAllowedNow):
        submissions.verify(draft, by=reviewer)
    assert submissions.submit(draft, Entry(GOOD), by=officer).number == 2
    submissions.verify(draft, by=reviewer)
    with pytest.raises(NotAllowedNow, match="已核实"):
        submissions.withdraw(draft, by=officer)


def test_withdrawn_mending_of_a_return_is_a_return_again(draft, officer, reviewer):
    """(8.D28) A sibling: what the city had returned may still be mended after the deadline, with its reason."""
    first = submissions.submit(draft, Entry(GOOD), by=officer)
    submissions.return_(draft, reason="税收口径有误", fields=["tax"], by=reviewer)
    submissions.submit(draft, Entry(GOOD), by=officer)
    ReportingYearFactory._meta.model.objects.update(deadline=timezone.now() - timedelta(days=1))
    row = submissions.withdraw(draft, by=officer)
    assert (row.state, row.return_reason, row.returned_fields) == ("returned", "税收口径有误", ["tax"])
    assert row.current_version == first


def test_report_that_could_not_be_filed_again_is_not_withdrawn(draft, officer):
    """(8.D28) A sibling: after the deadline a withdrawal would lose the report."""
    submissions.submit(draft, Entry(GOOD), by=officer)
    ReportingYearFactory._meta.model.objects.update(deadline=timezone.now() - timedelta(days=1))
    with pytest.raises(NotAllowedNow, match="截止时间"):
        submissions.withdraw(draft, by=officer)
    draft.refresh_from_db()
    assert draft.state == "submitted"
    with pytest.raises(NotPermitted):
        submissions.withdraw(draft, by=UserFactory())
