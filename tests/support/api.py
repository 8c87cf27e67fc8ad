"""A small city behind the API: two districts, results released and not, and a caller of every role."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from django.test import Client

from assessment.models import Assessment, Decision
from assessment.services import decisions, reference, rulesets, runs
from clusters.enums import Role
from clusters.models import ApiToken, Cluster, User
from clusters.models.token import SCOPES_OF
from clusters.services import tokens
from clusters.services.tokens import Terms
from tests.factories import ClusterFactory, DistrictFactory, UserFactory
from tests.support.history import municipal, proposal, report

RULESETS = Path(__file__).resolve().parents[2] / "fixtures" / "rulesets"
ROOT = "/api/v1/"
YEAR = 2021


def call(caller: "User | ApiToken | str | None", **defaults: Any) -> Client:
    """A client that calls as a person (session), with a token's secret, or as nobody."""
    headers = {"Authorization": f"Bearer {caller}"} if isinstance(caller, str) else {}
    client = Client(headers=headers, **defaults)
    if isinstance(caller, User):
        client.force_login(caller)
    return client


def _user(**fields: Any) -> User:
    return cast(User, UserFactory(**fields))


def issue(user: User, *scopes: str, by: User | None = None, **terms: Any) -> tuple[ApiToken, str]:
    """A token of an account with these scopes (all that its role may have by default)."""
    wanted = scopes or tuple(SCOPES_OF[user.role])
    officer = by or _user(security_admin=True)
    return tokens.issue(
        user, Terms(**{"name": "测试", "scopes": wanted, "days": 30, "rate": 6000, **terms}), by=officer
    )


@dataclass
class City:
    """`mine` is the district whose officer calls; each district has a cluster with a released result."""

    mine: Any
    other: Any
    passed: Cluster
    carded: Cluster
    proposed: Cluster
    reserve: Cluster

    @cached_property
    def officer(self) -> User:
        return _user(district=self.mine)

    def person(self, role: str) -> User:
        """Somebody of the role; the officer is the one of `mine`."""
        return self.officer if role == Role.DISTRICT_OFFICER else _user(role=role)

    def caller(self, role: str) -> Client:
        """A client as that role calls: a statistics body with a token, "public" as nobody, all others by session."""
        if role == "public":
            return call(None)
        person = self.person(role)
        return call(issue(person)[1] if role == Role.STATISTICS else person)

    def result(self, cluster: Cluster) -> Assessment:
        return Assessment.objects.current().get(duty__cluster=cluster, duty__reporting_year=YEAR)

    def decision(self, cluster: Cluster) -> Decision:
        return Decision.objects.get(cluster=cluster, year=YEAR)


def city() -> City:
    """Build it through the services: figures verified, the year scored, two results confirmed, one left open."""
    reference.load_indicators()
    rulesets.install((RULESETS / "qingdao_2020.toml").read_text(encoding="utf-8"), name="qingdao_2020")
    mine, other = DistrictFactory(code="370202"), DistrictFactory(code="370212")
    passed, proposed = municipal(district=mine), municipal(district=mine)
    carded = municipal(district=other)
    reserve: Any = ClusterFactory(reserve=True, district=other, is_published=False)
    for cluster, failing in ((passed, False), (proposed, False), (carded, True)):
        report(cluster, YEAR, failing=failing)
    runs.assess_now(YEAR, by=None)
    for cluster in (passed, carded):
        decisions.confirm(proposal(cluster, YEAR), by=_user(approver=True))
    return City(mine, other, passed, carded, proposed, reserve)
