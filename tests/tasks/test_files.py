"""The clock's upkeep of the file store."""

import os

import pytest

from clusters.messaging.models import Message
from tasks.files import sweep, verify
from tests.factories import EvidenceFactory, UserFactory
from tests.support.files import damage, paths

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_sweep_leaves_what_a_row_needs(folder):
    row = EvidenceFactory()
    (folder / "ab").mkdir()
    (folder / "ab" / "left").write_bytes(b"x")
    os.utime(folder / "ab" / "left", (0, 0))
    for _ in range(2):
        sweep.delay()
    assert paths() == {row.document.file.path}


def test_damaged_file_is_an_alarm_in_the_log_and_for_the_administrator(caplog):
    row, administrator = EvidenceFactory(name="受损.pdf"), UserFactory(system_admin=True)
    verify.delay()
    assert not caplog.records
    damage(row.document.file)
    verify.delay()
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "受损.pdf" in caplog.text
    assert "受损.pdf" in Message.objects.get(recipient=administrator).text
