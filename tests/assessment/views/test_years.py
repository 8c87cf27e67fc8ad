"""A data year without a rulebook in force says so on every page of that year, whoever reads it."""

import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import Duty, RulesetVersion
from assessment.selectors.completeness import TERMS
from assessment.services import reference
from clusters.models import User
from tests.factories import ClusterFactory, DutyFactory, SubmissionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notice")]

WARNING = "2021年度没有施行的规则集"
OF_DISTRICT = ("desk", "reports", "results", "monitoring", "monitoring-duties", "watchlist", "quarters")
OF_CITY = ("dashboard", "ranking", "reports", "results", "monitoring", "monitoring-duties", "watchlist", "quarters")


@pytest.fixture
def duty() -> Duty:
    reference.load_indicators()
    return DutyFactory(cluster=ClusterFactory(municipal=True), year=2021)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pages(names: tuple[str, ...]) -> dict[str, str]:
    asked = {name: reverse(f"assessment:{name}") for name in names}
    return {name: url if name == "desk" else f"{url}?year=2021" for name, url in asked.items()}


def warned(client: Client, urls: dict[str, str], words: str = WARNING) -> set[str]:
    found = {name: client.get(url) for name, url in urls.items()}
    assert {answer.status_code for answer in found.values()} == {200}
    return {name for name, answer in found.items() if words in answer.content.decode()}


def test_every_page_of_an_ungoverned_year_warns_the_district(duty):
    """(8.D31) Opening a year without a rulebook in force warns on every page of that year, the district's too."""
    client = browser_of(UserFactory(district=duty.district))
    report = reverse("assessment:report", args=[2021, duty.cluster.code])
    urls = {**pages(OF_DISTRICT), "report": report}
    assert warned(client, urls) == set()
    RulesetVersion.objects.update(state="retired")
    assert warned(client, urls) == set(urls)
    SubmissionFactory(duty=duty, submitted=True)
    assert warned(client, {"read-only": report}) == {"read-only"}


def test_counts_of_the_district_pages_say_on_hover_what_they_count(duty):
    """(8.D32) One word for one thing: the definition is the same text wherever the count stands."""
    client = browser_of(UserFactory(district=duty.district))
    for name in ("desk", "reports", "monitoring"):
        assert f'title="{TERMS["应报"]}"' in client.get(reverse(f"assessment:{name}")).content.decode(), name


def test_every_page_of_an_ungoverned_year_warns_the_city(duty):
    """(8.D31) And another year, which has its rulebook, does not."""
    client = browser_of(UserFactory(reviewer=True))
    DutyFactory(cluster=duty.cluster, year=2023)
    urls = pages(OF_CITY)
    assert warned(client, urls) == set()
    later = {name: url.replace("2021", "2023") for name, url in urls.items()}
    assert warned(client, later, "2023年度没有施行的规则集") == set(urls)
