"""The bytes of stored files, as tests look at them and as a failing disk changes them."""

from typing import Any

from django.core.files.base import ContentFile

from clusters.documents.models import StoredFile
from clusters.documents.services import store


def content_of(owner: Any) -> bytes:
    """Return the bytes of the document of a row."""
    return store.read(owner.document.file)


def damage(file: StoredFile) -> None:
    """Flip one bit of a stored file, as a failing disk does."""
    with store.storage().open(file.path) as stored:
        data = bytearray(stored.read())
    data[-1] ^= 1
    store.storage().save(file.path, ContentFile(bytes(data)))


def paths() -> set[str]:
    """Return where the store holds files."""
    folders, _ = store.storage().listdir("")
    return {f"{folder}/{name}" for folder in folders for name in store.storage().listdir(folder)[1]}
