"""What a workbook would do to the stored reports: merged cell by cell, checked, nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.enums import SubmissionState
from assessment.rules.engine import check
from assessment.rules.enums import Filing, Severity
from assessment.rules.facts import Facts
from assessment.rules.judge.field import NO_FIELD, Field
from assessment.rules.outcome import Finding
from assessment.rules.ruleset import Ruleset
from assessment.selectors import figures
from assessment.selectors.workbook_spec import DutyRow
from assessment.workbooks.merge import Merged, merge_values
from clusters.workbooks.codes import Code, Fault, Place, fault
from clusters.workbooks.table.columns import Value
from clusters.workbooks.table.rows import Row, Sheet
from clusters.workbooks.table.table import in_order

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the plan is made against: the duties by cluster code, the figures of the years before, the rules for checking.

    `among` is the last known field, whose medians the data checks compare with.
    """

    duties: Mapping[str, DutyRow]
    before: figures.Known
    rules: Ruleset | None
    is_open: Mapping[int, bool]
    among: Field = NO_FIELD


def plan_of(sheet: Sheet, codes: Sequence[str], stored: Stored) -> tuple[list[Entry], list[Fault]]:
    """Return the rows that would change, as plain data for the job, and the reasons why nothing may.

    The faults of cells and those of figures stand in one list; one in any row means that none is taken over.
    """
    entries, faults = [], list(sheet.faults)
    for row in sheet.rows:
        duty = stored.duties[row.code]
        merged = merge_values(row.base, duty.values, row.values, codes)
        if not merged.changes and not merged.conflicts:
            continue
        refusal = why_shut(duty.name, duty.state, duty.year, is_open=stored.is_open[duty.pk])
        if refusal:
            faults.append(fault(Code.YEAR_NOT_OPEN, refusal, place=Place(sheet.name, row.number)))
            continue
        findings = _findings(duty, merged, stored)
        faults += [_invalid(sheet, row, finding) for finding in findings if finding.severity is Severity.INVALID]
        entries.append(_entry(duty, row, merged, findings))
    return entries, list(in_order(faults))


def why_shut(name: str, state: str | None, year: int, *, is_open: bool) -> str:
    """Return why the report of a cluster takes no figures now, or nothing when it does; `state` None: not begun."""
    if state not in (None, SubmissionState.DRAFT, SubmissionState.RETURNED):
        return f"{name}的报表{SubmissionState(state).label}"
    return "" if is_open or state == SubmissionState.RETURNED else f"{year}年度报送已截止"


def _findings(duty: DutyRow, merged: Merged, stored: Stored) -> tuple[Finding, ...]:
    if stored.rules is None:
        return ()
    facts = Facts(
        year=duty.year,
        filing=Filing.VERIFIED,
        values=merged.values,  # type: ignore[arg-type]
        groups={"category": duty.category_id or "", "region": duty.district_id},
    )
    facts = figures.with_past(facts, stored.before, duty.cluster_id)
    rules = stored.rules.at(duty.year)
    return check(stored.among.with_medians(facts, rules) if rules else facts, stored.rules)


def _invalid(sheet: Sheet, row: Row, finding: Finding) -> Fault:
    entered = "" if finding.entered is None else format(finding.entered, "f")
    place = Place(sheet.name, row.number, row.letters.get(finding.fields[0], ""), finding.label)
    return fault(Code.OUT_OF_RANGE, finding.text, place=place, value=entered)


def _text(value: Value) -> str | None:
    """Return a value in its stored form. Formatting a Decimal costs ten times its own string, which only a very
    large or small one writes with an exponent."""
    if value is None:
        return None
    text = str(value)
    return format(value, "f") if "E" in text and isinstance(value, Decimal) else text


def _entry(duty: DutyRow, row: Row, merged: Merged, findings: Sequence[Finding]) -> Entry:
    """Return one cluster's part of the plan in its stored form; figures are decimal strings."""
    cells = row.cells
    return {
        "duty": duty.pk,
        "code": duty.code,
        "name": duty.name,
        "row": row.number,
        "revision": duty.revision,
        # Tuples, because the collector of garbage looks through thousands of lists again and again.
        "changes": [(code, _text(old), _text(new), cells[code]) for code, old, new in merged.changes],
        "conflicts": [
            (code, _text(base), _text(theirs), _text(mine), cells[code])
            for code, base, theirs, mine in merged.conflicts
        ],
        "warnings": [
            (str(code_of(one)), one.severity.value, one.fields, cells.get(one.fields[0], str(row.number)), one.text)
            for one in findings
            if one.severity in (Severity.SUSPECT, Severity.WARNING)
        ],
    }


def code_of(doubt: Finding) -> Code:
    """Return the workbook code of a doubt: a likely slip of the unit, or just implausible."""
    return Code.UNIT_SUSPECT if doubt.slips else Code.IMPLAUSIBLE_RATIO
