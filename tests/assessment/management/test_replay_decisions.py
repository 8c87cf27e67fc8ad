"""The command that recomputes every decision."""

import pytest
from django.core.management import CommandError, call_command

from assessment.models import Decision
from tests.support.history import confirmed, failed_twice, municipal, report
from tests.support.tampering import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]


def test_portal_without_decisions_is_in_order(capsys):
    call_command("replay_decisions")
    assert capsys.readouterr().out == "0项决定全部一致。\n"


def test_untouched_decisions_are_all_the_same(approver, second, capsys):
    failed_twice(municipal(), approver, second)
    call_command("replay_decisions")
    assert capsys.readouterr().out == "3项决定全部一致。\n"


@pytest.mark.parametrize(
    ("change", "words"),
    (
        ("record = jsonb_set(record, '{inputs,facts,values,revenue}', '\"120000\"')", "重新计算"),
        ("record = jsonb_set(record, '{inputs,facts,values,revenue}', '\"nonsense\"')", "不可读"),
        ("record = record #- '{inputs,title}'", "不可读"),
        ("record = jsonb_set(record, '{verdict}', '\"pass\"')", "与决定不一致"),
        ("record = jsonb_set(record, '{ruleset_sha256}', '\"0\"')", "规则集已不在库中"),
        ("record_sha256 = repeat('0', 64)", "哈希不符"),
    ),
)
def test_tampered_decision_is_named_and_the_others_are_not(approver, capsys, change, words):
    for name in ("甲园", "乙园"):
        cluster = municipal(name=name)
        report(cluster, 2020, failing=True)
        confirmed(cluster, 2020, approver)
    bad = Decision.objects.get(cluster__name="甲园")
    as_owner("assessment_decision", f"UPDATE assessment_decision SET {change} WHERE id = {bad.pk}")
    with pytest.raises(CommandError, match="2项决定中有1项不一致"):
        call_command("replay_decisions")
    text = capsys.readouterr().out
    assert f"决定{bad.pk}　甲园2020年度：黄牌警告" in text
    assert words in text
    assert "乙园" not in text
