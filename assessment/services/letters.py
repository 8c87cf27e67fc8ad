"""Issuing official letters: the number, the document and the code in the transaction of the decision; and their drafts."""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

from django.conf import settings
from django.utils import timezone

from assessment.enums import AppealState, AssessmentState, DecisionKind, LetterKind
from assessment.letters import kinds
from assessment.models import Appeal, Assessment, Decision, Letter, LetterSeries
from assessment.selectors import resting
from assessment.selectors.city import UPPER
from assessment.services import letter_slots as filled
from assessment.services import records
from assessment.services.letter_slots import Judged, Slots
from clusters.documents.services import documents
from clusters.enums import DistrictKind
from clusters.errors import NotAllowedNow
from clusters.letters.colophon import chinese_date
from clusters.letters.envelope import BLANK, Envelope, Issuer, Verification
from clusters.models import District, Recognition, User
from clusters.services import audit

LETTERS: Final = {
    DecisionKind.PASSED: LetterKind.RESULT,
    DecisionKind.YELLOW_CARD: LetterKind.YELLOW_CARD,
    DecisionKind.DELISTING: LetterKind.WITHDRAWAL,
    DecisionKind.ESCALATION: LetterKind.ESCALATION,
}
# Without I, O, 0, 1: a code is read from paper and typed.
_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH: Final = 12


class Stamp(NamedTuple):
    """What makes a letter an issued one: its number in the series of the year, and the code that verifies it."""

    series: LetterSeries
    number: int
    code: str


class Draft(NamedTuple):
    """An unsigned letter: its title and the .docx. Nothing of it is stored."""

    title: str
    content: bytes


def new_code() -> str:
    """Return a verification code that cannot be guessed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def stamped(year: int) -> Stamp:
    """Take the next number of the year. The row lock is held to the end of the transaction, so numbers come without
    gaps or doubles: a refused act gives its number back."""
    LetterSeries.objects.get_or_create(prefix=settings.LETTER_PREFIX, year=year)
    series = LetterSeries.objects.select_for_update(no_key=True).get(prefix=settings.LETTER_PREFIX, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return Stamp(series, series.last, new_code())


def issue(decision: Decision, *, by: User) -> Letter | None:
    """Issue the letter of a decision, None where its kind has none; runs in the transaction of the decision."""
    kind = LETTERS.get(DecisionKind(decision.kind))
    if kind is None:
        return None
    stamp = stamped(decision.decided_on.year)
    return keep(kind, filling(decision, kind, stamp), stamp, by=by, decision=decision)


def issue_ruling(appeal: Appeal, *, by: User) -> Letter:
    """Issue the ruling on an appeal, in the transaction of the ruling."""
    decision, today = appeal.decision, timezone.localdate()
    stamp = stamped(today.year)
    around = envelope(stamp, today, addressee(decision.cluster.district))
    slots = filled.common(filled.judged(decision), around) | _ruling(appeal)
    return keep(LetterKind.RULING, slots, stamp, by=by, decision=decision)


def keep(kind: LetterKind, slots: Slots, stamp: Stamp, *, by: User, decision: Decision | None) -> Letter:
    """Render and store a letter in the caller's transaction; its slots hold the stamp already."""
    letter = Letter(
        decision=decision,
        kind=kind,
        title=kinds.title(kind, slots),
        slots=slots,
        issued_on=date.fromisoformat(slots["envelope"]["dated"]),
        **stamp._asdict(),
    )
    name = f"{letter.document_number} {letter.title}.docx"
    letter.document = documents.add(kinds.render(kind, slots), name=name, owner="assessment.letter", by=by)
    letter.save(force_insert=True)
    audit.record("公文.签发", letter, by=by, after=kind, number=letter.document_number, sha256=letter.sha256)
    return letter


def kinds_of(row: Assessment) -> dict[LetterKind, DecisionKind]:
    """Return the letters that confirming the proposal would issue, with the decision each stands for."""
    if row.state != AssessmentState.PROPOSED:
        return {}
    standing = resting.standing_beside(row)
    wanted = [kind for kind in resting.KINDS.get(row.verdict, ()) if kind not in standing]
    return {LETTERS[kind]: kind for kind in wanted if kind in LETTERS}


def draft(row: Assessment, kind: LetterKind) -> Draft:
    """Return a letter of the proposal as it would read today, marked 草稿, without number and code.

    Raises NotAllowedNow when it would not be issued.
    """
    wanted = kinds_of(row)
    if kind not in wanted:
        raise NotAllowedNow(f"现在确认该结果不会签发{kind.label}，没有草稿。")
    return drafted(kind, filling(records.drafted(row, wanted[kind], on=timezone.localdate()), kind))


def drafted(kind: LetterKind, slots: Slots) -> Draft:
    """Return the draft that slots without a stamp give."""
    return Draft(kinds.title(kind, slots), kinds.render(kind, slots))


# ---- Around the text -------------------------------------------------------------------------------------------------


def envelope(stamp: Stamp | None, on: date, *addressees: str, signer: str = "") -> Envelope:
    """Return what stands around the text; without a stamp it is a draft. `signer`: of a letter to a higher organ."""
    owner = settings.PORTAL_OWNER
    address = f"{settings.PORTAL_PUBLIC_URL}/verify/{stamp.code}/" if stamp else ""
    return Envelope(
        issuer=Issuer(owner, settings.LETTER_PREFIX, f"{owner}办公室", we=settings.PORTAL_OWNER_WE),
        year=on.year,
        number=stamp.number if stamp else None,
        dated=on,
        addressees=addressees,
        verification=Verification(stamp.code, address) if stamp else None,
        draft=stamp is None,
        demo=settings.PORTAL_DEMO,
        signer=signer,
    )


def addressee(district: District | None) -> str:
    """Return to whom the letter goes. A functional zone has no people's government, and the sources do not say what
    its own organ is called."""
    if district is None:
        return "有关区市人民政府"
    if district.kind == DistrictKind.FUNCTIONAL_ZONE:
        return f"{district.name}管理机构"
    return f"{re.sub('（[^（）]*）$', '', district.name)}人民政府"


def _superior(decision: Decision) -> str:
    """Return the organ that gave the cluster its title of a higher level, by the portal's settings."""
    title = _upper_title(decision)
    return settings.LETTER_SUPERIORS.get(title.level if title else "", "上级主管部门")


def _upper_title(decision: Decision) -> Recognition | None:
    return next((title for title in decision.cluster.titles if title.level in UPPER), None)


# ---- What only one kind of letter says -------------------------------------------------------------------------------


def filling(decision: Decision, kind: LetterKind, stamp: Stamp | None = None) -> Slots:
    """Return the slots of a decision's letter; without a stamp it is a draft."""
    of, day = filled.judged(decision), decision.decided_on
    if kind == LetterKind.ESCALATION:
        signer = decision.confirmed_by.full_name if decision.confirmed_by_id else BLANK
        around = envelope(stamp, day, _superior(decision), signer=signer)
    else:
        around = envelope(stamp, day, addressee(decision.cluster.district))
    return filled.common(of, around) | _OWN[kind](of)


def _yellow_card(of: Judged) -> Slots:
    flags, year, title = of.decision.record["flags"], of.decision.year, of.decision.recognition
    return {
        "kept_title": title.get_level_display() if title and title.level in UPPER else "",
        "streak": max(1, len(of.outcome.rests_on)),
        "prior_open": year - 1 if "prior_open" in flags else None,
        "suspended": "delist_suspended" in flags,
    }


def _result(of: Judged) -> Slots:
    score = of.decision.assessment.score
    return {"grade": filled.grade_of(of.decision), "score": "" if score is None else format(score, "f")}


def _last_of_several(of: Judged) -> Slots:
    """Return the failed years together, the earlier ones in a sentence each, and the title of a higher level."""
    earlier, upper = filled.earlier_years(of), _upper_title(of.decision)
    return {
        "years": filled.joined([f"{year}年度" for year in (*earlier, of.decision.year)]),
        "earlier_years": list(earlier.values()),
        "kept_title": upper.get_level_display() if upper else "",
    }


def _withdrawal(of: Judged) -> Slots:
    recognition = of.decision.recognition
    benefits = recognition.benefits.filter(stopped_on__isnull=True) if recognition else ()
    own = {"effective": chinese_date(of.decision.decided_on), "benefits": [benefit.title for benefit in benefits]}
    return own | _last_of_several(of)


_OWN: Final[Mapping[LetterKind, Callable[[Judged], Slots]]] = {
    LetterKind.YELLOW_CARD: _yellow_card,
    LetterKind.WITHDRAWAL: _withdrawal,
    LetterKind.ESCALATION: _last_of_several,
    LetterKind.RESULT: _result,
}


def _ruling(appeal: Appeal) -> Slots:
    decision = appeal.decision
    contested = decision.letters.exclude(kind=LetterKind.RULING).select_related("series").first()
    fallen = {"restored": LetterKind.WITHDRAWAL, "reported": LetterKind.ESCALATION}
    upheld = appeal.state == AppealState.UPHELD
    return {
        "outcome": appeal.state,
        "contested": filled.cited(contested) or str(decision),
        "applicant": decision.cluster.district.name if decision.cluster.district else "申请人",
        "filed": chinese_date(timezone.localtime(appeal.filed_at).date()),
        "claimed": appeal.grounds.splitlines(),
        "established": appeal.ruling.splitlines(),
        **{slot: filled.cited(filled.fallen_with(decision, kind)) if upheld else "" for slot, kind in fallen.items()},
        "delisted": decision.kind == DecisionKind.DELISTING,
    }
