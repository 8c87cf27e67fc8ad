"""Taking a file in under a name, for a table that owns documents."""

from dataclasses import dataclass

from django.db.models import Sum

from clusters.documents.access import OWNERS
from clusters.documents.models import Document
from clusters.documents.models.document import MAX_NAME
from clusters.documents.services import store
from clusters.errors import DomainError, NotAllowedNow
from clusters.models import User


@dataclass(frozen=True, slots=True)
class Quota:
    """How many bytes all documents under one key may have together, and what is said when they would be more."""

    key: str
    limit: int
    refusal: str


def add(
    source: store.Source, *, name: str, owner: str, by: User | None, quota: Quota | None = None,
    replaces: Document | None = None,
) -> Document:  # fmt: skip
    """Store a file in the caller's transaction, which is `store.writing()` where people upload.

    `owner` is the table ("app.model") whose row will point to it. `replaces` makes it the next version of another
    document. Raises DomainError where the quota would be exceeded, NotAllowedNow where another version came first.
    """
    if owner not in OWNERS:
        raise ValueError(f"{owner} is not registered as an owner of documents")
    if replaces is not None and Document.objects.filter(replaces=replaces).exists():
        raise NotAllowedNow(f"“{replaces.name}”已有更新的版本，请刷新后再上传。")
    file = store.put(source)
    if quota is not None and _used(quota.key) + file.size > quota.limit:
        raise DomainError(quota.refusal)
    return Document.objects.create(
        file=file, name=name[:MAX_NAME], owner=owner, quota=quota.key if quota else "", replaces=replaces, added_by=by
    )


def _used(key: str) -> int:
    return Document.objects.filter(quota=key).aggregate(sum=Sum("file__size"))["sum"] or 0
