"""For whom a criterion holds: groups it is for, and groups it is not for."""

import pytest

from assessment.rules.cases.trial_table import group_kinds
from assessment.rules.engine import assess
from assessment.rules.enums import Cause, State
from assessment.rules.facts import Facts
from tests.assessment.rules.mini import LINE, criterion, mini, refusal, text
from tests.assessment.rules.samples import figures, title

BODY = 'op = ">="\nline = 10\n'
ONLY = 'only = { category = ["物流", "金融"] }\n'
EXCEPT = 'except = { category = ["物流"], region = ["北", "南"] }\n'
BOTH = 'only = { category = ["物流", "金融"] }\nexcept = { region = ["北"] }\n'


def judged(groups: str, **of: str) -> str:
    """How the criterion comes out: its state, its cause, or nothing where it is not meant for the cluster."""
    book = mini(LINE + criterion("threshold", BODY + groups, measure="staff"))
    facts = Facts(2020, values=figures({"money": "1000", "area": "1", "people": "11"}), groups=of)
    found = [line for line in assess(facts, title(), (), book).lines if line.code == "one"]
    return next((line.cause or line.state for line in found), "")


PASS, NO_GROUP = State.PASS, Cause.NO_GROUP


@pytest.mark.parametrize(
    ("groups", "of", "expected"),
    (
        ("", {}, PASS), ("", {"category": "物流"}, PASS),
        (ONLY, {"category": "物流"}, PASS), (ONLY, {"category": "旅游"}, ""), (ONLY, {}, NO_GROUP),
        (EXCEPT, {"category": "金融", "region": "东"}, PASS), (EXCEPT, {"category": "物流", "region": "东"}, ""),
        (EXCEPT, {"category": "金融", "region": "南"}, ""), (EXCEPT, {"category": "物流"}, ""), (EXCEPT, {"region": "北"}, ""),
        (EXCEPT, {"category": "金融"}, NO_GROUP), (EXCEPT, {}, NO_GROUP), (EXCEPT, {"size": "物流"}, NO_GROUP),
        (BOTH, {"category": "金融", "region": "南"}, PASS), (BOTH, {"category": "金融", "region": "北"}, ""),
        (BOTH, {"category": "旅游"}, ""), (BOTH, {"category": "金融"}, NO_GROUP), (BOTH, {"region": "南"}, NO_GROUP),
    ),
)  # fmt: skip
def test_criterion_holds_for_the_groups_it_names_and_not_for_others(
    groups: str, of: dict[str, str], expected: str
) -> None:
    assert judged(groups, **of) == expected


def test_kinds_of_group_come_from_both_sides() -> None:
    assert group_kinds(mini(LINE + criterion("threshold", BODY + EXCEPT, measure="staff"))) == ("category", "region")
    assert group_kinds(mini(LINE + criterion("threshold", BODY + BOTH, measure="staff"))) == ("category", "region")


def test_groups_left_out_are_read_strictly() -> None:
    given = text(LINE + criterion("threshold", BODY + "except = { category = [] }", measure="staff"))
    assert refusal(given) == "草案.toml：[criteria 第2项 one.except] 的“category”：应为文字列表，且不为空"


SCALE = 'start = { at = 0, points = 0 }\nend = { at = 100, points = 10 }\nrole = "score"\n'
SCORING = '{ mode = "sum", full = 10, decimals = 2 }'


def test_full_marks_are_counted_for_every_group_named_on_either_side() -> None:
    logistics = criterion("linear", SCALE + 'only = { category = ["物流"] }', code="a", measure="share")
    others = criterion("linear", SCALE + 'except = { category = ["物流"] }', code="b", measure="staff")
    assert [one.code for one in mini(LINE + logistics + others, scoring=SCORING).steps[0][1].criteria][1:] == ["a", "b"]
    message = "草案.toml：[criteria]：各项满分之和为 0，应为 10（物流）"
    assert refusal(text(LINE + others, scoring=SCORING)) == message
