"""(8.E36) Policies that name criteria, levels and grades: what does not exist is refused with what there is."""

import pytest

from tests.assessment.rules.mini import LINE, criterion, refusal, text, whole_refusal

SCORE = criterion(
    "linear", 'start = { at = 0, points = 0 }\nend = { at = 100, points = 100 }\nrole = "score"', measure="share"
)
SCORING = '{ mode = "sum", full = 100, decimals = 2 }'
GRADES = '{ by = "points", grades = [{ code = "a", label = "优秀", mark = 85 }, { code = "b", label = "良好", mark = 70 }, { code = "c", label = "合格" }]'
STAFF = criterion("threshold", 'op = ">="\nline = 50', code="staff", measure="staff").replace("第一项", "人数")
STARS = criterion(
    "levels",
    'levels = [{ name = "五星", points = 9, parts = [{ measure = "staff", op = ">=", line = 90 }] },'
    ' { name = "四星", points = 6, parts = [{ measure = "staff", op = ">=", line = 60 }] }]',
    code="stars",
).replace("第一项", "星级")


def graded_text(more: str) -> str:
    return text(SCORE + STAFF, combine="{ points_at_least = 60 }", scoring=SCORING, grading=f"{GRADES}, {more} }}")


@pytest.mark.parametrize(
    ("given", "told"),
    (
        (graded_text('limits = [{ criterion = "staff", when = "fail", best = "z" }]'),
         "[policy.grading 第1项.value] 的“limits”：没有代码为“z”的等次"),
        (graded_text('limits = [{ criterion = "stuff", when = "fail", best = "b" }]'),
         "[policy.grading] 的“criterion”：没有名为“stuff”的标准"),
        (graded_text('limits = [{ criterion = "one", when = "fail", best = "b" }]'),
         "[policy.grading] 的“criterion”：标准“one”只计分：须写 pass_at（达到多少分为达标）"),
        (graded_text('limits = [{ criterion = "staff", when = "不达标", best = "b" }]'),
         "[policy.grading 第1项.value.limits 第1项] 的“when”：“不达标”不在可选范围：pass、fail"),
        (graded_text('limits = [{ criterion = "staff", best = "b" }]'),
         "[policy.grading 第1项.value.limits 第1项] 的“when”：缺少此项"),
        (graded_text('ungraded = { code = "a", label = "不评" }'),
         "[policy.grading 第1项.value] 的“ungraded”：代码不与各等次相同，也不写 mark"),
        (text(SCORE, combine="{ points_at_least = 60, average_of = 3 }", scoring=SCORING),
         "[policy.combine 第1项.value] 的“average_of”：只能写 2（本次与上一次考核的平均）；只看本次的不写"),
        (text(SCORE, combine="{ above_last = 1, average_of = 2 }", scoring=SCORING),
         "[policy.combine 第1项.value] 的“average_of”：不与 above_last 同用：名次按当年得分"),
        (text(LINE + STARS, promotion='[{ from = "municipal", to = "provincial", criterion = "stars", levels = ["三星"] }]'),
         "[policy.promotion] 的“levels”：标准“stars”没有等级“三星”"),
        (text(LINE + STARS, promotion='[{ from = "municipal", to = "provincial", criterion = "stars" }]'),
         "[policy.promotion] 的“criterion”：标准“stars”只计分：须写 pass_at（达到多少分为达标）"),
        (text(LINE + STARS, promotion='[{ from = "reserve", to = "provincial", criterion = "density" }]'),
         "[policy.promotion] 的“from”：“reserve”不参加考核（titles 的 assessed）"),
        (text(LINE, promotion='[{ from = "municipal", to = "municipal", criterion = "density" }]'),
         "[policy.promotion 第1项.value 第1项] 的“to”：与 from 相同"),
        (text(LINE, promotion='[{ from = "市级", to = "provincial", criterion = "density" }]'),
         "[policy.promotion 第1项.value 第1项] 的“from”：“市级”不在可选范围："
         "municipal、provincial、national、reserve、applicant"),
        (text(LINE, promotion='"stars"'), "[policy.promotion 第1项] 的“value”：应为表的列表（[[…]]），且不为空"),
    ),
)  # fmt: skip
def test_refusals_say_what_is_possible(given: str, told: str) -> None:
    assert refusal(given) == f"草案.toml：{told}"


def test_what_there_is_stands_in_the_refusal() -> None:
    """(8.E37) The names that may be written."""
    assert whole_refusal(graded_text('limits = [{ criterion = "stuff", when = "fail", best = "b" }]')).endswith(
        "没有名为“stuff”的标准（现有：one、staff）"
    )
    assert whole_refusal(graded_text('limits = [{ criterion = "staff", when = "fail", best = "z" }]')).endswith(
        "没有代码为“z”的等次（现有：a、b、c；不评等次的写进 ungraded）"
    )
    wrong = '[{ from = "municipal", to = "provincial", criterion = "stars", levels = ["三星"] }]'
    assert whole_refusal(text(LINE + STARS, promotion=wrong)).endswith("没有等级“三星”（现有：五星、四星）")
