"""One field of a year for every door: run, preview, timeline, rehearsal and trial table say the same of the same year."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from assessment.models import Assessment, Decision, RulesetVersion, YearField
from assessment.rules.cases.trial_table import judge_figures
from assessment.rules.judge.timeline import History, timelines
from assessment.rules.outcome import Outcome
from assessment.rules.ruleset import Rulebook
from assessment.rules.wire.outcomes import read_outcome
from assessment.selectors import figures, record, rulebook
from assessment.selectors.preview import Typed, preview
from assessment.services import decisions, proposals, rehearsals, replay, runs
from clusters.models import Cluster
from tests.assessment.rules.mini import LINE, criterion, text
from tests.factories import (
    CategoryFactory,
    DutyFactory,
    RulesetVersionFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
)
from tests.support.history import municipal

pytestmark = pytest.mark.django_db

YEAR = 2021
RANK = criterion(
    "rank",
    'card = true\ngroup = "category"\norder = "high_first"\nties = "best"\npass_at = 2\nrole = "score"\n'
    'classes = [{ first = 1, points = 10 }, { share = 60, points = 5 }, { rest = true, points = 1 }]\nrounding = "up"',
    measure="staff",
)
RANKED = text(
    LINE.replace("line = 100", "line = 1") + RANK,
    scoring='{ mode = "sum", full = 10, decimals = 2 }',
    grading='{ by = "rank", group = "category", on_failure = "fail", rounding = "up", grades = ['
    '{ code = "excellent", label = "优秀", mark = 40 }, { code = "good", label = "良好", mark = 100 }, '
    '{ code = "fail", label = "不合格" }] }',
)
MEDIAN = text(
    LINE.replace("line = 100", "line = 1"),
    more="""
[[checks]]
code = "staff_median"
from = 2020
label = "人数与同类相差较大"
severity = "suspect"
kind = "median"
measure = "staff"
group = "category"
times = 3
instruction = "请核对。"
cite = { document = "试验规则", clause = "第一条", basis = "department" }
""",
)
PEOPLE = {"甲": "10", "乙": "40", "丙": "30", "丁": "30", "戊": "900"}


def verified(name: str, people: str | None, category: Any, **duty: Any) -> Cluster:
    cluster = municipal(name=name, category=category)
    due = DutyFactory(cluster=cluster, year=YEAR, **duty)
    values = {"money": "100", "part": "50", "area": "10", "people": people}
    SubmissionFactory(duty=due, values=values, verified=True)
    return cluster


@pytest.fixture
def field(db: None) -> dict[str, Cluster]:
    """Five clusters of one category, one alone in another, one whose figure is blank, one whose title has ended."""
    one, other = CategoryFactory(), CategoryFactory()
    clusters = {name: verified(name, people, one) for name, people in PEOPLE.items()}
    clusters["独"] = verified("独", "7", other)
    clusters["空"] = verified("空", None, one)
    clusters["离"] = verified("离", "5000", one)
    clusters["离"].recognitions.update(ended_on=date(YEAR, 6, 30), state="withdrawn")
    return clusters


def seen(outcome: Outcome) -> tuple[Any, ...]:
    """What a field gives: verdict, grade, findings, and points and place of each line."""
    lines = [(line.code, line.state.value, line.points, line.note) for line in outcome.lines]
    return outcome.verdict.value, outcome.grade, outcome.score, [one.code for one in outcome.findings], lines


def by_run(field: dict[str, Cluster]) -> dict[str, Outcome]:
    rows = Assessment.objects.current().filter(duty__reporting_year=YEAR).select_related("duty")
    by_cluster = {row.duty.cluster_id: read_outcome(row.outcome) for row in rows}
    return {name: by_cluster[cluster.pk] for name, cluster in field.items()}


def by_timeline(ruleset: RulesetVersion) -> dict[str, Outcome]:
    histories = {past.cluster.name: History(past.title, past.files) for past in record.pasts()}
    found = timelines(histories, Rulebook([rulebook.parsed(ruleset)]))
    return {name: results[-1].outcome for name, results in found.items()}


def by_preview(field: dict[str, Cluster]) -> dict[str, Any]:
    found = {}
    for name, cluster in field.items():
        (duty,) = figures.loaded(cluster.duties.values_list("pk", flat=True))
        found[name] = preview(duty, Typed(figures.from_text(duty.submission.verified_version.values)))
    return found


def by_table(field: dict[str, Cluster], ruleset: RulesetVersion, *left_out: str) -> dict[str, Outcome]:
    """`try_figures`: everybody in its table holds the title."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["cluster", "group", "year", "money", "part", "area", "people"])
    for name, cluster in field.items():
        values = figures.from_text(cluster.duties.get().submission.values)
        if name not in left_out:
            cells = ["" if values[code] is None else values[code] for code in ("money", "part", "area", "people")]
            writer.writerow([name, cluster.category_id, YEAR, *cells])
    judged, _ = judge_figures(out.getvalue(), rulebook.parsed(ruleset))
    return {one.cluster: one.outcome for one in judged}


@pytest.mark.parametrize("book", (RANKED, MEDIAN), ids=("ranked", "median"))
def test_every_door_gives_the_same_places_medians_grades_and_findings(book, field, reviewer):
    """(7.A1) The portal scored without medians and places what the trial table scored with them."""
    ruleset = RulesetVersionFactory(text=book)
    runs.assess_now(YEAR, by=None)
    run, timeline, table = by_run(field), by_timeline(ruleset), by_table(field, ruleset, "离")
    previews = by_preview(field)
    for name in field:
        assert seen(run[name]) == seen(timeline[name]), name
        assert seen(previews[name].outcome) == seen(timeline[name]), name
        if name in table:
            assert seen(table[name]) == seen(timeline[name]), name
    assert all("2021年度全体数据" in one.field for one in previews.values())
    rehearsal = rehearsals.rehearse(book, name="试验", by=reviewer)
    assert (rehearsal.total, rehearsal.changes) == (len(field), [])


def test_places_and_grades_are_those_of_the_judged(field):
    """(7.A1, 8.A8) Who is on hold or has left takes no place and shields nobody; ties share the better place."""
    RulesetVersionFactory(text=RANKED)
    runs.assess_now(YEAR, by=None)
    found = {name: (one.verdict.value, one.grade, one.lines[1].note) for name, one in by_run(field).items()}
    assert found == {
        "戊": ("pass", "excellent", "第 1 名，共 5 个"),
        "乙": ("pass", "excellent", "第 2 名，共 5 个"),
        "丙": ("pass", "excellent", "第 3 名（并列 2 个），共 5 个"),
        "丁": ("pass", "excellent", "第 3 名（并列 2 个），共 5 个"),
        "甲": ("yellow_card", "fail", "第 5 名，共 5 个"),
        "独": ("pass", "excellent", "第 1 名，共 1 个"),
        "空": ("hold", "", ""),
        "离": ("not_assessed", "", ""),
    }


def test_median_checks_fire_in_the_run(field):
    """(7.A1) The median of the five judged is 30: ten and nine hundred are off by three times or more."""
    RulesetVersionFactory(text=MEDIAN)
    runs.assess_now(YEAR, by=None)
    odd = {name for name, one in by_run(field).items() if one.findings}
    assert odd == {"戊", "离"}
    row = YearField.objects.get()
    category = field["甲"].category_id
    assert row.data["medians"] == {"staff": {category: "30"}}


def test_preview_places_other_figures_in_the_last_known_field(field):
    """(7.A1) The cluster's own earlier value does not count twice."""
    RulesetVersionFactory(text=RANKED)
    (duty,) = figures.loaded(field["甲"].duties.values_list("pk", flat=True))
    typed = Typed(figures.from_text(duty.submission.values) | {"people": figures.Decimal("35")})
    before = preview(duty, typed)
    assert (before.field, before.outcome.verdict.value) == ("", "hold")
    runs.assess_now(YEAR, by=None)
    after = preview(duty, typed)
    assert after.outcome.lines[1].note == "第 3 名，共 5 个"
    later = DutyFactory(cluster=field["甲"], year=YEAR + 1)
    (duty,) = figures.loaded([later.pk])
    assert "2021年度全体数据" in preview(duty, typed).field


def test_confirmed_results_keep_their_field_and_open_ones_get_the_new_one(field, approver):
    """(7.A1) A correction of one moves the others' places only where nothing is confirmed yet."""
    RulesetVersionFactory(text=RANKED)
    runs.assess_now(YEAR, by=None)
    rows = {row.duty.cluster.name: row for row in Assessment.objects.current()}
    decisions.confirm(rows["丙"], by=approver)
    submission = field["戊"].duties.get().submission
    submission.verified_version = SubmissionVersionFactory(
        submission=submission, values={**submission.values, "people": "20"}
    )
    submission.save()
    assert proposals.refresh([rows["戊"].duty_id]) == 1
    assert by_run(field)["戊"].lines[1].note == "第 4 名，共 5 个"
    _, written = runs.assess_now(YEAR, by=None)
    places = {name: one.lines[1].note for name, one in by_run(field).items()}
    assert (places["丙"], places["丁"]) == ("第 3 名（并列 2 个），共 5 个", "第 2 名（并列 2 个），共 5 个")
    assert not Assessment.objects.filter(duty=rows["丙"].duty, state="proposed").exists()
    assert written == 3
    assert [found for _, found in replay.all_differences()] == [[]]


def test_decisions_made_before_fields_were_kept_stay_and_replay(field, approver):
    """(7.A1) An old result names no field: judged again it comes out the same, byte for byte, and is not reopened."""
    ruleset = RulesetVersionFactory(text=MEDIAN)
    duties = figures.loaded(field["丙"].duties.values_list("pk", flat=True))
    results = proposals.judge(duties, proposals.current_versions(duties), ruleset)
    proposals.propose(results, ruleset=ruleset, run=None)
    row = Assessment.objects.get()
    assert (row.field, row.outcome["findings"]) == (None, [])
    decisions.confirm(row, by=approver)
    runs.assess_now(YEAR, by=None)
    assert list(Assessment.objects.filter(duty=row.duty).values_list("state", "input_sha256")) == [
        ("confirmed", row.input_sha256)
    ]
    assert replay.differences(Decision.objects.get()) == []


def test_newer_engine_that_says_the_same_reopens_nothing(field, approver, monkeypatch):
    """(8.A8) What was confirmed under an earlier engine is judged alike: no follow-up, and its record replays."""
    RulesetVersionFactory(text=MEDIAN)
    runs.assess_now(YEAR, by=None)
    row = Assessment.objects.get(duty__cluster__name="丙")
    decisions.confirm(row, by=approver)
    monkeypatch.setattr("assessment.rules.engine.ENGINE_VERSION", "9.9")
    monkeypatch.setattr("assessment.services.proposals.ENGINE_VERSION", "9.9")
    monkeypatch.setattr(proposals._hash, "__defaults__", ("9.9",))
    runs.assess_now(YEAR, by=None)
    assert Assessment.objects.filter(duty=row.duty).count() == 1
    assert Assessment.objects.filter(engine_version="9.9").count() == len(field) - 1
    assert replay.differences(Decision.objects.get()) == []


def test_rulebook_without_medians_and_places_keeps_no_field(field):
    RulesetVersionFactory(text=text())
    runs.assess_now(YEAR, by=None)
    assert not YearField.objects.exists()
    assert {row.field for row in Assessment.objects.all()} == {None}
