"""What the outlooks rest on: quarters only for whom they are asked, nothing for a year without any."""

import pytest

from assessment.models import Duty, RulesetVersion
from assessment.selectors import outlook
from assessment.selectors.outlook import background
from assessment.services import quarters, reference
from tests.factories import DutyFactory
from tests.support.history import municipal, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(notice, approver):
    """A cluster with verified figures of 2020 and 2021, and one that only has those of 2018 and 2020."""
    reference.load_indicators()
    filed, waiting = municipal(), municipal()
    for cluster, years in ((filed, (2020, 2021)), (waiting, (2018, 2020))):
        for year in years:
            report(cluster, year)
    DutyFactory(cluster=waiting, year=2021)
    quarters.ask(2021, ("revenue", "tax"), by=approver)
    for cluster in (filed, waiting):
        duty = Duty.objects.get(cluster=cluster, reporting_year=2021)
        duty.quarter_figures.create(quarter=2, revision=1, values={"revenue": "45000"})
    return filed, waiting


def duties():
    return outlook.loaded(Duty.objects.filter(reporting_year=2021))


def test_quarters_are_read_for_projected_clusters_only(pair):
    filed, waiting = pair
    given = background(duties(), projected={waiting.pk})
    assert set(given.series) == {(waiting.pk, 2021)}
    assert set(given.verified) == {(filed.pk, 2020), (waiting.pk, 2020), (waiting.pk, 2018)}
    assert all(one.facts.previous for one in given.entrants.values())
    assert [one.code for one in given.areas] == ["floor_area", "land_area", "area_in_use"]


def test_nothing_to_project_asks_for_no_quarters(pair):
    given = background(duties(), projected=())
    assert (given.asked, given.areas, given.series) == ([], [], {})
    assert all(one.facts.previous for one in given.entrants.values())


def test_only_lines_that_can_give_a_card_are_judged(pair, notice):
    given = background(duties(), projected=())
    rules = given.ruleset.at(2021)
    assert [criterion.code for criterion in rules.criteria] == [criterion.code for criterion in rules.carding]
    RulesetVersion.objects.update(state="retired")
    assert background(duties(), projected=()).ruleset is None
