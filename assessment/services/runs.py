"""The scoring run of a year: a snapshot in chunks, each scored once, whoever gets to it."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from assessment.enums import ChunkState, RunState
from assessment.models import (
    Assessment,
    Duty,
    ReportingYear,
    RulesetVersion,
    Run,
    RunChunk,
    SubmissionVersion,
    YearField,
)
from assessment.rules.judge.field import Entrant, field_of
from assessment.rules.wire.facts import field_data
from assessment.selectors import completeness, fields, figures, rulebook
from assessment.services import notices, proposals
from assessment.states import RUN
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import acts, audit
from clusters.services.transitions import move

log = logging.getLogger(__name__)

CHUNK_SIZE = 200
MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=90)


@audit.act()
def start(year: int, *, by: User | None) -> Run:
    """Take the snapshot of the year's verified versions and return the run with its chunks, ready to be scored.

    The field of the year (medians, places) is computed here, once, over that snapshot and kept with the run.

    `by=None` is the command line. Raises NotPermitted, NotAllowedNow (a run of the year is open) or DomainError
    when no ruleset is in force for the year: without a rule nothing is judged.
    """
    if by is not None and not by.has_perm("assessment.run_assessment"):
        raise NotPermitted("只有市级审批人可以发起评分。")
    reporting_year = ReportingYear.objects.select_for_update(no_key=True).filter(pk=year).first()
    if reporting_year is None:
        raise DomainError(f"{year}年度尚未开启，没有可评分的报送数据。", field="year")
    ruleset = rulebook.in_force(year)
    if ruleset is None:
        raise DomainError(
            f"{year}年度没有施行的规则集，不能评分。请先起草并签发适用于{year}年度的规则集。", field="year"
        )
    try:
        with transaction.atomic():
            run = Run.objects.create(reporting_year=reporting_year, ruleset=ruleset, started_by=by)
    except IntegrityError:
        running = Run.objects.get(reporting_year=reporting_year, state=RunState.RUNNING)
        raise NotAllowedNow(f"{year}年度已有进行中的评分（{running}），请等待其完成。") from None
    slices = _snapshot(year)
    RunChunk.objects.bulk_create(
        RunChunk(run=run, number=number, snapshot=[list(pair) for pair in part.items()])
        for number, part in enumerate(slices, start=1)
    )
    acts.store(run, total=sum(map(len, slices)))
    _keep_field(run, ruleset, slices)
    audit.record("评分批次.发起", run, by=by, after=RunState.RUNNING, total=run.total, ruleset=ruleset.sha256)
    if not slices:
        finish_if_done(run.pk)
        run.refresh_from_db()
    return run


def _snapshot(year: int) -> list[dict[int, int | None]]:
    """Return the verified version of each judged duty, in slices of a chunk's size."""
    judged = Duty.objects.filter(reporting_year=year, is_judged=True).order_by("pk")
    pairs = list(judged.values_list("pk", "submission__verified_version_id"))
    return [dict(pairs[at : at + CHUNK_SIZE]) for at in range(0, len(pairs), CHUNK_SIZE)]


def _keep_field(run: Run, ruleset: RulesetVersion, slices: list[dict[int, int | None]]) -> None:
    """Compute the field over the snapshot and keep it with the run, where the ruleset asks for one."""
    year = run.reporting_year_id
    if not fields.is_needed(ruleset, year):
        return
    entrants: list[Entrant] = []
    for part in slices:
        entrants += [one.entrant for one in fields.candidates(figures.loaded(part), _versions(part))]
    data = field_data(field_of(entrants, rulebook.parsed(ruleset)))
    YearField.objects.create(run=run, reporting_year=run.reporting_year, ruleset=ruleset, data=data)


def _versions(snapshot: Mapping[int, int | None]) -> dict[int, SubmissionVersion | None]:
    rows = SubmissionVersion.objects.select_related("review").in_bulk([pk for pk in snapshot.values() if pk])
    return {duty: rows.get(version) if version else None for duty, version in snapshot.items()}


@audit.act()
def claim(chunk_id: int) -> bool:
    """Take a waiting chunk for a while; return False when it is done, parked or somebody else's.

    The attempt is counted before the work, so that a chunk that kills its worker is parked after three, which raises
    an alarm: an audit line, an error in the log, a pile on the workbench. Its run stays open until it is retried.

    The conditions stand on the row that is changed, the run's behind EXISTS: a join would make Django look the row up
    in a subquery, which PostgreSQL does not read again after waiting for another claim of the same chunk.
    """
    free = _free().filter(pk=chunk_id)
    if free.filter(attempts__gte=MAX_ATTEMPTS).update(state=ChunkState.PARKED, trouble="三次尝试均未完成，已搁置。"):
        chunk = RunChunk.objects.select_related("run").get(pk=chunk_id)
        audit.record("评分批次.搁置", chunk.run, by=None, after=ChunkState.PARKED, note=f"{chunk}：{chunk.trouble}")
        log.error("%s parked after %s attempts: the run stays open", chunk, MAX_ATTEMPTS)
    open_run = Run.objects.filter(pk=OuterRef("run_id"), state=RunState.RUNNING)
    return bool(free.filter(Exists(open_run)).update(attempts=F("attempts") + 1, lease_until=timezone.now() + LEASE))


@audit.act()
def assess_chunk(chunk_id: int) -> int:
    """Score one chunk against its snapshot and return how many proposals are new; a done chunk is left alone."""
    chunk = (
        RunChunk.objects.select_for_update(of=("self",), no_key=True).select_related("run__ruleset").get(pk=chunk_id)
    )
    if chunk.state != ChunkState.WAITING or chunk.run.state != RunState.RUNNING:
        return 0
    snapshot, ruleset = dict(chunk.snapshot), chunk.run.ruleset
    field = YearField.objects.filter(run=chunk.run).first()
    results = proposals.judge(figures.loaded(snapshot), _versions(snapshot), ruleset, field)
    written = proposals.propose(results, ruleset=ruleset, run=chunk.run)
    acts.store(chunk, state=ChunkState.DONE, done=len(results), lease_until=None)
    return written


@audit.act()
def finish_if_done(run_id: int) -> bool:
    """Close the run when every chunk is done, none waiting or parked; exactly one caller gets True."""
    if RunChunk.objects.filter(run=run_id).exclude(state=ChunkState.DONE).exists():
        return False
    closed = Run.objects.filter(pk=run_id, state=RunState.RUNNING).update(
        state=RunState.FINISHED, finished_at=timezone.now()
    )
    if not closed:
        return False
    run = Run.objects.get(pk=run_id)
    acts.store(run, counts=counts_of(run.reporting_year_id))
    notices.run_finished(run)
    audit.record("评分批次.完成", run, by=None, before=RunState.RUNNING, after=RunState.FINISHED, counts=run.counts)
    return True


NOT_DUE = "not_due"


def counts_of(year: int) -> dict[str, int]:
    """Return how many current proposals and decisions of the year have each verdict; `NOT_DUE`: how many of those on
    hold are not due yet."""
    rows = Assessment.objects.current().filter(duty__reporting_year=year).values_list("verdict").annotate(n=Count("pk"))
    to_come = completeness.counted(completeness.duties_of(year).filter(is_judged=True), NOT_DUE).count()
    return dict(sorted(rows)) | ({NOT_DUE: to_come} if to_come else {})


@audit.act()
def cancel(run: Run, *, reason: str, by: User) -> Run:
    """Stop a run; what its chunks proposed already stays proposed."""
    row = move(run, RUN, "cancel", by=by, note=reason)
    acts.store(row, finished_at=timezone.now())
    return row


@audit.act()
def retry(run: Run, *, by: User) -> int:
    """Let the parked chunks of an open run be tried again; return how many.

    Raises NotPermitted, and NotAllowedNow when the run is over or nothing is parked.
    """
    row = acts.held(run)
    acts.require(by, "assessment.run_assessment", "只有市级审批人可以重新评分搁置的部分。")
    parked = RunChunk.objects.filter(run=row, run__state=RunState.RUNNING, state=ChunkState.PARKED)
    waiting = parked.update(state=ChunkState.WAITING, attempts=0, lease_until=None, trouble="")
    if not waiting:
        raise NotAllowedNow("该批次没有搁置的部分，或已经结束。")
    audit.record("评分批次.重试", row, by=by, before=ChunkState.PARKED, after=ChunkState.WAITING, chunks=waiting)
    return waiting


def assess_now(year: int, *, by: User | None) -> tuple[Run, int]:
    """Start a run and score all of it here, without a broker; return the run and how many proposals are new."""
    run = start(year, by=by)
    written = 0
    for chunk_id in run.chunks.values_list("pk", flat=True):
        claim(chunk_id)
        written += assess_chunk(chunk_id)
    finish_if_done(run.pk)
    run.refresh_from_db()
    return run, written


def progress(run: Run) -> dict[str, int]:
    """Return done and total of a run, for the progress bar."""
    found = run.chunks.aggregate(done=Sum("done"), parked=Count("pk", filter=Q(state=ChunkState.PARKED)))
    return {"done": found["done"] or 0, "total": run.total, "parked": found["parked"]}


def unfinished_chunks() -> list[int]:
    """Return the chunks whose lease has run out or never began: the sweep sends them again."""
    return list(_free().filter(run__state=RunState.RUNNING).values_list("pk", flat=True))


def _free() -> QuerySet[RunChunk]:
    """Return the chunks that wait and are nobody's now."""
    nobodys = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    return RunChunk.objects.filter(nobodys, state=ChunkState.WAITING)


def unclosed_runs() -> list[int]:
    """Return the open runs with nothing left to score: whoever did the last chunk was lost before closing the run."""
    open_ones = RunChunk.objects.filter(run=OuterRef("pk")).exclude(state=ChunkState.DONE)
    return list(Run.objects.filter(~Exists(open_ones), state=RunState.RUNNING).values_list("pk", flat=True))
