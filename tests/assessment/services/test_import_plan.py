"""What a workbook would do: only what it brings itself, nothing where one row is at fault."""

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest

from assessment.rules.enums import Severity
from assessment.rules.outcome import Finding, Slip
from assessment.selectors import figures, rulebook, workbook_spec
from assessment.services import import_plan
from assessment.services.import_plan import Stored, plan_of
from clusters.models import District
from clusters.workbooks.codes import Code
from clusters.workbooks.table.rows import Row, Sheet
from tests.factories import DutyFactory, SubmissionFactory
from tests.factories import figures as texts
from tests.support.history import municipal, report

pytestmark = pytest.mark.django_db

CODES = ("revenue", "leading_revenue", "tax", "floor_area")
LETTERS = dict(zip(CODES, "CDEF", strict=True))


@pytest.fixture
def duty(notice):
    return DutyFactory(cluster=municipal(), year=2021)


def row(duty, *, base: dict[str, str] | None = None, number: int = 7, **values: str | None) -> Row:
    """A row of the file; what is not given is as in `base`, the values at download."""
    held = base or {}
    typed = {**held, **values}
    return Row(
        number=number,
        code=duty.cluster.code,
        name=duty.cluster.name,
        year=None,
        values={code: None if text is None else Decimal(text) for code, text in typed.items()},
        letters=LETTERS,
        base={code: Decimal(text) for code, text in held.items()},
    )


def plan(*rows: Row, is_open: bool = True, rules: bool = True):
    """The plan against what is stored now."""
    rows_of = (workbook_spec.duties_of(district, 2021) for district in District.objects.all())
    duties = {each.code: each for found in rows_of for each in found}
    before = figures.verified_before(list(duties.values()))
    ruleset = rulebook.parsed(rulebook.in_force(2021)) if rules else None
    opened = {each.pk: is_open for each in duties.values()}
    entries, faults = plan_of(Sheet("填报", rows), CODES, Stored(duties, before, ruleset, opened))
    return SimpleNamespace(rows=entries, faults=faults)


def test_figures_of_a_new_report_are_changes_from_blank(duty):
    found = plan(row(duty, **texts()))
    assert found.faults == []
    (entry,) = found.rows
    assert (entry["duty"], entry["code"], entry["name"]) == (duty.pk, duty.cluster.code, duty.cluster.name)
    assert (entry["row"], entry["revision"], entry["conflicts"]) == (7, 0, [])
    assert entry["changes"] == [
        ("revenue", None, "120000.00", "C7"),
        ("leading_revenue", None, "90000.00", "D7"),
        ("tax", None, "7000.00", "E7"),
        ("floor_area", None, "100000.00", "F7"),
    ]


def test_plan_is_plain_data_with_exact_figures(duty):
    found = plan(row(duty, **texts(revenue="1E+5", leading_revenue="0.10")))
    changes = {code: new for code, _, new, _ in json.loads(json.dumps(found.rows))[0]["changes"]}
    assert (changes["revenue"], changes["leading_revenue"]) == ("100000", "0.10")


def test_row_that_brings_nothing_new_is_left_out(duty):
    SubmissionFactory(duty=duty)
    assert plan(row(duty, base=texts())).rows == []


def test_cell_changed_only_on_the_screen_is_kept(duty):
    SubmissionFactory(duty=duty, values=texts(tax="7100.00"), revision=3)
    (entry,) = plan(row(duty, base=texts(), revenue="130000")).rows
    assert entry["changes"] == [("revenue", "120000.00", "130000", "C7")]
    assert (entry["conflicts"], entry["revision"]) == ([], 3)


def test_cell_changed_on_both_sides_is_a_conflict_with_all_three_values(duty):
    SubmissionFactory(duty=duty, values=texts(tax="7100.00"))
    (entry,) = plan(row(duty, base=texts(), tax="7200")).rows
    assert entry["changes"] == []
    assert entry["conflicts"] == [("tax", "7000.00", "7100.00", "7200", "E7")]


def test_emptied_cell_is_a_change_to_blank(duty):
    SubmissionFactory(duty=duty)
    (entry,) = plan(row(duty, base=texts(), tax=None)).rows
    assert entry["changes"] == [("tax", "7000.00", None, "E7")]


# ---- What may be taken over ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ("submitted", "verified"))
def test_report_that_lies_with_the_city_takes_no_figures(duty, state):
    SubmissionFactory(duty=duty, **{state: True})
    found = plan(row(duty, base=texts(), tax="7200"))
    (fault,) = found.faults
    assert (fault.code, fault.row, found.rows) == (Code.YEAR_NOT_OPEN, 7, [])
    assert duty.cluster.name in fault.message
    assert plan(row(duty, base=texts())).faults == []


def test_closed_year_takes_no_figures_but_of_what_was_returned(duty):
    assert plan(row(duty, **texts()), is_open=False).faults[0].code is Code.YEAR_NOT_OPEN
    SubmissionFactory(duty=duty, returned=True)
    found = plan(row(duty, base=texts(), tax="7200"), is_open=False)
    assert (found.faults, len(found.rows)) == ([], 1)


def test_impossible_figure_is_a_fault_at_its_cell(duty):
    found = plan(row(duty, **texts(leading_revenue="130000.00")))
    (fault,) = found.faults
    assert (fault.code, fault.sheet, fault.row) == (Code.OUT_OF_RANGE, "填报", 7)
    assert fault.cell in ("C7", "D7")
    assert fault.value


def test_every_row_at_fault_is_named(duty):
    other = DutyFactory(cluster=municipal(), year=2021)
    bad = texts(leading_revenue="130000.00")
    found = plan(row(duty, **bad), row(other, number=8, **bad))
    assert [fault.row for fault in found.faults] == [7, 8]


# ---- What is asked about ---------------------------------------------------------------------------------------------


def warnings(found) -> dict[str, tuple[str, list[str], str]]:
    (entry,) = found.rows
    return {code: (severity, fields, cell) for code, severity, fields, cell, _ in entry["warnings"]}


def test_slip_of_the_unit_is_asked_about_against_last_year(duty):
    report(duty.cluster, 2020)
    found = warnings(plan(row(duty, **texts(revenue="1200000000.00"))))
    severity, fields, cell = found["unit_suspect"]
    assert severity == Severity.SUSPECT
    assert "revenue" in fields
    assert cell == f"{LETTERS[fields[0]]}7"


def test_figures_in_order_are_asked_nothing(duty):
    report(duty.cluster, 2020)
    assert plan(row(duty, **texts())).rows[0]["warnings"] == []


def test_year_without_rules_is_not_checked(duty):
    found = plan(row(duty, **texts(leading_revenue="130000.00")), rules=False)
    assert (found.faults, found.rows[0]["warnings"]) == ([], [])


def test_checks_look_at_the_merged_figures(duty):
    """The file alone would be impossible; with what the screen holds it is not, and the other way round."""
    SubmissionFactory(duty=duty, values=texts(revenue="200000.00"))
    assert plan(row(duty, base=texts(), leading_revenue="130000")).faults == []
    duty.submission.values = texts(revenue="80000.00", leading_revenue="70000.00")
    duty.submission.save()
    held = texts(leading_revenue="70000.00")
    assert plan(row(duty, base=held, leading_revenue="85000")).faults[0].code is Code.OUT_OF_RANGE


def finding(severity: Severity, *slips: Slip) -> Finding:
    return Finding("c", severity, ("tax",), "税收", "m", "i", None, None, slips, (), False, None)


@pytest.mark.parametrize(
    ("found", "code"),
    (
        (finding(Severity.SUSPECT, Slip("tax", "税收", "元", "万元", Decimal(1))), Code.UNIT_SUSPECT),
        (finding(Severity.SUSPECT), Code.IMPLAUSIBLE_RATIO),
        (finding(Severity.WARNING), Code.IMPLAUSIBLE_RATIO),
    ),
)
def test_finding_has_the_workbook_code_of_its_kind(found, code):
    assert import_plan.code_of(found) is code
