"""Private files by their SHA-256: put in once, checked at every reading, never under an address of their own.

The bytes lie in the storage "documents" (a folder, or an S3-compatible store that several web hosts share). A file is
written before its row commits and is never changed or deleted afterwards. A backup therefore takes the database first
and the files after it: every row of the dump then has its bytes in the copy. What a restored copy holds beyond the
dump are files without a row; the sweep removes them a day later.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Final

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters.documents.models import StoredFile
from clusters.services import audit

CHUNK: Final = 64 * 1024
IN_MEMORY: Final = 1024 * 1024
ORPHAN_AFTER: Final = timedelta(days=1)
"""A file without a row is left alone this long: it may belong to a transaction that has not committed yet."""

Source = bytes | File
_WRITTEN: ContextVar[list[str] | None] = ContextVar("files written by this transaction", default=None)


class Damaged(Exception):
    """The bytes are missing, cannot be read, or are not those that were stored. `words` says which, in Chinese."""

    def __init__(self, file: StoredFile, words: str) -> None:
        super().__init__(f"{file.sha256}: {words}")
        self.sha256, self.words, self.file = file.sha256, words, file

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the documents that need the file."""
        return tuple(self.file.documents.values_list("name", flat=True))


def storage() -> Storage:
    """Return where the bytes lie, by the settings."""
    return storages["documents"]


@contextmanager
def writing() -> Iterator[None]:
    """An act (see `audit.act`) that takes its new files with it: what it wrote is deleted before it is rolled back.

    Before, not after: until then its rows keep others from storing the same bytes.
    """
    outer, written = _WRITTEN.get(), list[str]()
    token = _WRITTEN.set(written)
    try:
        with audit.act():
            try:
                yield
            except BaseException:
                for path in written:
                    storage().delete(path)
                raise
    finally:
        _WRITTEN.reset(token)
    if outer is not None:
        outer.extend(written)


def put(source: Source) -> StoredFile:
    """Store bytes in the caller's transaction and return their row; the same bytes give the same row, stored once."""
    with TemporaryFile() as staged:
        digest, size = _copied((source,) if isinstance(source, bytes) else source.chunks(CHUNK), staged)
        # Whoever stores the same bytes at the same time waits here until the other transaction has ended.
        row, is_new = StoredFile.objects.get_or_create(sha256=digest, defaults={"size": size})
        if is_new or not storage().exists(row.path):
            written = _WRITTEN.get()
            if is_new and written is not None:
                written.append(row.path)
            staged.seek(0)
            storage().save(row.path, File(staged))
    return row


def opened(file: StoredFile) -> IO[bytes]:
    """Return a stream of exactly the bytes that were stored, checked to their end before the first is handed out.

    Raises Damaged. The caller closes the stream.
    """
    stream = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        _check(file, stream)
    except Damaged:
        stream.close()
        raise
    stream.seek(0)
    return stream


def read(file: StoredFile) -> bytes:
    """Return the bytes that were stored. Raises Damaged."""
    with opened(file) as stream:
        return stream.read()


def verify() -> list[Damaged]:
    """Read every stored file and return what is damaged."""
    faults = []
    for file in StoredFile.objects.iterator():
        try:
            _check(file, None)
        except Damaged as damage:
            faults.append(damage)
    return faults


def sweep() -> int:
    """Delete files that no row needs and that are older than a day; return how many."""
    return sum(_swept(path) for path in list(_paths()))


def _paths() -> Iterator[str]:
    try:
        folders, _ = storage().listdir("")
    except FileNotFoundError:
        return  # Nothing was ever stored.
    for folder in folders:
        yield from (f"{folder}/{name}" for name in storage().listdir(folder)[1])


def _swept(path: str) -> bool:
    digest = path.rpartition("/")[2]
    known = StoredFile.objects.filter(pk=digest[:64]).exists()
    if known or storage().get_modified_time(path) > timezone.now() - ORPHAN_AFTER:
        return False
    try:
        with transaction.atomic():
            # The row is never meant to stay: it keeps these bytes from being stored anew while they are deleted.
            StoredFile.objects.create(sha256=digest[:64], size=0)
            storage().delete(path)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def _check(file: StoredFile, target: IO[bytes] | None) -> None:
    try:
        with storage().open(file.path) as stored:
            digest, size = _copied(stored.chunks(CHUNK), target)
    except FileNotFoundError:
        raise Damaged(file, "文件缺失") from None
    except OSError as error:
        raise Damaged(file, "文件无法读取") from error
    if (digest, size) != (file.sha256, file.size):
        raise Damaged(file, "内容与存入时的校验值不符")


def _copied(chunks: Iterable[bytes], target: IO[bytes] | None) -> tuple[str, int]:
    """Copy bytes and return their SHA-256 and their number."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest(), size
