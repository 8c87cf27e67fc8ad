"""The file store: the same bytes once, cut-off uploads leave nothing, flipped bits are named (issue 7, B8)."""

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.base import File
from django.db import connection, transaction

from clusters.documents.models import StoredFile
from clusters.documents.services import documents, store
from tests.support.files import damage, paths

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]

CONTENT = b"%PDF-1.7 some bytes"


class CutOff(File):
    """An upload whose connection breaks after its first piece."""

    def __init__(self) -> None:
        super().__init__(None)

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield CONTENT
        raise ConnectionResetError


def test_bytes_come_back_as_they_were_put_in(folder):
    file = store.put(CONTENT)
    assert (file.sha256, file.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert store.read(file) == CONTENT
    lying = folder / file.path
    assert (lying.read_bytes(), oct(lying.stat().st_mode & 0o777)) == (CONTENT, "0o640")


def test_same_bytes_are_stored_once():
    assert store.put(CONTENT) == store.put(CONTENT)
    assert (StoredFile.objects.count(), len(paths())) == (1, 1)


def test_large_file_is_streamed_in_and_out(tmp_path):
    (tmp_path / "large").write_bytes(os.urandom(3 * 1024 * 1024))
    with (tmp_path / "large").open("rb") as upload:
        file = store.put(File(upload))
    with store.opened(file) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == file.sha256


def test_upload_cut_off_in_the_middle_leaves_no_row_and_no_file(folder):
    with pytest.raises(ConnectionResetError), store.writing():
        store.put(CutOff())
    assert not StoredFile.objects.exists()
    assert not folder.exists()


def test_upload_whose_transaction_fails_leaves_no_row_and_no_file():
    with suppress(ZeroDivisionError), store.writing():
        store.put(CONTENT)
        assert len(paths()) == 1
        raise ZeroDivisionError
    assert (StoredFile.objects.count(), paths()) == (0, set())


def test_failure_around_an_upload_that_was_done_takes_its_file_too():
    with suppress(ZeroDivisionError), store.writing():
        with store.writing():
            store.put(CONTENT)
        raise ZeroDivisionError
    assert paths() == set()


def test_failed_second_upload_leaves_the_first_ones_file():
    file = store.put(CONTENT)
    with suppress(ZeroDivisionError), store.writing():
        store.put(CONTENT)
        raise ZeroDivisionError
    assert store.read(file) == CONTENT


def test_part_of_a_file_left_by_a_crash_is_written_anew(folder):
    file = StoredFile(sha256=hashlib.sha256(CONTENT).hexdigest())
    (folder / file.path).parent.mkdir(parents=True)
    (folder / file.path).write_bytes(CONTENT[:5])
    assert store.read(store.put(CONTENT)) == CONTENT


def test_flipped_bit_is_refused_and_named_by_the_check():
    whole = documents.add(b"whole", name="完好.pdf", owner="assessment.evidence", by=None)
    broken = documents.add(CONTENT, name="受损.pdf", owner="assessment.evidence", by=None)
    assert store.verify() == []
    damage(broken.file)
    with pytest.raises(store.Damaged, match="内容与存入时的校验值不符"):
        store.opened(broken.file)
    (fault,) = store.verify()
    assert (fault.sha256, fault.names, fault.words) == (broken.sha256, ("受损.pdf",), "内容与存入时的校验值不符")
    assert store.read(whole.file) == b"whole"


def test_missing_file_is_named_and_comes_back_with_the_next_upload_of_its_bytes():
    file = store.put(CONTENT)
    store.storage().delete(file.path)
    assert [fault.words for fault in store.verify()] == ["文件缺失"]
    store.put(CONTENT)
    assert store.verify() == []


def test_sweep_takes_files_without_a_row_once_they_are_a_day_old(folder):
    kept = store.put(CONTENT)
    for name, hours in (("ab/" + "ab" * 32, 25), ("cd/" + "cd" * 32, 23)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"orphan")
        moment = time.time() - timedelta(hours=hours).total_seconds()
        os.utime(folder / name, (moment, moment))
    os.utime(folder / kept.path, (0, 0))
    assert store.sweep() == 1
    assert paths() == {kept.path, "cd/" + "cd" * 32}
    assert StoredFile.objects.count() == 1


def test_sweep_of_a_store_that_holds_nothing(folder):
    assert store.sweep() == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_same_bytes_survive_the_failure_of_a_simultaneous_upload():
    """The second upload waits for the first, which fails and deletes its file; the second's file must stand."""
    first_wrote, stored = threading.Event(), []

    def second() -> None:
        first_wrote.wait(10)
        with store.writing():
            stored.append(store.put(CONTENT))
        connection.close()

    other = threading.Thread(target=second)
    other.start()
    with suppress(ZeroDivisionError), store.writing():
        store.put(CONTENT)
        first_wrote.set()
        time.sleep(0.5)
        assert not stored
        raise ZeroDivisionError
    other.join(10)
    assert store.read(stored[0]) == CONTENT


def test_rows_cannot_be_changed_or_deleted():
    file = store.put(CONTENT)
    for change in (lambda: StoredFile.objects.update(size=1), file.delete):
        with pytest.raises(Exception, match="只增不改"), transaction.atomic():
            change()
