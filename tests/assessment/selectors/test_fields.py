"""Which field a duty is placed in: its own once confirmed, else the newest of the year; a preview takes the last known."""

import pytest

from assessment.models import Assessment, YearField
from assessment.selectors import fields, figures
from assessment.services import decisions, runs
from tests.assessment.rules.mini import text
from tests.factories import ReportingYearFactory, RulesetVersionFactory
from tests.support.history import municipal, report

pytestmark = pytest.mark.django_db


def test_field_is_asked_for_only_where_the_ruleset_needs_one(notice):
    assert fields.is_needed(notice, 2021)
    assert not fields.is_needed(notice, 2030)
    assert not fields.is_needed(RulesetVersionFactory(text=text(), state="draft"), 2021)
    assert not fields.is_needed(None, 2021)
    assert fields.of_year(2021, None) is None
    assert fields.last_known(2021, None) is None


def test_newest_field_of_the_year_and_the_last_known_before_it(notice):
    report(municipal(), 2020)
    ReportingYearFactory(year=2021)
    assert fields.of_year(2020, notice) is None
    runs.assess_now(2020, by=None)
    runs.assess_now(2020, by=None)
    first, newest = YearField.objects.order_by("pk")
    assert fields.of_year(2020, notice) == newest != first
    assert fields.of_year(2021, notice) is None
    assert fields.last_known(2021, notice) == newest
    assert fields.last_known(2019, notice) is None
    assert fields.note_of(newest).startswith("名次和同类中位数按2020年度全体数据（")
    assert fields.note_of(None) == ""


def test_confirmed_duty_stays_in_its_field(notice, approver):
    confirmed, open_ = (report(municipal(), 2020).duty for _ in range(2))
    runs.assess_now(2020, by=None)
    decisions.confirm(Assessment.objects.get(duty=confirmed), by=approver)
    runs.assess_now(2020, by=None)
    first, newest = YearField.objects.order_by("pk")
    duties = figures.loaded([confirmed.pk, open_.pk])
    assert fields.chosen(duties, notice, newest) == {confirmed.pk: first, open_.pk: newest}
    other = RulesetVersionFactory(text=notice.text + "\n", state="draft")
    assert fields.chosen(duties, other, newest) == {confirmed.pk: newest, open_.pk: newest}
    assert fields.chosen(duties, None, None) == {confirmed.pk: None, open_.pk: None}


def test_candidates_of_nobody():
    assert fields.candidates([], {}) == []
