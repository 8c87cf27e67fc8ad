"""(8.E36) Who is assessed when, and by which of several rules the title is lost."""

from datetime import date

import pytest

from assessment.rules.engine import assess
from assessment.rules.enums import Filing, Flag, Standing, Verdict, Why
from assessment.rules.facts import Facts
from assessment.rules.judge.field import Entrant
from assessment.rules.judge.timeline import YearFile, timeline
from assessment.rules.outcome import Outcome
from assessment.rules.policy import Due, Streak
from assessment.rules.ruleset import Rulebook, Ruleset
from assessment.rules.wire.facts import input_json, read_input
from assessment.rules.wire.outcomes import outcome_json
from assessment.rules.words.entries import entries
from assessment.rules.words.explain import explain
from tests.assessment.rules.mini import criterion, mini, refusal, text
from tests.assessment.rules.samples import facts, figures, judge_field, prior, title

CARD, PASSED, OPEN, WAITING = Standing.CARD, Standing.PASSED, Standing.OPEN, Standing.WAITING
APPEALED, EXEMPT, NOT_ASSESSED = Standing.CARD_APPEALED, Standing.EXEMPT, Standing.NOT_ASSESSED
BAD = {"money": "1", "part": "1", "area": "100000", "people": "1"}
GOOD = BAD | {"money": "100000"}


def failed(year: int, book: Ruleset, before: dict[int, Standing], *, since: date = date(2019, 1, 1)) -> Outcome:
    """A year that misses its line, after these years."""
    priors = [prior(earlier, standing) for earlier, standing in before.items()]
    return assess(facts(BAD, year), title(since=since), priors, book)


# ---- Eligible after so many full years -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "years", "first"),
    (
        (date(2020, 7, 1), 2, 2023), (date(2020, 1, 1), 2, 2022), (date(2020, 1, 2), 1, 2022),
        (date(2020, 7, 1), 0, 2021), (date(2020, 12, 31), 3, 2024),
    ),
)  # fmt: skip
def test_full_years_go_before_the_first_assessment(since: date, years: int, first: int) -> None:
    book = mini(first_year=f"{{ after_full_years = {years} }}", years="from = 2020")
    early, due = (failed(year, book, {}, since=since) for year in (first - 1, first))
    assert (early.verdict, early.why) == (Verdict.NOT_ASSESSED, (Why.BEFORE_FIRST_YEAR,))
    assert due.verdict is Verdict.YELLOW_CARD
    assert explain(early, book).verdict == f"{first - 1} 数据年度：不参加考核（首个考核年度尚未开始）。"
    assert f"首个考核年度：认定满 {years} 个完整自然年度后的首个年度" in explain(due, book).text


# ---- An assessment every so many years -------------------------------------------------------------------------------

THIRD = '{ every = 3, between = "skip" }'
FROM_2020 = '{ every = 3, first = 2020, between = "skip" }'
COUNTED = '{ every = 3, first = 2020, between = "count" }'


@pytest.mark.parametrize(
    ("due", "years"),
    ((THIRD, [2021, 2024, 2027]), (FROM_2020, [2023, 2026]), ('{ every = 1, between = "skip" }', list(range(2021, 2029)))),
)  # fmt: skip
def test_due_years_are_counted_from_the_own_first_or_a_common_year(due: str, years: list[int]) -> None:
    book = mini(due=due)
    found = {year: failed(year, book, {}, since=date(2020, 7, 1)) for year in range(2021, 2029)}
    assert [year for year, one in found.items() if one.verdict is not Verdict.NOT_ASSESSED] == years
    between = [one for year, one in found.items() if year not in years]
    assert all(one.why == (Why.OFF_CYCLE,) and one.lines for one in between)
    assert all("本年度不在考核周期内" in explain(one, book).verdict for one in between)


@pytest.mark.parametrize(
    ("due", "before", "verdict"),
    (
        (FROM_2020, {2023: CARD}, Verdict.DELIST),
        (FROM_2020, {2023: CARD, 2024: NOT_ASSESSED, 2025: NOT_ASSESSED}, Verdict.DELIST),
        (FROM_2020, {2023: CARD, 2024: EXEMPT, 2025: WAITING}, Verdict.DELIST),
        (FROM_2020, {2023: EXEMPT}, Verdict.YELLOW_CARD),
        (FROM_2020, {2020: CARD, 2023: EXEMPT}, Verdict.YELLOW_CARD),
        (FROM_2020, {2020: CARD, 2023: PASSED}, Verdict.YELLOW_CARD),
        (COUNTED, {2023: CARD}, Verdict.DELIST),
        (COUNTED, {2020: CARD}, Verdict.YELLOW_CARD),
        (FROM_2020, {2025: CARD}, Verdict.DELIST),  # a card of an older, yearly rulebook stays a card
    ),
)  # fmt: skip
def test_years_between_are_neither_card_nor_gap(due: str, before: dict[int, Standing], verdict: Verdict) -> None:
    streak = "{ cards = 2, within = 4 }" if due is COUNTED else "{ cards = 2, within = 2 }"
    outcome = failed(2026, mini(due=due, streak=streak), before)
    assert outcome.verdict is verdict
    assert not outcome.has(Flag.WAITS_FOR_YEAR)


def test_a_year_that_was_due_is_still_waited_for() -> None:
    assert failed(2026, mini(due=FROM_2020), {2023: WAITING, 2024: WAITING}).waits_for == (2023,)


def test_a_cycle_is_told_and_rehearsed() -> None:
    book = mini(due=FROM_2020)
    files = [YearFile(Facts(year, values=figures(BAD))) for year in range(2020, 2027)]
    results = timeline(title(since=date(2018, 1, 1)), files, Rulebook([book]))
    assert [result.code for result in results] == [
        "YELLOW", "NOT_ASSESSED", "NOT_ASSESSED", "DELIST", "NOT_ASSESSED", "NOT_ASSESSED", "NOT_ASSESSED",
    ]  # fmt: skip
    told = explain(results[3].outcome, book)
    assert "已满退出条件（连续 2 次考核黄牌）" in told.verdict
    assert told.history == "本结论以 2020、2023 数据年度的黄牌为依据。"
    assert any(sentence.startswith("几年考核一次：每 3 年一次，自 2020 数据年度起算") for sentence in told.readings)
    (entry,) = (one for one in entries(book) if one.code == "due")
    assert entry.values[0].value.endswith("不计，前后两次考核视为相邻，退出条件的年数按考核次数计")


def test_who_is_not_due_takes_no_place() -> None:
    book = mini(
        criterion("rank", 'order = "high_first"\nties = "best"\nclasses = [{ first = 1, points = 9 }, { rest = true, points = 0 }]',
                  measure="staff", more="card = true\npass_at = 9"),
        due=THIRD,
    )  # fmt: skip
    entrants = [
        Entrant("due", facts(BAD, 2021), title(since=date(2021, 1, 1))),
        Entrant("not", facts(BAD | {"people": "99"}, 2021), title(since=date(2020, 1, 1))),
    ]
    assert judge_field(entrants, book)["due"].verdict is Verdict.PASS


# ---- Rules of exit joined by "or" ------------------------------------------------------------------------------------

EITHER = "[{ cards = 2, within = 2 }, { cards = 3, within = 5 }]"


@pytest.mark.parametrize(
    ("before", "verdict", "rests_on", "flags"),
    (
        ({2023: CARD}, Verdict.DELIST, (2023, 2024), ()),
        ({2022: CARD}, Verdict.YELLOW_CARD, (2022, 2024), ()),
        ({2020: CARD, 2022: CARD}, Verdict.DELIST, (2020, 2022, 2024), ()),
        ({2020: CARD, 2021: PASSED, 2022: CARD, 2023: PASSED}, Verdict.DELIST, (2020, 2022, 2024), ()),
        ({2019: CARD, 2022: CARD}, Verdict.YELLOW_CARD, (2022, 2024), ()),
        ({2023: APPEALED}, Verdict.YELLOW_CARD, (2023, 2024), (Flag.DELIST_SUSPENDED,)),
        ({2020: CARD, 2022: APPEALED}, Verdict.YELLOW_CARD, (2020, 2022, 2024), (Flag.DELIST_SUSPENDED,)),
        ({2020: CARD, 2022: OPEN}, Verdict.YELLOW_CARD, (2020, 2024), (Flag.PRIOR_OPEN,)),
        ({2020: OPEN, 2021: CARD, 2022: PASSED, 2023: PASSED}, Verdict.YELLOW_CARD, (2021, 2024), (Flag.PRIOR_OPEN,)),
    ),
)  # fmt: skip
def test_any_one_rule_of_exit_is_enough(
    before: dict[int, Standing], verdict: Verdict, rests_on: tuple[int, ...], flags: tuple[Flag, ...]
) -> None:
    outcome = failed(2024, mini(streak=EITHER, pass_clears="false"), before)
    assert (outcome.verdict, outcome.rests_on, outcome.flags) == (verdict, rests_on, flags)


def test_rules_of_exit_are_told_and_stored() -> None:
    book = mini(streak=EITHER, pass_clears="false")
    outcome = failed(2024, book, {2020: CARD, 2022: CARD})
    told = explain(outcome, book)
    assert "已满退出条件（连续 2 年黄牌，或 5 年内 3 张黄牌）" in told.verdict
    assert told.history == "本结论以 2020、2022、2024 数据年度的黄牌为依据。"
    stored = input_json(facts(BAD, 2024), title(), [prior(2020, CARD), prior(2022, CARD)])
    assert outcome_json(assess(*read_input(stored), book)) == outcome_json(outcome)
    assert "score" not in stored


def test_a_pass_clears_for_every_rule_of_exit() -> None:
    assert failed(2024, mini(streak=EITHER), {2020: CARD, 2022: CARD, 2023: PASSED}).verdict is Verdict.YELLOW_CARD


@pytest.mark.parametrize(
    ("key", "value", "told"),
    (
        ("streak", "[]", "[policy.streak 第1项] 的“value”：应为表的列表（[[…]]），且不为空"),
        ("streak", "[{ cards = 2, within = 2 }, { cards = 3 }]", "[policy.streak 第1项.value 第2项] 的“within”：缺少此项"),
        ("streak", "[{ cards = 2, within = 2 }, { cards = 2, within = 2 }]",
         "[policy.streak 第1项] 的“value”：同一个退出条件写了两次"),
        ("streak", '"两年"', "[policy.streak 第1项.value]：应为一个表（键 = 值）"),
        ("due", '{ every = 3 }', "[policy.due 第1项.value] 的“between”：缺少此项"),
        ("due", '{ every = 0, between = "skip" }', "[policy.due 第1项.value] 的“every”：至少为 1（每年）"),
        ("due", '{ every = 51, between = "skip" }', "[policy.due 第1项.value] 的“every”：不能超过 50"),
        ("due", '{ every = 3, between = "gap" }', "[policy.due 第1项.value] 的“between”：“gap”不在可选范围：skip、count"),
        ("due", '{ every = 3, first = "2020", between = "skip" }', "[policy.due 第1项.value] 的“first”：应为非负整数"),
        ("due", '{ every = 3, between = "count" }', "[policy.streak] 的“within”：每 3 年考核一次，2 年内不可能有 2 张黄牌"
         "：within 至少 4，或 due 的 between 写 skip（按考核次数计）"),
        ("first_year", '"two_years"', "[policy.first_year 第1项] 的“value”：“two_years”不在可选范围："
         "first_full_year、year_of_recognition，或 { after_full_years = 年数 }"),
        ("first_year", "{ after_full_years = 2.5 }", "[policy.first_year 第1项.value] 的“after_full_years”：应为非负整数"),
        ("first_year", "{ years = 2 }", "[policy.first_year 第1项.value] 的“after_full_years”：缺少此项"),
    ),
)  # fmt: skip
def test_refusals_say_what_is_possible(key: str, value: str, told: str) -> None:
    assert refusal(text(**{key: value})) == f"草案.toml：{told}"


def test_what_is_read() -> None:
    policy = mini(streak=EITHER, due=FROM_2020, first_year="{ after_full_years = 2 }").steps[0][1].policy
    assert policy.streak == (Streak(2, 2), Streak(3, 5))
    assert (policy.due, policy.first_year) == (Due(3, 2020, True), 2)
    assert mini().steps[0][1].policy.due is None


def test_who_is_not_due_need_not_report() -> None:
    """A missing report of a year that is not due is no card, nor is a ruling that it failed."""
    missing = Facts(2021, Filing.MISSING, ruled_failed=True)
    assert assess(missing, title(), (), mini(due=FROM_2020)).why == (Why.OFF_CYCLE,)
