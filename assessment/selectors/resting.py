"""What rests on what: the decisions that fall with another, and the persons who may not act on their own acts.

Both the services that refuse and the pages that say so beforehand ask here.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from assessment.enums import DecisionKind, RulingKind
from assessment.models import Appeal, Assessment, Decision, RulesetVersion
from clusters.enums import CITY_STAFF, Role
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


def _in_service() -> list[User]:
    return list(User.objects.filter(role__in=CITY_STAFF, is_active=True).order_by("pk"))


def standing(title: Recognition | None) -> Sequence[Decision]:
    """Return the decisions in effect about a title, or about none."""
    known: list[Decision] | None = getattr(title, "decisions_in_effect", None)
    return list(_in_effect().filter(recognition=title)) if known is None else known


def prepare(rows: Sequence[Assessment]) -> None:
    """Read for many proposals at once what the questions of this module ask about each."""
    decisions = Prefetch("recognition__decisions", _in_effect(), to_attr="decisions_in_effect")
    prefetch_related_objects(rows, "duty__rulings", "designations", "signatures", decisions)
    people = _in_service()
    for row in rows:
        row.in_service = people  # type: ignore[attr-defined]


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
    did = had_a_hand(act, row, by)
    return f"您{did}，须由另一名审批人{act}。" if did else None


def had_a_hand(act: str, row: object, person: User) -> str | None:
    """Return what the person did that the act rests on, in words; None when nothing."""
    return next((did for did, hands in RESTS_ON[act] if person.pk in hands(row)), None)


def able(act: str, row: object, *, besides: Collection[int] = ()) -> list[User]:
    """Return who in service may do the act on the record, `besides` left out: approvers, and who was named for it."""
    barred = {pk for _, hands in RESTS_ON[act] for pk in hands(row) if pk is not None}.union(besides)
    result = row.decision.assessment if isinstance(row, Appeal) else row
    named = (
        [one.person_id for one in result.designations.all() if one.act == act] if isinstance(result, Assessment) else []
    )
    people = getattr(result, "in_service", None) or _in_service()
    return [one for one in people if one.pk not in barred and (one.role == Role.APPROVER or one.pk in named)]


def hearing(row: Assessment | Decision, *, besides: Collection[int] = ()) -> list[User]:
    """Return who could rule on an appeal against the card that the proposal becomes, or against the decision."""
    if isinstance(row, Assessment):
        row = Decision(assessment=row, recognition=row.recognition, year=row.duty.year, kind=DecisionKind.YELLOW_CARD)
    return able("审理", Appeal(decision=row), besides=besides)


def named(people: Collection[User]) -> str:
    """Return these people by name; whoever is no approver acts because the security administrator named him."""
    return "、".join(f"{one.full_name}{'' if one.role == Role.APPROVER else '（指定承办）'}" for one in people)


def dead_end(row: Assessment) -> str | None:
    """Return why signing the proposal would leave nobody to act later, and what helps; None when all is well.

    Whoever signs a card or a delisting, verified its figures or ruled its report missing cannot rule on the appeal;
    a delisting needs a second person to sign besides.
    """
    if not set(KINDS.get(row.verdict, ())) & set(APPEALABLE):
        return None
    needed, signing, ruling = people_left(row)
    if len(signing) >= needed and can_be_heard(needed, signing, ruling):
        return None
    return (
        f"签署还需{needed}人，可以签署的有{len(signing)}人；签署人以外还需一人审理复核申请，可以审理的有{len(ruling)}人。"
        "请先由安全管理员授予另一人审批人角色，或指定一人审理该决定的复核申请，再签署。"
    )


def people_left(row: Assessment) -> tuple[int, set[int], set[int]]:
    """Return how many signatures the proposal still needs, who could give them, who could rule on its appeal."""
    signed = {signature.signer_id for signature in row.signatures.all()}
    needed = (2 if row.verdict == "delist" else 1) - len(signed)
    signing, ruling = able("确认", row, besides=signed), hearing(row, besides=signed)
    return needed, {one.pk for one in signing}, {one.pk for one in ruling}


def can_be_heard(needed: int, signing: set[int], ruling: set[int]) -> bool:
    """Return whether somebody could still rule on an appeal when as many as `needed` have signed."""
    return bool(ruling) and len(signing | ruling) > needed
