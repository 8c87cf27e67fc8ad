"""Changing the register: a cluster comes in, a title is given, a title is withdrawn or restored."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Max

from clusters.enums import Level, RecognitionState
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import Cluster, Recognition, User
from clusters.pinyin import fold, keys_of
from clusters.services import acts, audit, upkeep

PERMISSION = "clusters.maintain_register"
_MARKS = ("inferred_fields", "demo_fields")


def next_code() -> str:
    """Return the next free register number, QJ- and four digits."""
    last = Cluster.objects.aggregate(last=Max("code"))["last"]
    return f"QJ-{int(last[3:]) + 1 if last else 1:04d}"


@audit.act()
def register(*, by: User | None, **fields: object) -> Cluster:
    """Enter a cluster; `name` is required, `code` is given when absent."""
    cluster = Cluster(**fields)
    cluster.code = cluster.code or next_code()
    _set_keys(cluster)
    cluster.full_clean()
    cluster.save(force_insert=True)
    audit.record("集聚区.建档", cluster, by=by)
    return cluster


@audit.act()
def enter(values: Mapping[str, object], *, reason: str, by: User) -> Cluster:
    """Enter a cluster by an officer of the city. Raises NotPermitted; DomainError naming the field that is wrong."""
    upkeep.require(by, PERMISSION)
    cluster = Cluster(code=next_code(), **values)
    _set_keys(cluster)
    return upkeep.add(cluster, reason=reason, by=by, permission=PERMISSION)


@audit.act()
def change(cluster: Cluster, values: Mapping[str, object], *, reason: str, by: User) -> Cluster:
    """Change what the register says of a cluster; what an officer states is no longer marked as inferred or demo.

    Raises NotPermitted; DomainError without a difference or naming the field that is wrong.
    """
    changed = upkeep.differences(cluster, values)
    kept = {name: [field for field in getattr(cluster, name) if field not in changed] for name in _MARKS}
    row = upkeep.change(cluster, {**values, **kept}, reason=reason, by=by, permission=PERMISSION)
    _set_keys(row)
    row.save()
    return row


def _set_keys(cluster: Cluster) -> None:
    for name, key in keys_of(cluster.name, cluster.reading).items():
        setattr(cluster, name, key)


@audit.act()
def correct_reading(cluster: Cluster, *, reading: str, by: User) -> Cluster:
    """Say how the place reads its own name (syllables apart, "" for the usual reading); searches find every reading.

    Raises DomainError naming the field where the text is no pinyin.
    """
    acts.require(by, "clusters.correct_reading", "只有市级审核员、审批人可以更正读音。")
    syllables = [fold(part) for part in reading.split()]
    if any(not (part.isascii() and part.isalnum()) for part in syllables):
        raise DomainError("读音请用不带声调的拼音，音节以空格分开，如 lao shan。", field="reading")
    locked = acts.held(cluster)
    before, locked.reading = locked.reading, " ".join(syllables)
    _set_keys(locked)
    locked.save(update_fields=["reading", "name_key", "search_key", "name_initials"])
    audit.record("集聚区.更正读音", locked, by=by, old=before, new=locked.reading)
    return locked


@audit.act()
def recognise(
    cluster: Cluster, *, level: Level, recognised_on: date | None, document: str, by: User | None, **fields: object
) -> Recognition:
    """Give a title with its document. Raises NotAllowedNow when the cluster holds that title already."""
    if by is not None and not by.has_perm("clusters.recognise_cluster"):
        raise NotPermitted("只有市级审批人可以认定。")
    cluster = acts.held(cluster)
    if cluster.recognitions.filter(level=level, state=RecognitionState.ACTIVE).exists():
        raise NotAllowedNow(f"“{cluster}”已有有效的{level.label}认定，不能重复认定。")
    recognition = Recognition.objects.create(
        cluster=cluster, level=level, recognised_on=recognised_on, document=document, **fields
    )
    audit.record("集聚区.认定", cluster, by=by, after=level, document=document)
    return recognition


def withdraw_title(recognition: Recognition, *, on: date, document: str, reason: str, by: User) -> int:
    """Withdraw a title and stop what it carried; return the number of benefits stopped.

    Runs inside the caller's transaction, which holds the decision and has asked who signs it. Raises NotAllowedNow when it is gone already.
    """
    locked = acts.held(recognition)
    if locked.state != RecognitionState.ACTIVE:
        raise NotAllowedNow(f"{locked}的称号已经撤销。")
    acts.store(locked, state=RecognitionState.WITHDRAWN, ended_on=on, end_document=document)
    stopped = locked.benefits.filter(stopped_on__isnull=True).update(stopped_on=on, stop_reason=reason)
    audit.record(
        "集聚区.撤销称号", locked.cluster, by=by, before="active", after="withdrawn", note=reason, document=document
    )
    return stopped


def restore_title(recognition: Recognition, *, reason: str, by: User) -> Recognition:
    """Give a withdrawn title back, with the benefits that its withdrawal stopped. Runs in the caller's transaction."""
    locked = acts.held(recognition)
    if locked.state != RecognitionState.WITHDRAWN:
        raise NotAllowedNow(f"{locked}的称号并未撤销。")
    withdrawn_on = locked.ended_on
    acts.store(locked, state=RecognitionState.ACTIVE, ended_on=None, end_document="")
    locked.benefits.filter(stopped_on=withdrawn_on).update(stopped_on=None, stop_reason="")
    audit.record("集聚区.恢复称号", locked.cluster, by=by, before="withdrawn", after="active", note=reason)
    return locked
