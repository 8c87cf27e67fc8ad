"""What rests on what: the decisions that fall with another, and the persons who may not act on their own acts.

Both the services that refuse and the pages that say so beforehand ask here.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from assessment.enums import DecisionKind, RulingKind
from assessment.models import Appeal, Assessment, Decision, RulesetVersion
from clusters.enums import Role
from clusters.models import Recognition, User

KINDS: Final[Mapping[str, tuple[DecisionKind, ...]]] = {
    "pass": (DecisionKind.PASSED,),
    "yellow_card": (DecisionKind.YELLOW_CARD,),
    "delist": (DecisionKind.YELLOW_CARD, DecisionKind.DELISTING),
    "escalate": (DecisionKind.YELLOW_CARD, DecisionKind.ESCALATION),
}
"""What each verdict of the engine becomes when an officer confirms it."""
APPEALABLE: Final = (DecisionKind.YELLOW_CARD, DecisionKind.DELISTING)
_ON_CARDS: Final = (DecisionKind.DELISTING, DecisionKind.ESCALATION)


def resting_on(decision: Decision) -> list[Decision]:
    """Return the delistings and reports upwards in effect that rest on this decision; none where it is no card."""
    if decision.kind != DecisionKind.YELLOW_CARD:
        return []
    return [
        row
        for row in standing(decision.recognition)
        if row.kind in _ON_CARDS
        and row.year >= decision.year
        and decision.year in (row.year, *row.record["outcome"]["rests_on"])
    ]


def _in_effect() -> QuerySet[Decision]:
    return Decision.objects.in_effect().select_related("assessment", "recognition", "cluster").order_by("pk")


def standing(title: Recognition | None) -> Sequence[Decision]:
    """Return the decisions in effect about a title, or about none; what `prepare` has read is not read again."""
    known: list[Decision] | None = getattr(title, "decisions_in_effect", None)
    return list(_in_effect().filter(recognition=title)) if known is None else known


def prepare(rows: Sequence[Assessment]) -> None:
    """Read for many proposals at once what the questions of this module ask about each: rulings and decisions in effect."""
    decisions = Prefetch("recognition__decisions", _in_effect(), to_attr="decisions_in_effect")
    prefetch_related_objects(rows, "duty__rulings", decisions)


def standing_beside(row: Assessment) -> dict[str, Decision]:
    """Return the decisions of the proposal's year that are in effect, by kind."""
    return {one.kind: one for one in standing(row.recognition) if one.year == row.duty.year}


def falling(row: Assessment) -> list[Decision]:
    """Return the decisions in effect that confirming the proposal takes back, those of later years included.

    A decision comes before the one that it rests on.
    """
    gone = [decision for kind, decision in standing_beside(row).items() if kind not in KINDS.get(row.verdict, ())]
    own = sorted(gone, key=lambda decision: decision.pk, reverse=True)
    later = [other for decision in own for other in resting_on(decision)]
    return own + [other for other in later if other not in own]


# Four eyes, by person. Each earlier act: what the person did, in the words of a refusal, and who that was.
Hands = Iterator[int | None]


def _verified(row: Assessment) -> Hands:
    if row.version is not None and hasattr(row.version, "review"):
        yield row.version.review.reviewed_by_id


def _ruled_missing(row: Assessment) -> Hands:
    for ruling in row.duty.rulings.all():
        if ruling.revoked_at is None and ruling.kind == RulingKind.FAILED:
            yield ruling.made_by_id


def _signers(decisions: list[Decision]) -> Hands:
    for decision in decisions:
        yield from (decision.confirmed_by_id, decision.seconded_by_id)


def _signed_falling(row: Assessment) -> Hands:
    return _signers(falling(row))


def _signed(decision: Decision) -> Hands:
    return _signers([decision, *resting_on(decision)])


def _of_decision(act: Callable[[Assessment], Hands]) -> Callable[[Decision], Hands]:
    return lambda decision: act(decision.assessment)


def _signed_appealed(appeal: Appeal) -> Hands:
    return _signed(appeal.decision)


def _of_appeal(act: Callable[[Assessment], Hands]) -> Callable[[Appeal], Hands]:
    return lambda appeal: act(appeal.decision.assessment)


def _drafted(row: RulesetVersion) -> Hands:
    yield row.drafted_by_id


RESTS_ON: Final[Mapping[str, tuple[tuple[str, Callable[..., Hands]], ...]]] = {
    "确认": (
        ("核实过该数据", _verified),
        ("认定过该集聚区逾期未报视为不达标", _ruled_missing),
        ("签署过将随之撤销的决定", _signed_falling),
    ),
    "撤销": (("签署过该决定或以其为依据的决定", _signed),),
    "审理": (
        ("签署过原决定或以其为依据的决定", _signed_appealed),
        ("核实过原决定所依据的数据", _of_appeal(_verified)),
        ("认定过该集聚区逾期未报视为不达标", _of_appeal(_ruled_missing)),
    ),
    "签发": (("起草了该规则集", _drafted),),
}
"""Each act with the earlier acts that it rests on: who did one of those may not do it."""


def four_eyes(act: str, row: object, by: User) -> str | None:
    """Return why this person may not do the act (a key of RESTS_ON) on the record, in a sentence; None when he may."""
    for did, hands in RESTS_ON[act]:
        if by.pk in hands(row):
            return f"您{did}，须由另一名审批人{act}。"
    return None


def approvers() -> list[User]:
    """Return the approvers in service."""
    return list(User.objects.filter(role=Role.APPROVER, is_active=True))


def able(act: str, row: object, *, besides: Collection[int] = (), among: Sequence[User] | None = None) -> list[User]:
    """Return the approvers in service (or those `among` them) who may do the act on the record, `besides` left out."""
    barred = {pk for _, hands in RESTS_ON[act] for pk in hands(row) if pk is not None}.union(besides)
    return [user for user in (approvers() if among is None else among) if user.pk not in barred]


def dead_end(row: Assessment, by: User, among: Sequence[User] | None = None) -> str | None:
    """Return why a signature of this person would leave nobody to act later, and what helps; None when all is well.

    Whoever signs a card or a delisting, verified its figures or ruled its report missing cannot rule on the appeal;
    a delisting needs a second person to sign besides.
    """
    if not set(KINDS.get(row.verdict, ())) & set(APPEALABLE):
        return None
    signers = {signature.signer_id for signature in row.signatures.all()} | {by.pk}
    seconds = 1 if row.verdict == "delist" and len(signers) < 2 else 0
    left = able("确认", row, besides=signers, among=among)
    if len(left) > seconds:
        return None
    wanted = "复签和审理复核申请" if seconds else "审理复核申请"
    return (
        f"您签署后将没有足够的审批人{wanted}（还需{seconds + 1}人，现有{len(left)}人）。"
        "请先由安全管理员授予另一人审批人角色，再签署。"
    )
