"""Which ruleset governs a year, and what it draws as lines."""

from datetime import date
from decimal import Decimal

import pytest

from assessment.models import RulesetVersion
from assessment.rules.engine import assess
from assessment.rules.enums import Standing
from assessment.rules.facts import Facts, Prior, Title
from assessment.rules.words.explain import explain
from assessment.selectors import rulebook
from assessment.services import rehearsals, rulesets
from tests.assessment.conftest import RULESETS
from tests.factories import RulesetVersionFactory, figures

pytestmark = pytest.mark.django_db


def version(first: int, last: int | None, state: str = "active") -> RulesetVersion:
    return RulesetVersionFactory(text=f"{first}{last}{state}", first_year=first, last_year=last, state=state)


@pytest.mark.parametrize(
    ("year", "expected"), ((2019, None), (2020, "2020"), (2022, "2020"), (2023, None), (2024, "2024"), (2099, "2024"))
)
def test_year_is_governed_by_the_active_ruleset_that_covers_it(year, expected):
    rows = {"2020": version(2020, 2022), "2024": version(2024, None)}
    version(2023, None, "draft")
    version(2023, 2023, "retired")
    assert rulebook.in_force(year) == (rows[expected] if expected else None)


@pytest.mark.parametrize(
    ("year", "expected"), ((2019, None), (2021, "2020"), (2023, "2020"), (2024, "2024"), (2030, "2024"))
)
def test_entry_is_checked_by_the_last_ruleset_before_where_none_is_in_force(year, expected):
    rows = {"2020": version(2020, 2022), "2024": version(2024, 2024, "retired")}
    version(2023, None, "draft")
    assert rulebook.for_entry(year) == (rows[expected] if expected else None)


def test_stored_text_is_parsed_once(notice):
    first = rulebook.parsed(notice)
    assert first.sha256 == notice.sha256
    assert rulebook.parsed(RulesetVersion.objects.get(pk=notice.pk)) is first


@pytest.mark.parametrize("figure", ("7000", "6001", "5000", "70", None))
def test_carding_lines_alone_give_the_same_verdict_lines_and_findings(notice, figure):
    values = {code: None if text is None else Decimal(text) for code, text in figures(tax=figure).items()}
    facts = Facts(2021, values=values, previous={"tax": Decimal(7000)}, groups={"category": "", "region": ""})
    asked = facts, Title(frozenset({"municipal"}), date(2019, 1, 1)), (Prior(2020, Standing.CARD),)
    whole, part = assess(*asked, rulebook.parsed(notice)), assess(*asked, rulebook.carding(notice))
    assert (part.verdict, part.flags, part.carding, part.findings) == (
        whole.verdict,
        whole.flags,
        whole.carding,
        whole.findings,
    )
    assert explain(part, rulebook.carding(notice)).distances == explain(whole, rulebook.parsed(notice)).distances
    assert len(part.lines) < len(whole.lines)


def test_rules_whose_score_gives_the_card_stay_whole():
    row, _ = rulesets.install((RULESETS / "example_points.toml").read_text(encoding="utf-8"), name="points")
    assert rulebook.carding(row) == rulebook.parsed(row)


def per_area(year: int) -> dict[str, Decimal]:
    return {one.measure.code: one.line for one in rulebook.area_tests(rulebook.rules_of(year))}


def test_lines_per_area_are_those_of_the_ruleset_in_force(notice):
    assert per_area(2021) == {"revenue_per_area": Decimal(10000), "tax_per_area": Decimal(600)}
    assert per_area(2023) == {}
    codes = [one.measure.code for one in rulebook.card_tests(rulebook.rules_of(2021))]
    assert codes == ["concentration", "revenue_per_area", "tax_per_area"]


def test_lines_follow_another_ruleset(notice, approver, reviewer):
    text = rehearsals.with_lines(notice, {"tax_line": Decimal(800)})
    rulesets.retire(notice, reason="换版", by=approver)
    rulesets.install(text, name="税收800")
    assert per_area(2021)["tax_per_area"] == 800


def test_lines_per_area_follow_another_denominator(notice, approver):
    """(7.A2)"""
    rulesets.retire(notice, reason="换版", by=approver)
    rulesets.install(notice.text.replace('value = "floor_area"', 'value = "land_area"'), name="占地")
    sources = [one.measure.sources[-1].code for one in rulebook.area_tests(rulebook.rules_of(2021))]
    assert sources == ["land_area", "land_area"]


def test_ruleset_that_judges_by_points_draws_no_lines_per_floor_area():
    rulesets.install((RULESETS / "example_points.toml").read_text(encoding="utf-8"), name="points")
    assert per_area(2021) == {}
