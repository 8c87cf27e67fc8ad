"""Writing imported reports in one statement: new ones are made, old ones keep what was not imported."""

import pytest
from django.utils import timezone

from assessment.models import Submission
from assessment.services import import_write
from tests.factories import DutyFactory, SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


def report(duty, revision, **values):
    return {"duty": duty.pk, "values": values, "confirmations": {"tax": "属实"}, "revision": revision}


def test_new_report_is_a_draft_from_the_workbook():
    duty, officer, now = DutyFactory(), UserFactory(), timezone.now()
    import_write.upsert([report(duty, 1, tax="7000.25", revenue=None)], by=officer, at=now)
    row = Submission.objects.get(duty=duty)
    assert (row.state, row.source, row.revision, row.saved_by, row.saved_at) == ("draft", "workbook", 1, officer, now)
    assert row.values == {"tax": "7000.25", "revenue": None}
    assert (row.confirmations, row.remarks, row.returned_fields) == ({"tax": "属实"}, {}, [])


def test_stored_report_keeps_its_state_and_remarks():
    old = SubmissionFactory(returned=True, remarks={"tax": "含附加"})
    import_write.upsert([report(old.duty, old.revision + 1, tax="1")], by=UserFactory(), at=timezone.now())
    row = Submission.objects.get(pk=old.pk)
    assert (row.state, row.remarks, row.return_reason) == ("returned", {"tax": "含附加"}, old.return_reason)
    assert (row.values, row.revision) == ({"tax": "1"}, old.revision + 1)


@pytest.mark.parametrize("rows", (1, 3))
def test_any_number_of_reports_is_one_statement(rows, django_assert_num_queries):
    duties, officer = [DutyFactory() for _ in range(rows)], UserFactory()
    with django_assert_num_queries(1):
        import_write.upsert([report(duty, 1, tax="1") for duty in duties], by=officer, at=timezone.now())
    assert Submission.objects.count() == rows


def test_report_saved_since_it_was_looked_at_is_left_alone_and_not_counted():
    """(8.A12) Before the first save there is no row to lock; a colleague's first save was overwritten."""
    theirs = SubmissionFactory(values={"tax": "9"}, revision=1)
    begun = SubmissionFactory(values={}, revision=0)
    plan = [report(duty, 1, tax="1") for duty in (theirs.duty, begun.duty, DutyFactory())]
    assert import_write.upsert(plan, by=UserFactory(), at=timezone.now()) == 2
    theirs.refresh_from_db()
    begun.refresh_from_db()
    assert (theirs.values, begun.values) == ({"tax": "9"}, {"tax": "1"})
