"""Scores: the median or the mean, who stands apart, places within a category."""

from decimal import Decimal

import pytest

from clusters.applications.enums import ScoreBy
from clusters.applications.selectors import scores
from tests.factories import ApplicationFactory, CategoryFactory
from tests.support.applications import accepted, asked, scored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("totals", "by", "score"),
    (
        (("80", "90", "70"), ScoreBy.MEDIAN, "80"),
        (("80", "91"), ScoreBy.MEDIAN, "85.5"),
        (("80", "90", "71"), ScoreBy.MEAN, "80.3333"),
    ),
)
def test_score_is_exact(totals, by, score):
    assert scores.score_of([Decimal(one) for one in totals], by) == Decimal(score)


def test_sheet_counts_locked_scores_and_names_who_stands_apart(application, reviewer):
    row = accepted(application, reviewer)
    first, second, third, _ = asked(row, reviewer, 4)
    scored(first, "55", "35")
    scored(second, "50", "36")
    far = scored(third, "30", "20")
    sheet = scores.sheet_of(row)
    assert (sheet.score, sheet.low, sheet.high, sheet.spread) == (Decimal(86), Decimal(50), Decimal(90), Decimal(40))
    assert sheet.apart == [far]
    assert scores.sheet_of(ApplicationFactory(call=row.call)).score is None


def test_equal_scores_share_a_place_within_their_category(application, reviewer):
    other = CategoryFactory(code="finance")
    application.call.categories.add(other)
    rows = []
    for mark, category in (("50", None), ("55", None), ("50", None), ("20", other)):
        fields = {"category": category} if category else {}
        row = accepted(ApplicationFactory(call=application.call, **fields), reviewer)
        for one in asked(row, reviewer, 1):
            scored(one, mark, "30")
        rows.append(row)
    ranked = {one.application: (one.place, one.is_rewarded) for one in scores.ranking(rows, 2)}
    assert [ranked[row] for row in rows] == [(2, True), (1, True), (2, True), (1, True)]
