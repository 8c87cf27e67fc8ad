"""The public list of a year: who passed, who got a card, who lost the title, as one numbered announcement."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from assessment.enums import AppealState, AssessmentState, DecisionKind, LetterKind, RunState
from assessment.models import Assessment, Decision, Duty, Grading, Letter, ReportingYear, Run
from assessment.selectors import resting
from assessment.services import letter_slots, letters, years
from assessment.services.letter_slots import Slots
from assessment.services.letters import Draft, Stamp
from clusters.errors import NotAllowedNow
from clusters.models import Cluster, User
from clusters.services import acts, audit

_NAMED: Final = 5
# In the order of the announcement; a delisting says more than the card of the same year.
_GROUPS: Final = (
    (DecisionKind.PASSED, "考核达标的集聚区", "下列集聚区{year}年度考核达标。"),
    (DecisionKind.YELLOW_CARD, "给予黄牌警告的集聚区", "下列集聚区{year}年度考核不达标，给予黄牌警告。"),
    (DecisionKind.DELISTING, "撤销称号的集聚区", "对下列集聚区，{exit}。"),
)


def refusal(year: int) -> str:
    """Return why the list of the year cannot be announced now; "" when it can.

    It counts against the register: every cluster that is to be judged in the year, whether or not it was given a duty,
    has a result, scored by a run that came to its end.
    """
    if not _in_effect(year).exists():
        return f"{year}年度还没有生效的考核决定，没有可公告的名单。"
    if Run.objects.filter(reporting_year=year, state=RunState.RUNNING).exists():
        return f"{year}年度的评分尚未完成，完成后才能公告名单。"
    results = Assessment.objects.current().filter(duty=OuterRef("pk"))
    unscored = Duty.objects.filter(~Exists(results), cluster=OuterRef("pk"), reporting_year=year, is_judged=True)
    missing = years.without_duty(year).filter(is_judged=True)
    left_out = Cluster.objects.filter(Exists(unscored) | Exists(missing.filter(pk=OuterRef("pk"))))
    names = list(left_out.order_by("name_key").values_list("name", flat=True))
    if names:
        shown = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
        return (
            f"{year}年度应考核的集聚区中有{len(names)}家尚未评分（{shown}），全部评分并确认后才能公告名单。"
            "年度开启后才列入名录的，先在数据年度页补充报送任务。"
        )
    open_states = (AssessmentState.PROPOSED, AssessmentState.STALE)
    waiting = Assessment.objects.filter(duty__reporting_year=year, state__in=open_states)
    open_ones = waiting.filter(verdict__in=resting.KINDS).count()
    return f"{year}年度尚有{open_ones}项考核结果待确认，全部确认后才能公告名单。" if open_ones else ""


def draft(year: int) -> Draft:
    """Return the announcement as it would read today, marked 草稿. Raises NotAllowedNow as `announce` does."""
    return letters.drafted(LetterKind.LIST, _slots(year, None, instead_of=_latest(year)))


@audit.act()
def announce(year: int, *, by: User) -> Letter:
    """Issue the announcement of the year's decisions, numbered in the series of the other letters.

    Raises NotPermitted, and NotAllowedNow while results wait for confirmation, where nothing is decided, or when the
    latest announcement says the same. A later one that says something else replaces it by number.
    """
    acts.require(by, "assessment.confirm_decision", "只有市级审批人可以签发名单公告。")
    ReportingYear.objects.select_for_update(no_key=True).get(pk=year)
    latest, stamp = _latest(year), letters.stamped(timezone.localdate().year)
    slots = _slots(year, stamp, instead_of=latest)
    if latest and latest.slots["groups"] == slots["groups"]:
        raise NotAllowedNow(f"名单与{latest.document_number}公告相同，不重复签发。")
    return letters.keep(LetterKind.LIST, slots, stamp, by=by, decision=None)


def issued(year: int) -> Sequence[Letter]:
    """Return the announcements of the year, the one in force first."""
    rows = Letter.objects.filter(kind=LetterKind.LIST, slots__data_year=year)
    return list(rows.select_related("series").order_by("-pk"))


def _latest(year: int) -> Letter | None:
    return next(iter(issued(year)), None)


def _slots(year: int, stamp: Stamp | None, *, instead_of: Letter | None) -> Slots:
    reason = refusal(year)
    if reason:
        raise NotAllowedNow(reason)
    decided = _decided(year)
    graded = Grading.objects.filter(assessment__in=[row.assessment_id for row in decided])
    grades = {row.assessment_id: row.get_grade_display() for row in graded}
    authority = letter_slots.judged(_in_effect(year).order_by("-pk")[0]).ruleset.authority
    return {
        "envelope": letters.envelope(stamp, timezone.localdate()).as_json(),
        "year": year,
        # The name under which lists have always been looked up.
        "data_year": year,
        "authority": letter_slots.quoted(authority),
        "groups": [
            {
                "heading": heading,
                "meaning": meaning.format(year=year, exit=authority.exit),
                "entries": [_entry(row, grades.get(row.assessment_id, "")) for row in rows],
            }
            for kind, heading, meaning in _GROUPS
            if (rows := [row for row in decided if row.kind == kind])
        ],
        "remarks": _remarks(year, instead_of),
    }


def _in_effect(year: int) -> QuerySet[Decision]:
    return Decision.objects.in_effect().filter(year=year, kind__in=[kind for kind, *_ in _GROUPS])


def _decided(year: int) -> list[Decision]:
    """Return the decision that counts for each cluster of the year, by name."""
    letters_sent = Prefetch("letters", Letter.objects.select_related("series").defer("slots"))
    rows = list(
        _in_effect(year)
        .select_related("cluster__district", "cluster__category")
        .prefetch_related(letters_sent, "appeals")
        .defer("record")
        .order_by("cluster__name_key", "pk")
    )
    delisted = {row.cluster_id for row in rows if row.kind == DecisionKind.DELISTING}
    return [row for row in rows if row.kind == DecisionKind.DELISTING or row.cluster_id not in delisted]


def _entry(row: Decision, grade: str) -> Slots:
    """Return the line of a decision, with its grade or the number of its letter and a pending appeal."""
    served = [letter.document_number for letter in row.letters.all() if letter.kind != LetterKind.RULING]
    appealed = any(appeal.state == AppealState.PENDING for appeal in row.appeals.all())
    said = grade if row.kind == DecisionKind.PASSED else "".join(served[:1])
    return {
        "name": row.cluster.name,
        "district": row.cluster.district.name if row.cluster.district else "—",
        "category": row.cluster.category.name if row.cluster.category else "—",
        "note": "；".join(filter(None, (said, "复核审理中" if appealed else ""))),
    }


def _remarks(year: int, instead_of: Letter | None) -> list[str]:
    held = Assessment.objects.current().filter(duty__reporting_year=year, verdict="hold").count()
    remarks = [f"另有{held}家集聚区的数据尚待核实，其结论另行公告。"] if held else []
    if instead_of:
        remarks.append(f"本公告发布后，{instead_of.document_number}公告同时停止使用。")
    return remarks
