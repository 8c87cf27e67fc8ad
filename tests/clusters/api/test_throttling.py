"""How often: a token by its own limit, a person by the common one."""

from typing import Any

from tests.factories import UserFactory
from tests.support.api import ROOT, City, call, issue

PATH = f"{ROOT}districts/"


def test_token_is_stopped_at_its_own_limit_and_told_when_to_return(city: City) -> None:
    user = UserFactory(statistics=True)
    client = call(issue(user, rate=3)[1])
    assert [client.get(PATH).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = client.get(PATH)
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["detail"] == f"请求过于频繁，请在{answer['Retry-After']}秒后再试。"
    assert answer["Content-Type"] == "application/problem+json"


def test_limits_of_two_tokens_of_an_account_are_apart(city: City) -> None:
    user = UserFactory(statistics=True)
    first, second = (call(issue(user, rate=1)[1]) for _ in range(2))
    assert [first.get(PATH).status_code, first.get(PATH).status_code] == [200, 429]
    assert second.get(PATH).status_code == 200


def test_refused_requests_count_as_well(city: City) -> None:
    client = call(issue(UserFactory(statistics=True), rate=2)[1])
    assert [client.get(f"{PATH}?nonsense=1").status_code for _ in range(3)] == [400, 400, 429]


def test_person_is_stopped_at_the_common_limit(city: City, monkeypatch: Any) -> None:
    monkeypatch.setattr("clusters.api.throttling.PerCaller.THROTTLE_RATES", {"person": "2/min"})
    client = call(UserFactory(reviewer=True))
    assert [client.get(PATH).status_code for _ in range(3)] == [200, 200, 429]
    assert call(UserFactory(reviewer=True)).get(PATH).status_code == 200
