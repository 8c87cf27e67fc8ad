"""Issuing official letters: the number, the document and the code in the transaction of the decision."""

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.conf import settings
from django.utils import timezone

from assessment.enums import AppealState, DecisionKind, LetterKind
from assessment.letters import kinds
from assessment.models import Appeal, Decision, Letter, LetterSeries
from assessment.selectors.city import UPPER
from assessment.services import letter_slots as filled
from assessment.services.letter_slots import Judged, Slots
from clusters.documents.services import documents
from clusters.letters.colophon import chinese_date
from clusters.letters.envelope import BLANK
from clusters.models import Recognition, User
from clusters.services import audit

# Without I, O, 0, 1: a code is read from paper and typed.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 12


def new_code() -> str:
    """Return a verification code that cannot be guessed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def next_number(year: int) -> tuple[LetterSeries, int]:
    """Return the series of the year and its next number. The row lock is held to the end of the transaction, so
    numbers come without gaps or doubles: a refused act gives its number back."""
    LetterSeries.objects.get_or_create(prefix=settings.LETTER_PREFIX, year=year)
    series = LetterSeries.objects.select_for_update(no_key=True).get(prefix=settings.LETTER_PREFIX, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series, series.last


def issue(decision: Decision, kind: LetterKind, *, by: User) -> Letter:
    """Fill, render and keep the letter of a decision; runs in the transaction of the decision."""

    def fill(number: int, code: str) -> Slots:
        return filling(decision, kind, number=number, code=code)

    return keep(kind, fill, by=by, on=decision.decided_on, decision=decision)


def filling(decision: Decision, kind: LetterKind, *, number: int | None, code: str) -> Slots:
    """Return the slots of a decision's letter; without number and code it is a draft."""
    of, day = filled.judged(decision), decision.decided_on
    if kind == LetterKind.ESCALATION:
        signer = decision.confirmed_by.full_name if decision.confirmed_by_id else BLANK
        around = filled.envelope(number, day, code, _superior(decision), signer=signer)
    else:
        around = filled.envelope(number, day, code, filled.addressee(decision.cluster.district))
    return filled.common(of, around) | _OWN[kind](of)


def issue_ruling(appeal: Appeal, *, by: User) -> Letter:
    """Issue the ruling on an appeal, in the transaction of the ruling."""
    decision, today = appeal.decision, timezone.localdate()

    def fill(number: int, code: str) -> Slots:
        around = filled.envelope(number, today, code, filled.addressee(decision.cluster.district))
        return filled.common(filled.judged(decision), around) | _ruling(appeal)

    return keep(LetterKind.RULING, fill, by=by, on=today, decision=decision)


def keep(
    kind: LetterKind, fill: Callable[[int, str], Slots], *, by: User, on: date, decision: Decision | None
) -> Letter:
    """Number, render and store a letter in the caller's transaction; `fill` makes its slots from number and code."""
    series, number = next_number(on.year)
    code = new_code()
    slots = fill(number, code)
    letter = Letter(
        decision=decision,
        kind=kind,
        series=series,
        number=number,
        title=kinds.title(kind, slots),
        slots=slots,
        code=code,
        issued_on=on,
    )
    name = f"{letter.document_number} {letter.title}.docx"
    letter.document = documents.add(kinds.render(kind, slots), name=name, owner="assessment.letter", by=by)
    letter.save(force_insert=True)
    audit.record("公文.签发", letter, by=by, after=kind, number=letter.document_number, sha256=letter.sha256)
    return letter


# ---- What only one kind of letter says -------------------------------------------------------------------------------


def _yellow_card(of: Judged) -> Slots:
    flags, year = of.decision.record["flags"], of.decision.year
    return {
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


def _upper_title(decision: Decision) -> Recognition | None:
    return next((title for title in decision.cluster.titles if title.level in UPPER), None)


def _superior(decision: Decision) -> str:
    """Return the organ that gave the cluster its title of a higher level, by the portal's settings."""
    title = _upper_title(decision)
    return settings.LETTER_SUPERIORS.get(title.level if title else "", "上级主管部门")


def _ruling(appeal: Appeal) -> Slots:
    decision = appeal.decision
    contested = decision.letters.exclude(kind=LetterKind.RULING).select_related("series").first()
    fallen = filled.fallen_with(decision) if appeal.state == AppealState.UPHELD else None
    return {
        "outcome": appeal.state,
        "contested": filled.cited(contested) or str(decision),
        "applicant": decision.cluster.district.name if decision.cluster.district else "申请人",
        "filed": chinese_date(timezone.localtime(appeal.filed_at).date()),
        "claimed": appeal.grounds.splitlines(),
        "established": appeal.ruling.splitlines(),
        "restored": filled.cited(fallen),
        "delisted": decision.kind == DecisionKind.DELISTING,
    }
