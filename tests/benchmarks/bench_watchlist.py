"""The watch list of a whole city: at most three times the engine's own work, and as many queries as for one cluster."""

import pytest

from assessment.models import Duty, RulesetVersion
from assessment.rules.engine import assess
from assessment.selectors import figures, history, rulebook, watchlist
from assessment.services import reference
from clusters.models import User
from tests.benchmarks import field
from tests.benchmarks.timing import keep, seconds
from tests.factories import UserFactory

ROWS = 2000
TIMES_THE_FLOOR = 3


@pytest.fixture
def leader(db: None) -> User:
    reference.install_ruleset()
    field.build(ROWS)
    field.file(2021, verified=ROWS // 2)
    return UserFactory(leader=True)


def test_watch_list_of_two_thousand_clusters(leader: User) -> None:
    rules = rulebook.parsed(RulesetVersion.objects.get())
    asked = []
    for duty in figures.loaded(Duty.objects.values_list("pk", flat=True)):
        titles = history.titles_of(duty)
        version = duty.submission.verified_version
        facts = figures.facts_of(duty, version, None)
        asked.append((facts, history.title_of(titles[0], titles, duty.year)))

    def floor() -> None:
        for facts, title in asked:
            assess(facts, title, (), rules)

    def ours() -> None:
        assert len(watchlist.rows(leader, 2021)) >= ROWS // 10

    measured = {"ours": seconds(ours), "floor": seconds(floor)}
    times = measured["ours"] / measured["floor"]
    keep(
        "watchlist", {name: round(value, 3) for name, value in measured.items()} | {"times_the_floor": round(times, 2)}
    )
    print(f"\n预警名单 {ROWS} 家（PostgreSQL，同一次运行，秒）")
    print(f"  本平台{measured['ours']:24.3f}\n  下限：逐家评判一次{measured['floor']:12.3f}")
    print(f"  为下限的 {times:.2f} 倍（要求 ≤ {TIMES_THE_FLOOR}）")
    assert times <= TIMES_THE_FLOOR
