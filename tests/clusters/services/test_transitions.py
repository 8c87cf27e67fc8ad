"""A change of state: the right person, in the right state, with a reason where one is asked for."""

import pytest

from assessment.states import SUBMISSION
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Event
from clusters.services.transitions import move
from tests.factories import SubmissionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_move_changes_state_and_leaves_a_line():
    submission, reviewer = SubmissionFactory(state="submitted"), UserFactory(reviewer=True)
    moved = move(submission, SUBMISSION, "return", by=reviewer, note="税收请核对")
    event = Event.objects.get(action="年度报送.return")
    assert moved.state == "returned"
    assert (event.before, event.after, event.note, event.actor) == ("submitted", "returned", "税收请核对", reviewer)


@pytest.mark.parametrize("state", ("draft", "returned", "verified"))
def test_move_from_another_state_is_refused_and_says_where_it_stands(state):
    submission, reviewer = SubmissionFactory(state=state), UserFactory(reviewer=True)
    with pytest.raises(NotAllowedNow, match=SUBMISSION.labels[state]):
        move(submission, SUBMISSION, "verify", by=reviewer)
    submission.refresh_from_db()
    assert submission.state == state


def test_move_without_the_permission_is_refused():
    submission = SubmissionFactory(state="submitted")
    officer = UserFactory(district=submission.duty.district)
    with pytest.raises(NotPermitted):
        move(submission, SUBMISSION, "verify", by=officer)
    assert not Event.objects.filter(action__startswith="年度报送").exists()


@pytest.mark.parametrize("note", ("", "   "))
def test_move_that_needs_a_reason_is_refused_without_one(note):
    submission, reviewer = SubmissionFactory(state="submitted"), UserFactory(reviewer=True)
    with pytest.raises(DomainError) as refusal:
        move(submission, SUBMISSION, "return", by=reviewer, note=note)
    assert refusal.value.field == "reason"
