"""Starting a rehearsal: of the text itself, or of other lines; strict numbers, nothing kept where it is refused."""

import time

import pytest
from django.urls import reverse

from assessment.models import Rehearsal, RulesetVersion
from tests.factories import RulesetVersionFactory
from tests.support.history import municipal, report

pytestmark = pytest.mark.django_db


def here(row: RulesetVersion) -> str:
    return reverse("assessment:rulebook-rehearse", args=[row.pk])


def test_lines_in_force_are_offered_as_numbers_with_sliders(at_reviewer, notice):
    rows = at_reviewer.get(here(notice)).context["form"].rows()
    assert [(row["line"].parameter, row["field"].value()) for row in rows] == [
        ("concentration_line", "70"),
        ("revenue_line", "10000"),
        ("tax_line", "600"),
    ]


def test_higher_tax_line_lists_the_changed_clusters(at_approver, approver, notice, history):
    answer = at_approver.post(
        here(notice), {"line_tax_line": "800", "line_revenue_line": "", "line_concentration_line": "70"}
    )
    row = Rehearsal.objects.get()
    assert answer.url == f"/rulebooks/rehearsals/{row.pk}/"
    assert (row.summary, row.rehearsed_by, row.ruleset) == ({"将新增黄牌": 1, "将被摘牌": 1}, approver, notice)
    page = at_approver.get(answer.url).content.decode()
    assert page.count("受评集聚区") == 2
    assert "<ins>800 元/平方米</ins>" in page


def test_stored_text_is_rehearsed_unchanged(at_reviewer, draft):
    at_reviewer.post(here(draft), {"exact": "1", "line_tax_line": "1"})
    assert Rehearsal.objects.get().sha256 == draft.sha256


@pytest.mark.parametrize(
    "typed",
    (
        {},
        {"line_tax_line": "600"},
        {"line_tax_line": "NaN"},
        {"line_tax_line": "1e9"},
        {"line_tax_line": "<b>"},
        {"line_x": "1"},
    ),
    ids=range(6),
)
def test_refused_lines_keep_nothing(at_reviewer, notice, typed):
    answer = at_reviewer.post(here(notice), typed)
    assert (answer.status_code, Rehearsal.objects.count()) == (400, 0)


def test_line_far_beyond_any_figure_is_rehearsed_or_refused(at_reviewer, notice):
    assert at_reviewer.post(here(notice), {"line_tax_line": "9" * 20}).status_code == 302
    assert at_reviewer.post(here(notice), {"line_tax_line": "-1"}).status_code == 302


def test_later_values_are_named(at_reviewer, notice, reviewer):
    later = (
        '\n[[amendments]]\nparameter = "tax_line"\nfrom = 2022\nvalue = 700\n'
        'cite = { document = "某通知", clause = "一", basis = "client" }\n'
    )
    row = RulesetVersionFactory(text=notice.text + later, state="draft")
    page = at_reviewer.get(here(row)).content.decode()
    assert "单位面积税收标准线自 2022 年起另有取值，此处的调整只到 2021 年。" in page


def test_rehearsal_of_a_city_of_clusters_takes_less_than_a_second(at_reviewer, notice):
    for _ in range(40):
        cluster = municipal()
        for year in (2020, 2021, 2022):
            report(cluster, year)
    started = time.monotonic()
    at_reviewer.post(here(notice), {"exact": "1"})
    assert time.monotonic() - started < 3
    assert Rehearsal.objects.get().total == 120
