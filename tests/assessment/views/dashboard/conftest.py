"""Rows of a data year as the leaders' page reads them, built without a database."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from assessment.rules.criteria import Test
from assessment.rules.facts import Facts
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import YearRules
from assessment.selectors import rulebook
from assessment.selectors.city import ClusterYear
from clusters.models import Category, Cluster, District
from tests.assessment.conftest import RULESETS

VERDICTS = (
    "passed",
    "yellow_card",
    "escalation",
    "delisting",
    "hold",
    "no_rule",
    "proposed",
    "annulled",
    "",
    "not_assessed",
)

Row = Callable[..., ClusterYear]


@pytest.fixture(scope="session")
def rules() -> YearRules:
    """The rules of the notice for 2021."""
    found = parse_ruleset((RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8"), "notice").at(2021)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def lines(rules: YearRules) -> list[Test]:
    """Its two lines per area."""
    return rulebook.area_tests(rules)


@pytest.fixture
def finance() -> Category:
    return Category(code="finance", name="金融", order=2)


@pytest.fixture
def software() -> Category:
    return Category(code="software", name="软件", order=1)


@pytest.fixture
def north() -> District:
    return District(code="370203", name="市北区", order=1)


@pytest.fixture
def zone() -> District:
    return District(code="370211", name="黄岛区（西海岸新区）", order=2)


@pytest.fixture
def row(finance: Category, north: District) -> Row:
    """Make the row of a cluster; figures are decimal texts, in 市北区 and 金融 unless told."""

    def make(verdict: str = "passed", **told: object) -> ClusterYear:
        category, district = told.pop("category", finance), told.pop("district", north)
        cluster = Cluster(code=f"QJ-{verdict}", name=f"园{verdict}", category=category)
        values = {code: Decimal(str(text)) for code, text in told.items()}
        return ClusterYear(cluster, district, Facts(2021, values=values), verdict)

    return make


@pytest.fixture
def everybody(row: Row) -> list[ClusterYear]:
    """One cluster of each verdict."""
    return [row(verdict) for verdict in VERDICTS]
