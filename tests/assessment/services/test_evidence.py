"""佐证材料: added and taken back while the report may be mended, within its bounds, each with its audit line."""

import hashlib

import pytest

from assessment.enums import SubmissionState
from assessment.models import Evidence, Submission
from assessment.services import evidence
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Event
from tests.factories import DutyFactory, EvidenceFactory, IndicatorFactory, SubmissionFactory, UserFactory
from tests.support.files import content_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty():
    return DutyFactory()


@pytest.fixture
def officer(duty):
    return UserFactory(district=duty.district)


@pytest.fixture
def tax():
    return IndicatorFactory(code="tax")


def test_document_is_kept_with_its_hash_and_noted(duty, officer, tax):
    added = evidence.add(duty, tax, name="完税证明.pdf", content=b"%PDF", by=officer)
    row = Evidence.objects.get()
    assert (row, row.submission.duty, row.indicator_code, row.added_by) == (added, duty, "tax", officer)
    assert (content_of(row), row.document.file.size, row.document.sha256) == (
        b"%PDF",
        4,
        hashlib.sha256(b"%PDF").hexdigest(),
    )
    event = Event.objects.get(action="佐证材料.上传")
    assert (event.actor, event.district_code, event.data["sha256"]) == (officer, duty.district_id, row.document.sha256)


def test_foreign_officer_is_refused(duty, tax):
    stranger, row = UserFactory(), EvidenceFactory(submission__duty=duty)
    with pytest.raises(NotPermitted):
        evidence.add(duty, tax, name="a.pdf", content=b"x", by=stranger)
    with pytest.raises(NotPermitted):
        evidence.take_back(row, by=stranger)
    assert Evidence.objects.standing().count() == 1


@pytest.mark.parametrize("state", ("submitted", "verified"))
def test_filed_report_keeps_its_documents_as_they_were_filed(duty, officer, tax, state):
    row = EvidenceFactory(submission=SubmissionFactory(duty=duty, **{state: True}))
    with pytest.raises(NotAllowedNow):
        evidence.add(duty, tax, name="a.pdf", content=b"x", by=officer)
    with pytest.raises(NotAllowedNow):
        evidence.take_back(row, by=officer)
    assert list(Evidence.objects.standing()) == [row]


def test_returned_report_takes_documents(duty, officer, tax):
    SubmissionFactory(duty=duty, returned=True)
    evidence.add(duty, tax, name="a.pdf", content=b"x", by=officer)
    assert Submission.objects.get().state == SubmissionState.RETURNED
    assert Evidence.objects.count() == 1


def test_document_taken_back_is_kept_and_only_once_taken_back(duty, officer):
    row = EvidenceFactory(submission__duty=duty, content=b"kept")
    evidence.take_back(row, by=officer)
    assert not Evidence.objects.standing().exists()
    assert content_of(Evidence.objects.get()) == b"kept"
    with pytest.raises(NotAllowedNow):
        evidence.take_back(row, by=officer)
    assert Event.objects.filter(action="佐证材料.撤下").count() == 1


def test_same_document_is_refused_beside_the_same_figure_only(duty, officer, tax):
    evidence.add(duty, tax, name="a.pdf", content=b"x", by=officer)
    with pytest.raises(DomainError, match="不必重复上传"):
        evidence.add(duty, tax, name="b.pdf", content=b"x", by=officer)
    evidence.add(duty, IndicatorFactory(code="revenue"), name="a.pdf", content=b"x", by=officer)
    evidence.take_back(Evidence.objects.get(indicator_code="tax"), by=officer)
    evidence.add(duty, tax, name="a.pdf", content=b"x", by=officer)


def test_number_of_documents_beside_a_figure_is_bounded(duty, officer, tax):
    for number in range(evidence.MAX_FILES):
        evidence.add(duty, tax, name="a.pdf", content=b"%d" % number, by=officer)
    with pytest.raises(DomainError, match="每项最多 5 份"):
        evidence.add(duty, tax, name="a.pdf", content=b"more", by=officer)
    assert Evidence.objects.count() == evidence.MAX_FILES


def test_bytes_of_a_district_and_year_are_bounded_and_those_taken_back_count(duty, officer, tax, monkeypatch):
    monkeypatch.setattr(evidence, "MAX_YEAR", 10)
    EvidenceFactory(content=b"x" * 50)
    other = DutyFactory(cluster__district=duty.district, year=duty.year)
    evidence.take_back(EvidenceFactory(submission__duty=other, content=b"x" * 6), by=officer)
    evidence.add(duty, tax, name="a.pdf", content=b"1234", by=officer)
    with pytest.raises(DomainError, match="合计不能超过"):
        evidence.add(duty, tax, name="b.pdf", content=b"5", by=officer)
