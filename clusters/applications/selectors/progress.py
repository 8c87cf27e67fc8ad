"""How far an application has come: the state of each section, what is missing, which documents are there."""

from dataclasses import dataclass
from functools import lru_cache

from clusters.applications import form
from clusters.applications.answers import Answers, Fault, faults
from clusters.applications.enums import ApplicationState, SectionState
from clusters.applications.form import Section
from clusters.applications.models import Application, ApplicationDocument, Call, Requirement

DOCUMENTS = "documents"
"""The key under which a return names documents to bring anew."""


@lru_cache(maxsize=32)
def _parsed(text: str) -> tuple[Section, ...]:
    return form.parse(text)


def sections_of(call: Call) -> tuple[Section, ...]:
    """Return the sections that the call asks for."""
    return _parsed(call.form)


def periods_of(call: Call) -> tuple[str, ...]:
    """Return the names of the periods for which figures are asked: two full years, then this year to the cut-off."""
    year, cutoff = call.cutoff_on.year, call.cutoff_on
    return f"{year - 2}年", f"{year - 1}年", f"{year}年1月至{cutoff.month}月{cutoff.day}日"


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One line of the task list."""

    section: Section
    state: SectionState
    faults: list[Fault]
    reason: str
    is_open: bool
    """Whether the district may change it now: a returned application opens only what was named."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One required or possible document with the one that stands for it."""

    requirement: Requirement
    current: ApplicationDocument | None
    reason: str
    is_open: bool


def section_rows(application: Application) -> list[SectionRow]:
    """Return the task list in the order of the form."""
    periods = periods_of(application.call)
    filed = application.current_version.content if application.current_version else {}
    rows = []
    for section in sections_of(application.call):
        answers: Answers = application.content.get(section.code, {})
        found = faults(section, answers, periods)
        asked = application.returned.get(section.code)
        is_open = is_section_open(application, section.code)
        state = _state(application, section, is_mended=answers != filed.get(section.code, {}), has_faults=bool(found))
        rows.append(SectionRow(section, state, found, asked["reason"] if asked else "", is_open))
    return rows


def is_section_open(application: Application, code: str) -> bool:
    """Return whether the district may change a section (or, by the key "documents", the documents) now."""
    if application.state == ApplicationState.DRAFT:
        return True
    return application.state == ApplicationState.RETURNED and code in application.returned


def _state(application: Application, section: Section, *, is_mended: bool, has_faults: bool) -> SectionState:
    if application.state == ApplicationState.RETURNED and section.code in application.returned:
        return SectionState.MENDED if is_mended and not has_faults else SectionState.TO_MEND
    if section.code in application.done and not has_faults:
        return SectionState.DONE
    return SectionState.IN_PROGRESS if application.content.get(section.code) else SectionState.NOT_STARTED


def document_rows(application: Application) -> list[DocumentRow]:
    """Return the documents that the call asks for, with those that are there."""
    current = {
        row.requirement_id: row
        for row in application.documents.filter(is_current=True).select_related("document__file")
    }
    asked = application.returned.get(DOCUMENTS, {})
    is_open = is_section_open(application, DOCUMENTS)
    return [
        DocumentRow(
            one,
            current.get(one.pk),
            asked.get("reason", "") if one.code in asked.get("fields", []) else "",
            is_open and (application.state == ApplicationState.DRAFT or one.code in asked.get("fields", [])),
        )
        for one in application.call.requirements.all()
    ]


def obstacles(application: Application) -> list[tuple[str, str, list[Fault]]]:
    """Return all that keeps the application from being filed: the part's code, its name, what is wrong there."""
    found = []
    for row in section_rows(application):
        faults_here = list(row.faults)
        if row.state == SectionState.TO_MEND and not faults_here:
            faults_here = [Fault("", row.section.label, f"市级要求修改，尚未改动：{row.reason}")]
        found.append((row.section.code, row.section.label, faults_here))
    missing = [
        Fault(row.requirement.code, row.requirement.label, "请上传此材料。")
        for row in document_rows(application)
        if row.requirement.is_required and row.current is None
    ]
    return [part for part in (*found, (DOCUMENTS, "申报材料", missing)) if part[2]]
