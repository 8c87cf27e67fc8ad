"""Loading the bureau's old workbooks: the whole city's figures of past years, filed for verification like any other."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from assessment.enums import SubmissionState
from assessment.models import Duty, Submission
from assessment.selectors import figures, workbook_spec
from assessment.services import submissions
from assessment.workbooks.mapping import HeadingMap, heading_map, read_mapped
from clusters.errors import DomainError
from clusters.models import User
from clusters.services import acts, audit
from clusters.workbooks.codes import Code, Fault, Place, WorkbookRefused, fault
from clusters.workbooks.table.rows import Row, Sheet
from clusters.workbooks.table.table import in_order
from clusters.workbooks.table.texts import same_name


class Overwritten(NamedTuple):
    """A stored figure that the workbook would replace: where the new one stands, and both as decimal text."""

    cell: str
    cluster: str
    year: int
    code: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a workbook holds: the mapping in words, each duty with its figures, remarks of the conversion.

    `overwritten` are the figures of drafts that it would replace; each needs consent, by its cell.
    """

    statement: tuple[str, ...]
    rows: tuple[tuple[Duty, Row], ...]
    remarks: tuple[str, ...]
    sha256: str

    @property
    def overwritten(self) -> tuple[Overwritten, ...]:
        """The figures stored when the workbook was read that it would replace."""
        return tuple(item for duty, row in self.rows for item in _overwritten(getattr(duty, "submission", None), row))


def read(data: bytes, mapping: Mapping[str, Any], *, by: User) -> Loaded:
    """Read an old workbook by its mapping; nothing is stored.

    `mapping` has the tables `columns` (heading → indicator code), `keys` (code, name, year → heading), and optionally
    `units` (heading → unit), `year` and `ignored`. Raises WorkbookRefused with every fault: an unknown heading, unit or
    cluster, a year that was not opened, a report that was filed already.
    """
    acts.require(by, "assessment.manage_year", "只有市级审批人可以载入历史数据。")
    headings = _headings(mapping)
    sheet = read_mapped(data, headings)
    duties = _duties(sheet)
    faults: list[Fault] = list(sheet.faults)
    rows = []
    for row in (one for one in sheet.rows if one.year is not None):
        duty = duties.get((row.code or row.name, row.year))
        trouble = _trouble(duty, row)
        if trouble:
            faults.append(fault(trouble[0], trouble[1], place=Place(sheet.name, row.number)))
        elif duty is not None:
            rows.append((duty, row))
    if faults:
        raise WorkbookRefused(*in_order(faults))
    return Loaded(headings.statement, tuple(rows), sheet.remarks, hashlib.sha256(data).hexdigest())


def _headings(mapping: Mapping[str, Any]) -> HeadingMap:
    opened = Duty.objects.order_by("reporting_year_id").values_list("reporting_year_id", flat=True).distinct()
    years = [mapping["year"]] if mapping.get("year") else opened
    columns = {column.code: column for year in years for column in workbook_spec.columns_of(year)}
    stated = {key: mapping[key] for key in ("keys", "units", "year", "ignored") if key in mapping}
    return heading_map(mapping.get("columns", {}), columns.values(), **stated)


def _duties(sheet: Sheet) -> dict[tuple[str, int | None], Duty]:
    """Return the duties of the sheet's years, by code and by name."""
    years = {row.year for row in sheet.rows if row.year is not None}
    found: dict[tuple[str, int | None], Duty] = {}
    for duty in Duty.objects.filter(reporting_year__in=years).select_related("cluster", "reporting_year", "submission"):
        found[duty.cluster.code, duty.year] = found[duty.cluster.name, duty.year] = duty
    return found


def _trouble(duty: Duty | None, row: Row) -> tuple[Code, str] | None:
    """Return why a row cannot be filed, or None."""
    if duty is None:
        return Code.CLUSTER_NOT_FOUND, f"{row.code or row.name}（{row.year}年度没有该集聚区的报送任务）"
    if row.code and row.name and not same_name(row.name, duty.cluster.name):
        return Code.CLUSTER_NOT_FOUND, f"代码 {row.code} 是“{duty.cluster.name}”，与名称“{row.name}”不符"
    submission = getattr(duty, "submission", None)
    if submission and submission.state in (SubmissionState.SUBMITTED, SubmissionState.VERIFIED):
        return Code.YEAR_NOT_OPEN, f"{duty}已有提交的数据，不能以历史数据覆盖"
    return None


def _figures(row: Row) -> dict[str, Decimal]:
    """Return the figures of a row; a blank cell says nothing."""
    return {code: value for code, value in row.values.items() if isinstance(value, Decimal)}


def _overwritten(report: Submission | None, row: Row) -> list[Overwritten]:
    """Return the stored figures that a row would replace by others."""
    stored = figures.from_text(report.values) if report else {}
    return [
        Overwritten(row.cells[code], report.duty.cluster.name, report.duty.year, code, f"{old:f}", f"{new:f}")
        for code, new in _figures(row).items()
        if report and (old := stored.get(code)) is not None and old != new
    ]


@audit.act()
def load(loaded: Loaded, *, consented: Collection[str] = (), by: User) -> int:
    """File every row as a version that waits for verification; all or nothing; return how many.

    Blank cells leave what is stored, and so do remarks, reasons and evidence. `consented` names the cells whose figures
    may replace stored ones; raises DomainError, naming the others, and NotAllowedNow for a report filed meanwhile.
    """
    acts.require(by, "assessment.manage_year", "只有市级审批人可以载入历史数据。")
    for duty, row in sorted(loaded.rows, key=lambda pair: pair[0].pk):
        report, _ = Submission.objects.select_for_update(no_key=True).get_or_create(duty=duty)
        refused = [item for item in _overwritten(report, row) if item.cell not in consented]
        if refused:
            cells = "、".join(f"{item.cell}（{item.cluster}{item.year}年度 {item.code}）" for item in refused)
            raise DomainError(f"将覆盖已填写的数据，须逐格同意：{cells}。没有载入任何数据。")
        values = {**figures.from_text(report.values), **_figures(row)}
        submissions.file_history(report, values, by=by)
    audit.record("历史数据.载入", by, by=by, rows=len(loaded.rows), sha256=loaded.sha256)
    return len(loaded.rows)
