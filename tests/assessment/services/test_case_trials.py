"""Trying cases: every difference is named, bad files are refused in Chinese, nothing is kept but the audit line."""

import csv
import io
import json
from pathlib import Path

import pytest

from assessment.models import Assessment, Decision, Rehearsal, RulesetVersion
from assessment.services import case_trials, rulesets
from clusters.errors import DomainError, NotPermitted
from clusters.models import Event
from tests.assessment.conftest import RULESETS
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "rules" / "given_cases.csv"
COLUMNS = (
    "case_id", "title", "level", "recognised_on", "rules", "history", "expected_criteria", "expected_decisions", "expected_final"
)  # fmt: skip
ON_THE_LINE = [{"y": 2021, "area": "100000", "rev": "100000", "lead": "70000", "tax": "6000"}]


def case(**changes: str) -> dict[str, str]:
    row = {
        "case_id": "C-1",
        "title": "三项恰在线上",
        "level": "municipal",
        "recognised_on": "2019-01-01",
        "rules": "",
        "history": json.dumps(ON_THE_LINE),
        "expected_criteria": '{"2021": "PPP"}',
        "expected_decisions": '{"2021": "NONE"}',
        "expected_final": "active",
    }
    return {**row, **changes}


def table(*rows: dict[str, str], encoding: str = "utf-8-sig") -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def test_agreeing_and_differing_cases_are_told_apart(notice, reviewer):
    wrong = case(case_id="C-2", expected_decisions='{"2021": "YELLOW"}')
    trial = case_trials.run(notice, table(case(), wrong), by=reviewer)
    assert (trial.agreed, [one.case_id for one in trial.differing]) == (1, ["C-2"])
    assert trial.differing[0].differences == ("2021年结论：应为 YELLOW，得到 NONE",)


def test_only_the_audit_line_is_kept(notice, reviewer):
    before = [model.objects.count() for model in (Assessment, Decision, Rehearsal, RulesetVersion)]
    events = Event.objects.count()
    case_trials.run(notice, table(case()), by=reviewer)
    assert [model.objects.count() for model in (Assessment, Decision, Rehearsal, RulesetVersion)] == before
    line = Event.objects.order_by("-number")[0]
    assert (Event.objects.count(), line.action) == (events + 1, "规则集.用例试算")
    assert (line.data["cases"], line.data["agreed"], line.data["sha256"]) == (1, 1, notice.sha256)


def test_draft_is_tried_alone_or_with_what_is_in_force(notice, reviewer):
    text = (RULESETS / "qingdao_continuation_example.toml").read_text(encoding="utf-8")
    draft = rulesets.draft(text, name="x", by=reviewer)
    assert case_trials.run(draft, table(case()), by=reviewer).differing[0].decisions == {2021: "NO_RULE"}
    assert case_trials.run(draft, table(case()), by=reviewer, with_others=True).agreed == 1


def test_file_as_chinese_excel_saves_it_is_read(notice, reviewer):
    assert case_trials.run(notice, table(case(), encoding="gb18030"), by=reviewer).results[0].text == "三项恰在线上"


@pytest.mark.parametrize(
    ("content", "message"),
    (
        (b"x" * (case_trials.MAX_BYTES + 1), "1 MB"),
        (b"", "缺少列"),
        (b"\xff\xff\x00\xff", "不是文本"),
        ("甲,乙\n1,2\n".encode(), "缺少列"),
        (table(), "没有用例"),
        (table(*[case()] * (case_trials.MAX_CASES + 1)), "最多试算"),
        (b'case_id,level,recognised_on,history,expected_decisions\n"' + b"x" * 200_000, "规范的 CSV"),
    ),
    ids=("large", "empty", "bytes", "columns", "no rows", "many", "cell"),
)
def test_file_that_is_no_table_of_cases_is_refused(notice, reviewer, content, message):
    events = Event.objects.count()
    with pytest.raises(DomainError) as refusal:
        case_trials.run(notice, content, by=reviewer)
    assert message in refusal.value.message
    assert refusal.value.field == "file"
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "changes",
    (
        {"history": "[" * 20 + "]" * 20},
        {"history": "[" + "1" * 5000 + "]"},
        {"history": '[{"y": 2021, "rerecognised": 99999999999999999999}]'},
        {"history": '[{"y": 2021, "rerecognised": 99999}]'},
        {"history": '[{"y": 2021, "rev": 1e999999999999999999999}]'},
        {"history": '[{"y": 2021}, {"y": 2021}]'},
        {"history": "[1]"},
        {"history": "x" * 30_000},
        {"rules": "2021: C2=" + "9" * 400},
        {"rules": "2021: C9=1"},
        {"level": "planet"},
        {"recognised_on": "9999-99-99"},
        {"expected_decisions": "[]"},
        {"expected_decisions": '{"x": 1}'},
    ),
    ids=range(14),
)
def test_bad_case_is_a_difference_and_the_others_go_on(notice, reviewer, changes):
    trial = case_trials.run(notice, table(case(**changes), case(case_id="C-2")), by=reviewer)
    assert [one.case_id for one in trial.differing] == ["C-1"]
    assert "用例无法读取" in trial.differing[0].differences[0]


def test_trial_that_takes_too_long_is_stopped(notice, reviewer, monkeypatch):
    monkeypatch.setattr(case_trials, "MAX_SECONDS", -1)
    with pytest.raises(DomainError, match="分批"):
        case_trials.run(notice, table(case()), by=reviewer)


@pytest.mark.parametrize("role", ("leader", "statistics", "audit_admin", "district_officer"))
def test_trials_are_for_city_staff(notice, role):
    with pytest.raises(NotPermitted):
        case_trials.run(notice, table(case()), by=UserFactory(role=role))


def test_worked_examples_of_the_engine_agree(notice, reviewer):
    trial = case_trials.run(notice, EXAMPLES.read_bytes(), by=reviewer)
    assert (trial.differing, len(trial.results)) == ((), 39)
