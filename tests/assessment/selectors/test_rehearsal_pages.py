"""The list of a rehearsal: counted by effect, district and category, filtered, and as a table to export."""

import pytest
from django.utils import timezone

from assessment.models import Rehearsal
from assessment.selectors import rehearsal_pages
from clusters.models import User


def change(code: str, effect: str, district: str = "甲区", category: str = "物流", year: int = 2020) -> dict:
    return {
        "code": code,
        "name": f"园区{code}",
        "district": district,
        "category": category,
        "year": year,
        "before": "pass",
        "after": "yellow_card",
        "before_label": "达标",
        "after_label": "黄牌警告",
        "effect": effect,
    }


CHANGES = [
    change("1", "将新增黄牌"),
    change("1", "将被摘牌", year=2021),
    change("2", "将新增黄牌", district="乙区", category=""),
    change("3", "结论变化", district="丙区"),
]


@pytest.mark.parametrize(
    ("by", "codes"),
    (
        ({}, "112"),
        ({"scope": "other"}, "3"),
        ({"scope": "all"}, "1123"),
        ({"effect": "将被摘牌"}, "1"),
        ({"effect": "结论变化"}, "3"),
        ({"district": "乙区"}, "2"),
        ({"category": "物流"}, "11"),
        ({"year": 2021}, "1"),
        ({"district": "乙区", "year": 2021}, ""),
    ),
)
def test_filters_let_through_what_they_name(by, codes):
    assert "".join(one["code"] for one in rehearsal_pages.chosen(CHANGES, **by)) == codes


def test_tallies_count_cards_and_titles_only_most_affected_first():
    assert rehearsal_pages.tallies(CHANGES, "district") == [("甲区", [1, 1, 0, 0]), ("乙区", [0, 1, 0, 0])]
    assert [name for name, _ in rehearsal_pages.tallies(CHANGES, "category")] == ["物流", "未载明"]


def test_totals_count_years_and_clusters():
    found = {one["effect"]: (one["count"], one["clusters"]) for one in rehearsal_pages.totals(CHANGES)}
    assert found == {"将被摘牌": (1, 1), "将新增黄牌": (2, 2), "将不再有黄牌": (0, 0), "将保留称号": (0, 0)}


def test_export_row_follows_the_headings():
    table = rehearsal_pages.export_table(Rehearsal(rehearsed_by=User(), rehearsed_at=timezone.now()), CHANGES[1:2], "")
    (row,) = table.rows
    assert dict(zip(table.headings, row, strict=True))["数据年度"] == 2021
    assert row[-1] == "将被摘牌"
