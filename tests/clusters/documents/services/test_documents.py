"""Taking a file in: its owner, its quota, its versions."""

import pytest

from clusters.documents.models import Document
from clusters.documents.selectors.documents import versions
from clusters.documents.services import documents
from clusters.documents.services.documents import Quota
from clusters.errors import DomainError, NotAllowedNow
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

EVIDENCE = "assessment.evidence"


def test_document_keeps_name_owner_and_person():
    officer = UserFactory()
    made = documents.add(b"x", name="说明.pdf", owner=EVIDENCE, by=officer)
    assert (made.name, made.owner, made.added_by, made.file.size) == ("说明.pdf", EVIDENCE, officer, 1)


def test_table_that_nobody_registered_cannot_own_documents():
    with pytest.raises(ValueError, match="not registered"):
        documents.add(b"x", name="a.pdf", owner="clusters.cluster", by=None)


def test_quota_counts_every_document_also_of_the_same_bytes():
    quota = Quota("evidence:370202:2021", 10, "合计不能超过 10 字节。")
    for _ in range(2):
        documents.add(b"12345", name="a.pdf", owner=EVIDENCE, by=None, quota=quota)
    documents.add(b"elsewhere", name="a.pdf", owner=EVIDENCE, by=None, quota=Quota("evidence:370203:2021", 10, ""))
    with pytest.raises(DomainError, match="合计不能超过"):
        documents.add(b"6", name="b.pdf", owner=EVIDENCE, by=None, quota=quota)
    assert Document.objects.filter(quota=quota.key).count() == 2


def test_new_version_names_the_one_it_replaces_and_only_one_can():
    first = documents.add(b"1", name="规划.pdf", owner=EVIDENCE, by=None)
    second = documents.add(b"2", name="规划.pdf", owner=EVIDENCE, by=None, replaces=first)
    third = documents.add(b"1", name="规划.pdf", owner=EVIDENCE, by=None, replaces=second)
    assert versions(third) == [third, second, first]
    with pytest.raises(NotAllowedNow, match="已有更新的版本"):
        documents.add(b"3", name="规划.pdf", owner=EVIDENCE, by=None, replaces=first)
