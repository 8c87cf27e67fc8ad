"""The watch list of a whole city: at most three times reading every report once and judging it once, in one run."""

import pytest

from assessment.models import Duty, RulesetVersion
from assessment.rules.engine import assess
from assessment.rules.ruleset import Ruleset
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
    field.file(2021, verified=ROWS)
    return UserFactory(leader=True)


def floor(rules: Ruleset) -> None:
    """Read every duty with its figures once, and judge each once."""
    for duty in figures.loaded(Duty.objects.values_list("pk", flat=True)):
        titles = history.titles_of(duty)
        facts = figures.facts_of(duty, duty.submission.verified_version, {})
        assess(facts, history.title_of(titles[0], titles, duty.year), (), rules)


def test_watch_list_of_two_thousand_clusters(leader: User) -> None:
    rules = rulebook.parsed(RulesetVersion.objects.get())

    def ours() -> None:
        assert len(watchlist.rows(leader, 2021)) >= ROWS // 10

    measured = {"ours": seconds(ours), "floor": seconds(lambda: floor(rules))}
    times = measured["ours"] / measured["floor"]
    keep(
        "watchlist", {name: round(value, 3) for name, value in measured.items()} | {"times_the_floor": round(times, 2)}
    )
    print(f"\n预警名单 {ROWS} 家（PostgreSQL，同一次运行，秒）")
    print(f"  本平台{measured['ours']:24.3f}\n  下限：读取＋评判{measured['floor']:16.3f}")
    print(f"  为下限的 {times:.2f} 倍（要求 ≤ {TIMES_THE_FLOOR}）")
    assert times <= TIMES_THE_FLOOR
