"""The plan of a workbook: only what changes, what is odd with its code, and what may not be touched."""

from decimal import Decimal

import pytest

from assessment.rules.enums import Severity
from assessment.rules.outcome import Finding, Slip
from assessment.services.import_plan import Stored, code_of, plan_of
from assessment.workbooks.reader import Row, Sheet
from tests.factories import DutyFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def sheet(duty, **values):
    letters = dict(zip(values, "CDEF", strict=False))
    row = Row(5, duty.cluster.code, duty.cluster.name, values, letters)
    return Sheet("填报", (row,), "sha")


def stored(duty, *, is_open=True):
    return Stored({duty.cluster.code: duty}, {}, None, {duty.pk: is_open})


def test_plan_holds_only_what_changes():
    duty = SubmissionFactory(values={"tax": "7000", "revenue": "5"}).duty
    held = Row(
        5, duty.cluster.code, "x", {"tax": Decimal(7000), "revenue": Decimal("6.50")}, {"tax": "C", "revenue": "D"}
    )
    plan = plan_of(Sheet("填报", (held,), "sha"), ["tax", "revenue"], stored(duty))
    (entry,) = plan.rows
    assert entry["conflicts"] == [["revenue", None, "5", "6.50", "D5"]]
    assert entry["changes"] == []


def test_new_figures_are_changes_with_their_cells():
    duty = DutyFactory()
    plan = plan_of(sheet(duty, tax=Decimal("1E+3")), ["tax"], stored(duty))
    assert plan.rows[0]["changes"] == [["tax", None, "1000", "C5"]]


@pytest.mark.parametrize("state", ("submitted", "verified"))
def test_filed_report_is_a_fault_at_its_row(state):
    duty = SubmissionFactory(**{state: True}).duty
    plan = plan_of(sheet(duty, tax=Decimal(1)), ["tax"], stored(duty))
    assert [(str(found.code), found.row) for found in plan.faults] == [("year_not_open", 5)]


def test_closed_year_is_a_fault_but_a_returned_report_is_not():
    duty, returned = DutyFactory(), SubmissionFactory(returned=True, values={}).duty
    assert plan_of(sheet(duty, tax=Decimal(1)), ["tax"], stored(duty, is_open=False)).faults
    assert not plan_of(sheet(returned, tax=Decimal(1)), ["tax"], stored(returned, is_open=False)).faults


def _finding(severity, slips=()):
    return Finding("c", severity, ("tax",), "税收", "m", "i", None, None, slips, (), False, None)


def test_each_finding_has_its_workbook_code():
    slip = Slip("tax", "税收", "元", "万元", Decimal(1))
    assert code_of(_finding(Severity.INVALID)) == "out_of_range"
    assert code_of(_finding(Severity.SUSPECT, (slip,))) == "unit_suspect"
    assert code_of(_finding(Severity.SUSPECT)) == "implausible_ratio"
