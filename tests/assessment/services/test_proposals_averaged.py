"""(8.E36) Rulebooks that average, call every other year or put conditions together: proposed, told, recomputed."""

from decimal import Decimal

import pytest

from assessment.selectors import explanations
from assessment.services import letter_slots, replay, rulesets
from tests.assessment.conftest import RULESETS
from tests.assessment.rules.samples import EVERYTHING
from tests.support.history import confirmed, municipal, report, scored, standby

pytestmark = pytest.mark.django_db

CITE = 'cite = { document = "试验办法", clause = "第一条", basis = "department" }'
NOTICE = (RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8")
MEAN = f'[[amendments]]\npolicy = "combine"\nfrom = 2020\nvalue = {{ points_at_least = 10, average_of = 2 }}\n{CITE}\n'
EVERY_OTHER = f'[[policy.due]]\nfrom = 2020\nvalue = {{ every = 2, first = 2020, between = "skip" }}\n{CITE}\n\n'


def in_force(text: str) -> None:
    standby()
    rulesets.install(text, name="试验")


def test_mean_of_two_assessments_is_proposed_signed_and_recomputed(approver):
    in_force(f"{NOTICE}\n{MEAN}")
    cluster = municipal()
    for year, revenue in ((2020, "100000"), (2021, "120000")):
        report(cluster, year, **{**EVERYTHING, "revenue": revenue})
    (first,) = confirmed(cluster, 2020, approver)
    assert "mean" not in first.record["outcome"]
    assert first.record["inputs"]["priors"] == []
    (second,) = confirmed(cluster, 2021, approver)
    scores = [Decimal(one.record["outcome"]["score"]) for one in (first, second)]
    mean = Decimal(second.record["outcome"]["mean"]["value"])
    assert (mean, len(set(scores))) == (sum(scores) / 2, 2)
    assert second.record["inputs"]["priors"][0]["score"] == first.record["outcome"]["score"]
    assert [found for _, found in replay.all_differences()] == [[], []]
    told = explanations.of_result(second.assessment).verdict
    assert "与 2020 数据年度的得分平均" in told
    assert "与2020年度的得分平均" in letter_slots.found(letter_slots.judged(second))["conclusion"]


def test_years_that_are_not_due_wait_for_nobody(approver, second):
    in_force(NOTICE.replace("[[policy.streak]]", f"{EVERY_OTHER}[[policy.streak]]", 1))
    cluster = municipal()
    for year in (2020, 2021, 2022):
        report(cluster, year, failing=True)
    (card,) = confirmed(cluster, 2020, approver)
    assert card.kind == "yellow_card"
    row = scored(cluster, 2022)
    assert (row.verdict, row.outcome["rests_on"], row.outcome["waits_for"]) == ("delist", [2020, 2022], [])
    assert "连续 2 次考核黄牌" in explanations.of_result(row).verdict
    assert scored(cluster, 2021).outcome["why"] == ["off_cycle"]
    made = confirmed(cluster, 2022, approver, second)
    assert {one.kind for one in made} == {"yellow_card", "delisting"}
    assert "连续两次考核领取黄牌" in letter_slots.exit_terms(letter_slots.version_of(made[-1]), 2022)
    assert all(found == [] for _, found in replay.all_differences())


EITHER = f"""
[[criteria]]
code = "either"
from = 2020
label = "带动作用"
kind = "compound"
combine = "any"
parts = [
  {{ measure = "tax_per_area", op = ">=", line = 800 }},
  {{ combine = "all", parts = [
    {{ measure = "concentration", op = ">=", line = 90 }}, {{ measure = "revenue_per_area", op = ">=", line = 10000 }},
  ] }},
]
card = true
{CITE}
"""


def test_letter_shows_what_a_missed_compound_criterion_consists_of(approver):
    """Rows of the innermost comparisons stand below the missed criterion, none below one that was met."""
    in_force(NOTICE + EITHER)
    cluster = municipal()
    report(cluster, 2020)
    (card,) = confirmed(cluster, 2020, approver)
    rows = letter_slots.found(letter_slots.judged(card))["rows"]
    assert [(row["label"], row["verdict"]) for row in rows[3:]] == [
        ("带动作用", "不达标"),
        ("其中：单位面积税收", "不达标"),
        ("其中：产业集聚度", "不达标"),
        ("其中：单位面积营业收入", "达标"),
    ]
    assert rows[4]["gap"].startswith("税收差 ")
    report(cluster, 2021, tax="9000")
    (passed,) = confirmed(cluster, 2021, approver)
    assert len(letter_slots.found(letter_slots.judged(passed))["rows"]) == 4
    assert all(found == [] for _, found in replay.all_differences())
