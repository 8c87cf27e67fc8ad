"""Which rows each role reads, and that no filter, order or address shows it another one."""

from typing import Any

import pytest

from assessment.models import Decision
from assessment.services import submissions
from tests.factories import SubmissionFactory, UserFactory
from tests.support.api import ROOT, YEAR, City

CITY = ("reviewer", "approver")


def codes(client: Any, path: str) -> set[str]:
    """The clusters that the rows of a list are about."""
    rows = client.get(f"{ROOT}{path}").json()["results"]
    return {(row.get("cluster") or row)["code"] for row in rows}


def seen(city: City, names: str) -> set[str]:
    return {getattr(city, name).code for name in names.split()}


EVERYTHING = "passed proposed carded"
ROWS = {
    "clusters/": {
        "district_officer": "passed proposed",
        "reviewer": f"{EVERYTHING} reserve",
        "approver": f"{EVERYTHING} reserve",
        "leader": f"{EVERYTHING} reserve",
        "statistics": EVERYTHING,
    },
    "recognitions/": {
        "district_officer": "passed proposed",
        "reviewer": f"{EVERYTHING} reserve",
        "approver": f"{EVERYTHING} reserve",
        "leader": f"{EVERYTHING} reserve",
        "statistics": EVERYTHING,
    },
    "figures/": {
        "district_officer": "passed proposed",
        "reviewer": EVERYTHING,
        "approver": EVERYTHING,
        "leader": "passed carded",
        "statistics": EVERYTHING,
    },
    "assessments/": {
        "district_officer": "passed",
        "reviewer": EVERYTHING,
        "approver": EVERYTHING,
        "leader": EVERYTHING,
        "statistics": "passed carded",
    },
    "decisions/": {
        "district_officer": "passed",
        "reviewer": "passed carded",
        "approver": "passed carded",
        "leader": "passed carded",
        "statistics": "passed carded",
    },
}


@pytest.mark.parametrize("path", ROWS)
def test_list_holds_the_rows_of_the_role(city: City, path: str) -> None:
    answers = {role: codes(city.caller(role), path) for role in ROWS[path]}
    assert answers == {role: seen(city, names) for role, names in ROWS[path].items()}


@pytest.mark.parametrize("path", ROWS)
def test_filter_by_another_district_shows_an_officer_nothing(city: City, path: str) -> None:
    client = city.caller("district_officer")
    assert codes(client, f"{path}?district={city.other.code}") == set()
    assert codes(client, f"{path}?district={city.mine.code}") == codes(client, path)
    if path != "clusters/":
        assert codes(client, f"{path}?cluster={city.carded.code}") == set()


def test_foreign_records_are_answered_byte_for_byte_as_missing_ones(city: City) -> None:
    client = city.caller("district_officer")
    foreign = (
        f"clusters/{city.carded.code}/",
        f"recognitions/{city.carded.recognitions.get().pk}/",
        f"figures/{YEAR}-{city.carded.code}/",
        f"assessments/{city.result(city.carded).pk}/",
        f"assessments/{city.result(city.proposed).pk}/",
        f"decisions/{city.decision(city.carded).pk}/",
    )
    missing = client.get(f"{ROOT}clusters/QJ-9999/")
    assert missing.status_code == 404
    for path in foreign:
        answer = client.get(f"{ROOT}{path}")
        assert (answer.status_code, answer.content) == (404, missing.content), path


def test_own_records_are_read_by_their_address(city: City) -> None:
    client = city.caller("district_officer")
    for path in (
        f"clusters/{city.passed.code}/",
        f"figures/{YEAR}-{city.passed.code}/",
        f"assessments/{city.result(city.passed).pk}/",
        f"decisions/{city.decision(city.passed).pk}/",
    ):
        assert client.get(f"{ROOT}{path}").status_code == 200, path


def test_figures_of_drafts_and_unverified_reports_are_nowhere(city: City) -> None:
    SubmissionFactory(duty__cluster=city.passed, duty__year=2022, submitted=True)
    for role in ("district_officer", "reviewer", "leader", "statistics"):
        client = city.caller(role)
        assert client.get(f"{ROOT}figures/?year=2022").json()["count"] == 0, role
        assert client.get(f"{ROOT}figures/2022-{city.passed.code}/").status_code == 404
        assert client.get(f"{ROOT}figures/totals/?year=2022").json() == [], role


def test_a_correction_under_way_leaves_the_verified_figures_in_place(city: City) -> None:
    submission = city.result(city.passed).duty.submission
    submissions.reopen(submission, reason="更正", by=UserFactory(reviewer=True))
    row = city.caller("district_officer").get(f"{ROOT}figures/{YEAR}-{city.passed.code}/").json()
    assert row["values"]["revenue"] == "120000.00"
    assert row["version"] == 1


def test_totals_add_up_what_the_caller_may_have_added_up(city: City) -> None:
    path = f"{ROOT}figures/totals/?year={YEAR}&by=district"
    whole = {row["code"]: row for row in city.caller("leader").get(path).json()}
    assert set(whole) == {city.mine.code, city.other.code}
    assert whole[city.mine.code]["sums"]["revenue"] == "240000.00"
    assert whole[city.mine.code]["counts"]["revenue"] == whole[city.mine.code]["clusters"] == 2
    own = city.caller("district_officer").get(path).json()
    assert [row["code"] for row in own] == [city.mine.code]


def test_unpublished_clusters_stay_out_of_the_statistics_bodys_sight(city: City) -> None:
    city.carded.is_published = False
    city.carded.save()
    client = city.caller("statistics")
    for path in ROWS:
        assert city.carded.code not in codes(client, path)
    assert client.get(f"{ROOT}decisions/{Decision.objects.get(cluster=city.carded).pk}/").status_code == 404
    assert client.get(f"{ROOT}figures/totals/?year={YEAR}").json()[0]["clusters"] == 2
