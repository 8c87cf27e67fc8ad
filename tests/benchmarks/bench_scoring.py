"""Scoring a year: at most twice the engine's own work and the copying of its results, in one run."""

import dataclasses
import io
import json
from collections.abc import Sequence

import pytest
from django.db import connection

from assessment.models import Assessment, Duty, RulesetVersion
from assessment.rules.engine import assess
from assessment.rules.facts import Facts, Title
from assessment.rules.ruleset import Ruleset
from assessment.rules.wire import facts as wire
from assessment.rules.wire.outcomes import outcome_data
from assessment.rules.words.explain import explain
from assessment.selectors import figures, history, rulebook
from assessment.services import reference, runs
from tests.benchmarks import field
from tests.benchmarks.timing import keep, seconds

ROWS = 2000
TIMES_THE_FLOOR = 2

Entrants = Sequence[tuple[Facts, Title]]


@pytest.fixture
def rules(db: None) -> Ruleset:
    reference.install_ruleset()
    field.build(ROWS)
    field.file(2021, verified=ROWS)
    return rulebook.parsed(RulesetVersion.objects.get())


def entrants() -> Entrants:
    """Return what the engine is asked, already in memory."""
    found = []
    for duty in figures.loaded(Duty.objects.values_list("pk", flat=True)):
        titles = history.titles_of(duty)
        title = history.title_of(titles[0], titles, duty.year)
        found.append((figures.facts_of(duty, duty.submission.verified_version, {}), title))
    return found


def floor(field_of_year: Entrants, rules: Ruleset) -> None:
    """Judge and explain, and COPY rows of the same content."""
    lines = []
    for number, (facts, title) in enumerate(field_of_year):
        outcome = assess(facts, title, (), rules)
        told = json.dumps(dataclasses.asdict(explain(outcome, rules)))
        cells = (wire.input_json(facts, title, ()), json.dumps(outcome_data(outcome)), told)
        lines.append("\t".join((str(number), *(cell.replace("\\", "\\\\") for cell in cells))))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE floor (duty integer, inputs text, outcome jsonb, explanation jsonb)")
        cursor.copy_expert("COPY floor FROM STDIN", io.StringIO("\n".join(lines) + "\n"))
        cursor.execute("SELECT count(*) FROM floor")
        assert cursor.fetchone()[0] == len(field_of_year)
        cursor.execute("DROP TABLE floor")


def test_scoring_of_two_thousand_clusters(rules: Ruleset) -> None:
    def ours() -> None:
        run, written = runs.assess_now(2021, by=None)
        assert (run.total, written) == (ROWS, ROWS)

    asked = entrants()
    measured = {"ours": seconds(ours), "floor": seconds(lambda: floor(asked, rules))}
    assert not Assessment.objects.exists()
    times = measured["ours"] / measured["floor"]
    keep("scoring", {name: round(value, 3) for name, value in measured.items()} | {"times_the_floor": round(times, 2)})
    print(f"\n评分 {ROWS} 家（PostgreSQL，同一次运行，秒）")
    print(f"  本平台{measured['ours']:24.3f}\n  下限：评判、说明＋COPY{measured['floor']:8.3f}")
    print(f"  为下限的 {times:.2f} 倍（要求 ≤ {TIMES_THE_FLOOR}）")
    assert times <= TIMES_THE_FLOOR
