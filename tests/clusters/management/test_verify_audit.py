"""The command that checks the audit chain."""

import pytest
from django.core.management import CommandError, call_command

from clusters.services import audit
from tests.factories import ClusterFactory
from tests.support.tampering import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> None:
    cluster = ClusterFactory()
    for number in range(4):
        audit.record("测试.动作", cluster, by=None, note=f"第{number}次")


def test_empty_trail_is_whole(capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == "0条操作记录，哈希链完整。\n"


def test_untouched_trail_is_whole(lines, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == "4条操作记录，哈希链完整。\n"


@pytest.mark.parametrize(
    ("change", "words"),
    (
        ("UPDATE clusters_event SET note = 'x' WHERE number = 2", "第2条的内容与哈希不符"),
        ("DELETE FROM clusters_event WHERE number = 2", "第2条缺失"),
        ("DELETE FROM clusters_event WHERE number = 4", "末尾被截断"),
        ("DELETE FROM clusters_event", "末尾被截断：应有4条，实有0条"),
    ),
)
def test_tampered_trail_is_an_error_that_names_the_place(lines, capsys, change, words):
    as_owner("clusters_event", change)
    with pytest.raises(CommandError, match=words):
        call_command("verify_audit")
    assert "完整" not in capsys.readouterr().out
