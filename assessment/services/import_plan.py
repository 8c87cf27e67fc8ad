"""What a workbook would do to the stored reports: merged cell by cell, checked, nothing written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from assessment.workbooks.reader import Row, Sheet
from clusters.workbooks.codes import Code, Fault, Place, fault
from clusters.workbooks.table.columns import Value
from clusters.workbooks.table.table import in_order

_EDITABLE = (SubmissionState.DRAFT, SubmissionState.RETURNED)
_BLANK = ""


@dataclass(slots=True)
class Plan:
    """The rows that would change, as plain data for the job, and the reasons why nothing may."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the plan is made against: the duties by cluster code, last year's figures, the rules for checking."""

    duties: Mapping[str, DutyRow]
    before: Mapping[tuple[int, int], figures.Values]
    rules: Ruleset | None
    is_open: Mapping[int, bool]
    among: Field = NO_FIELD
    """The last known field, whose medians the data checks compare with."""


def plan_of(sheet: Sheet, codes: Sequence[str], stored: Stored) -> Plan:
    """Return the plan of a workbook, with the faults of its cells and those of its figures in one list.

    A fault in any row means that none is taken over.
    """
    plan = Plan(faults=list(sheet.faults))
    for row in sheet.rows:
        _add(plan, sheet, row, codes, stored)
    plan.faults = list(in_order(plan.faults))
    return plan


def _add(plan: Plan, sheet: Sheet, row: Row, codes: Sequence[str], stored: Stored) -> None:
    duty = stored.duties[row.code]
    merged = merge_values(row.base, duty.values, row.values, codes)
    if not merged.changes and not merged.conflicts:
        return
    refusal = _closed(duty, stored)
    if refusal:
        plan.faults.append(fault(Code.YEAR_NOT_OPEN, refusal, place=Place(sheet.name, row.number)))
        return
    findings = _findings(duty, merged, stored)
    plan.faults.extend(_invalid(sheet, row, finding) for finding in findings if finding.severity is Severity.INVALID)
    plan.rows.append(_entry(duty, row, merged, findings))


def _closed(duty: DutyRow, stored: Stored) -> str:
    """Return why the report of the duty takes no figures now, or nothing when it does."""
    if duty.state and duty.state not in _EDITABLE:
        return f"{duty.name}的报表{SubmissionState(duty.state).label}"
    if duty.state == SubmissionState.RETURNED:
        return _BLANK
    return _BLANK if stored.is_open[duty.pk] else f"{duty.year}年度报送已截止"


def _findings(duty: DutyRow, merged: Merged, stored: Stored) -> tuple[Finding, ...]:
    if stored.rules is None:
        return ()
    facts = Facts(
        year=duty.year,
        filing=Filing.VERIFIED,
        values=merged.values,  # type: ignore[arg-type]
        previous=stored.before.get((duty.cluster_id, duty.year - 1)),
        groups={"category": duty.category_id or "", "region": duty.district_id},
    )
    rules = stored.rules.at(duty.year)
    return check(stored.among.with_medians(facts, rules) if rules else facts, stored.rules)


def code_of(finding: Finding) -> Code:
    """Return the workbook code of a finding: impossible, a likely slip of the unit, or just implausible."""
    if finding.severity is Severity.INVALID:
        return Code.OUT_OF_RANGE
    return Code.UNIT_SUSPECT if finding.slips else Code.IMPLAUSIBLE_RATIO


def _invalid(sheet: Sheet, row: Row, finding: Finding) -> Fault:
    first = finding.fields[0]
    letters = row.letters.get(first, "")
    entered = "" if finding.entered is None else format(finding.entered, "f")
    place = Place(sheet.name, row.number, letters, finding.label)
    return fault(Code.OUT_OF_RANGE, finding.text, place=place, value=entered)


def _text(value: Value) -> str | None:
    """Return a value in its stored form. Formatting a Decimal costs ten times its own string, which only a very
    large or small one writes with an exponent."""
    if value is None:
        return None
    text = str(value)
    return format(value, "f") if "E" in text and isinstance(value, Decimal) else text


def _entry(duty: DutyRow, row: Row, merged: Merged, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return one cluster's part of the plan in its stored form; figures are decimal strings."""
    return {
        "duty": duty.pk,
        "code": duty.code,
        "name": duty.name,
        "row": row.number,
        "revision": duty.revision,
        # Tuples, because the collector of garbage looks through thousands of lists again and again.
        "changes": [
            (change.code, _text(change.old), _text(change.new), f"{row.letters[change.code]}{row.number}")
            for change in merged.changes
        ],
        "conflicts": [
            (each.code, _text(each.base), _text(each.theirs), _text(each.mine), f"{row.letters[each.code]}{row.number}")
            for each in merged.conflicts
        ],
        "warnings": [
            [
                str(code_of(f)),
                f.severity.value,
                list(f.fields),
                f"{row.letters.get(f.fields[0], '')}{row.number}",
                f.text,
            ]
            for f in findings
            if f.severity in (Severity.SUSPECT, Severity.WARNING)
        ],
    }
