"""One object check for all documents: the permission on the row that owns one."""

from uuid import uuid4

import pytest

from clusters.documents.selectors.documents import readable
from clusters.documents.services import documents
from tests.factories import EvidenceFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_owner_and_city_read_what_others_do_not_find():
    row = EvidenceFactory()
    document = row.document
    for reader in (UserFactory(district=row.submission.duty.district), UserFactory(reviewer=True)):
        found = readable(reader, document.pk)
        assert found is not None
        assert found[:2] == (document, row)
    for other in (UserFactory(), UserFactory(leader=True), UserFactory(system_admin=True)):
        assert readable(other, document.pk) is None
    assert readable(UserFactory(reviewer=True), uuid4()) is None


def test_document_that_no_row_points_to_is_read_by_nobody():
    stray = documents.add(b"x", name="a.pdf", owner="assessment.evidence", by=None)
    assert readable(UserFactory(reviewer=True), stray.pk) is None
