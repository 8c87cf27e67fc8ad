"""Which tables own documents, and by which permission on the owning row one may read them.

A table that owns documents has a foreign key `document`; its app registers it here. A document that no registered
table owns is read by nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from clusters.access import signed_in

POLICY: Final = {"documents.download": signed_in}


@dataclass(frozen=True, slots=True)
class Owner:
    """`table` is a model ("app.model"), `permission` is asked on its row, `action` is the audit line of a download."""

    table: str
    permission: str
    action: str


_OWNERS: dict[str, Owner] = {}
OWNERS: Final[Mapping[str, Owner]] = MappingProxyType(_OWNERS)


def register(owners: Iterable[Owner]) -> None:
    """Let these tables own documents; a table that is registered already is a programming error."""
    for owner in owners:
        if owner.table in _OWNERS:
            raise ValueError(f"owner of documents declared twice: {owner.table}")
        _OWNERS[owner.table] = owner
