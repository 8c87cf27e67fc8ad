"""The row of a decision: everything to recompute it, and a second one of its kind is impossible."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.enums import DecisionKind
from assessment.services import records
from tests.factories import AssessmentFactory, DutyFactory, SubmissionVersionFactory
from tests.support.history import municipal, report, scored

pytestmark = pytest.mark.django_db


def test_hash_is_of_the_content_whatever_its_order():
    assert records.hash_of({"b": [1, 2], "a": "青岛"}) == records.hash_of({"a": "青岛", "b": [1, 2]})
    assert records.hash_of({"a": "青岛"}) != records.hash_of({"a": "青島"})
    assert records.hash_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_record_holds_what_the_decision_rests_on(notice):
    cluster = municipal()
    submission = report(cluster, 2020, failing=True)
    row = scored(cluster, 2020)
    record = records.record_of(row)
    assert record["cluster"] == {"code": cluster.code, "name": cluster.name}
    assert (record["year"], record["verdict"], record["flags"]) == (2020, "yellow_card", [])
    assert record["inputs"]["facts"]["values"]["revenue"] == "90000"
    assert (record["outcome"], record["explanation"]) == (row.outcome, row.explanation)
    assert (record["input_sha256"], record["engine_version"]) == (row.input_sha256, row.engine_version)
    assert (record["ruleset_sha256"], record["ruleset_title"]) == (notice.sha256, notice.title)
    version = submission.verified_version
    assert (record["version"], record["version_sha256"]) == (version.number, version.sha256)


def test_year_without_figures_or_ruleset_is_recorded_as_such():
    record = records.record_of(AssessmentFactory(inputs="{}"))
    assert [record[key] for key in ("version", "version_sha256", "ruleset_sha256", "ruleset_title")] == [None] * 4


def proposal(year: int = 2020, **fields: object):
    duty = fields.pop("duty", None) or DutyFactory(cluster=municipal(), year=year)
    return AssessmentFactory(duty=duty, inputs="{}", version=SubmissionVersionFactory(submission__duty=duty), **fields)


def test_decision_is_written_with_signers_day_and_hash(approver, second):
    row = proposal()
    decision = records.write(row, DecisionKind.DELISTING, [approver, second], reason="理由", on=date(2021, 7, 1))
    decision.refresh_from_db()
    assert (decision.cluster, decision.recognition, decision.year) == (row.duty.cluster, row.recognition, 2020)
    assert (decision.confirmed_by, decision.seconded_by, decision.reason) == (approver, second, "理由")
    assert (decision.decided_on, decision.round, decision.supersedes) == (date(2021, 7, 1), 1, None)
    assert records.hash_of(decision.record) == decision.record_sha256


def test_decision_is_of_today_and_of_one_person_where_nothing_else_is_said(approver):
    decision = records.write(proposal(), DecisionKind.PASSED, [approver])
    assert (decision.decided_on, decision.seconded_by) == (timezone.localdate(), None)


def refused(row, kind, by) -> bool:
    try:
        with transaction.atomic():
            records.write(row, kind, [by])
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("kind", (DecisionKind.PASSED, DecisionKind.YELLOW_CARD, DecisionKind.DELISTING))
def test_second_decision_of_a_kind_is_refused_until_the_first_is_superseded(approver, kind):
    row = proposal()
    first = records.write(row, kind, [approver])
    assert refused(row, kind, approver)
    records.write(row, DecisionKind.ANNULMENT, [approver], supersedes=first)
    assert records.write(row, kind, [approver]).round == 2
    assert refused(row, kind, approver)


def test_decision_is_superseded_once(approver):
    row = proposal()
    first = records.write(row, DecisionKind.PASSED, [approver])
    records.write(row, DecisionKind.ANNULMENT, [approver], supersedes=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        records.write(row, DecisionKind.ANNULMENT, [approver], supersedes=first)


def test_title_is_withdrawn_once_over_all_years_and_carded_once_a_year(approver):
    early = proposal()
    later = proposal(duty=DutyFactory(cluster=early.duty.cluster, year=2021))
    records.write(early, DecisionKind.YELLOW_CARD, [approver])
    records.write(early, DecisionKind.DELISTING, [approver])
    assert records.write(later, DecisionKind.YELLOW_CARD, [approver]).round == 1
    assert refused(later, DecisionKind.DELISTING, approver)
