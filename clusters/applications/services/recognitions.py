"""Recognising the applications of a call: proposed with the ranking by one approver, confirmed by another."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters.applications.answers import number_of
from clusters.applications.enums import ApplicationState, StageKind, StageOutcome
from clusters.applications.models import Application, Batch, Call, PlanRevision, StageResult
from clusters.applications.selectors import scores, stages
from clusters.applications.services import notices
from clusters.applications.services.stages import finish
from clusters.applications.states import APPLICATION
from clusters.enums import Level
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Benefit, Cluster, User
from clusters.services import audit, registry, workdays
from clusters.services.transitions import move

Entry = dict[str, Any]


def waiting(call: Call) -> list[Application]:
    """Return the applications of the call that are under review, with all that the ranking reads."""
    rows = call.applications.filter(state=ApplicationState.REVIEWING).order_by("pk")
    return list(
        rows.select_related("category", "district", "cluster", "call").prefetch_related(
            "results__stage", "assignments__expert__user", "call__stages", "call__rubric"
        )
    )


def gaps(call: Call) -> list[str]:
    """Return why the call cannot be recognised yet, each in a few words; empty when it can."""
    rows = waiting(call)
    if not rows:
        return ["本批次没有受理的申报"]
    found = []
    for row in rows:
        stage = stages.current(row)
        if stage is not None and stage.kind != StageKind.ANNOUNCEMENT:
            found.append(f"{row.name}还在{stage}环节")
    undecided = call.applications.filter(state__in=(ApplicationState.SUBMITTED, ApplicationState.RETURNED)).count()
    return [*found, f"还有 {undecided} 家没有办结形式审查"] if undecided else found


def entries_of(call: Call) -> list[Entry]:
    """Return the ranking as it would be signed: those that passed every stage by category and score, then the others."""
    rows = waiting(call)
    passed = [row for row in rows if not stages.has_failed(row)]
    ranked = scores.ranking(passed, call.reward_places)
    entries = [
        _entry(
            one.application, score=one.score, place=one.place, is_rewarded=one.is_rewarded, outcome=StageOutcome.PASSED
        )
        for one in ranked
    ]
    for row in rows:
        failed = next((one for one in row.results.all() if one.outcome == StageOutcome.FAILED), None)
        if failed is not None:
            reason = f"{failed.stage}未通过：{failed.note}"
            entries.append(_entry(row, score=scores.sheet_of(row).score, outcome=StageOutcome.FAILED, reason=reason))
    return entries


def _entry(row: Application, *, score: Any, outcome: StageOutcome, **more: Any) -> Entry:
    return {
        "application": row.pk,
        "number": row.number,
        "name": row.name,
        "category": row.category_id,
        "category_name": row.category.name,
        "district": row.district.name,
        "score": None if score is None else str(score),
        "outcome": str(outcome),
        "place": more.get("place"),
        "is_rewarded": more.get("is_rewarded", False),
        "reason": more.get("reason", ""),
    }


@audit.act()
def propose(call: Call, *, document: str, recognised_on: date, note: str = "", by: User) -> Batch:
    """Put the ranking up for a second approver. Raises NotPermitted, NotAllowedNow, DomainError naming the field."""
    if not by.has_perm("applications.recognise"):
        raise NotPermitted("只有市级审批人可以提出认定。")
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if missing := gaps(call):
        raise NotAllowedNow("还不能认定：" + "；".join(missing) + "。")
    if not document.strip():
        raise DomainError("请填写认定文件的标题和文号。", field="document")
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                call=call, document=document.strip(), recognised_on=recognised_on, note=note.strip(),
                entries=entries_of(call), proposed_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise NotAllowedNow("本批次已有待确认的认定。") from None
    audit.record("认定.提出", batch, by=by, entries=batch.entries)
    notices.batch_proposed(batch, by=by)
    return batch


def four_eyes(batch: Batch, by: User) -> str:
    """Return why this person may not confirm the batch; "" when he or she may."""
    if batch.proposed_by_id == by.pk:
        return "认定须由提出人以外的另一位市级审批人确认。"
    had_a_hand = StageResult.objects.filter(application__call=batch.call_id, decided_by=by.pk)
    return "您办理过本批次的评审环节，须由其他审批人确认。" if had_a_hand.exists() else ""


@audit.act()
def confirm(batch: Batch, *, by: User) -> list[Cluster]:
    """Recognise and refuse as signed, in one transaction; return the clusters that hold the title now.

    Raises NotPermitted for the proposer and for anybody with a hand in a stage, NotAllowedNow when the batch is
    decided already or the ranking is no longer what was proposed.
    """
    if not by.has_perm("applications.recognise"):
        raise NotPermitted("只有市级审批人可以确认认定。")
    if refusal := four_eyes(batch, by):
        raise NotPermitted(refusal)
    rows = list(
        Application.objects.select_for_update(of=("self",), no_key=True)
        .filter(call=batch.call_id, state=ApplicationState.REVIEWING)
        .order_by("pk")
    )
    Call.objects.select_for_update(no_key=True).get(pk=batch.call_id)
    row = Batch.objects.select_for_update(of=("self",), no_key=True).select_related("call").get(pk=batch.pk)
    if row.confirmed_at is not None or row.dropped_at is not None:
        raise NotAllowedNow("该认定已经办结，请刷新页面后再看。")
    if entries_of(row.call) != row.entries:
        raise NotAllowedNow("提出以后评审结果有变动，名次与提出时不同，请作废后重新提出。")
    by_key = {one.pk: one for one in rows}
    due_on = workdays.add_workdays(row.recognised_on, row.call.plan_days)
    clusters = []
    for entry in row.entries:
        application = by_key[entry["application"]]
        if entry["outcome"] == StageOutcome.PASSED:
            clusters.append(_recognise(application, row, entry, due_on, by))
        else:
            move(application, APPLICATION, "refuse", by=by, note=entry["reason"])
            notices.refused(application, entry["reason"], by=by)
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record("认定.确认", row, by=by, recognised=[one.code for one in clusters])
    return clusters


def _recognise(application: Application, batch: Batch, entry: Entry, due_on: date, by: User) -> Cluster:
    finish(application, StageKind.ANNOUNCEMENT, StageOutcome.PASSED, batch.document, by=by)
    move(application, APPLICATION, "recognise", by=by)
    cluster = application.cluster or _registered(application, batch, by)
    title = registry.recognise(
        cluster, level=Level.MUNICIPAL, recognised_on=batch.recognised_on, document=batch.document,
        is_demo=application.is_demo, by=by,
    )  # fmt: skip
    if entry["is_rewarded"] and batch.call.reward:
        Benefit.objects.create(
            recognition=title, title=batch.call.reward, document=batch.call.reward_basis,
            started_on=batch.recognised_on, is_demo=application.is_demo,
        )  # fmt: skip
    Cluster.objects.filter(pk=cluster.pk).update(is_published=True)
    Application.objects.filter(pk=application.pk).update(cluster=cluster)
    PlanRevision.objects.create(application=application, due_on=due_on)
    notices.recognised(application, due_on, by=by)
    return cluster


def _registered(application: Application, batch: Batch, by: User) -> Cluster:
    """Enter a new cluster with what its application says."""
    content = application.content
    basics, management = content.get("basics", {}), content.get("management", {})
    return registry.register(
        by=by,
        code="",
        name=application.name,
        district=application.district,
        category=application.category,
        leading_industry=content.get("industry", {}).get("leading_industry", "")[:80],
        operator=management.get("operator", "")[:80],
        land_area=_area(basics, "land_area"),
        floor_area=_area(basics, "floor_area"),
        area_in_use=_area(basics, "area_in_use"),
        source_document=batch.document,
        is_demo=application.is_demo,
    )


def _area(basics: dict[str, str], key: str) -> Any:
    return number_of(basics.get(key, ""))


@audit.act()
def drop(batch: Batch, *, reason: str, by: User) -> Batch:
    """Give up a proposal that nobody confirmed, with the reason, so that another can be made."""
    if not by.has_perm("applications.recognise"):
        raise NotPermitted("只有市级审批人可以作废认定。")
    row = Batch.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if row.confirmed_at is not None or row.dropped_at is not None:
        raise NotAllowedNow("该认定已经办结，请刷新页面后再看。")
    if not reason.strip():
        raise DomainError("请填写作废的理由。", field="reason")
    row.dropped_at = timezone.now()
    row.save(update_fields=["dropped_at"])
    audit.record("认定.作废", row, by=by, note=reason)
    return row
