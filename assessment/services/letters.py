"""Issuing official letters: the number, the document and the code in the transaction of the decision."""

import secrets
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.utils import timezone

from assessment.enums import AppealState, LetterKind
from assessment.letters import kinds
from assessment.letters.appeal_ruling import AppealRuling, IssuedLetter
from assessment.letters.result import Result
from assessment.letters.withdrawal import Withdrawal
from assessment.letters.yellow_card import YellowCard
from assessment.models import Appeal, Decision, Letter, LetterSeries
from assessment.selectors.city import UPPER
from assessment.services import letter_slots as filled
from clusters.documents.services import documents
from clusters.letters.envelope import Envelope
from clusters.models import User
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

    def fill(number: int, code: str) -> kinds.Slots:
        return filling(decision, kind, number=number, code=code)

    return keep(fill, by=by, on=decision.decided_on, decision=decision)


def filling(decision: Decision, kind: LetterKind, *, number: int | None, code: str) -> kinds.Slots:
    """Return the slots of a decision's letter; without number and code it is a draft."""
    fill = {
        LetterKind.YELLOW_CARD: _yellow_card,
        LetterKind.WITHDRAWAL: _withdrawal,
        LetterKind.RESULT: _result,
    }[kind]
    return fill(decision, filled.envelope(number, decision.decided_on, to=decision.cluster.district, code=code))


def issue_ruling(appeal: Appeal, *, by: User) -> Letter:
    """Issue the ruling on an appeal, in the transaction of the ruling."""
    decision, today = appeal.decision, timezone.localdate()

    def fill(number: int, code: str) -> kinds.Slots:
        return _ruling(appeal, filled.envelope(number, today, to=decision.cluster.district, code=code))

    return keep(fill, by=by, on=today, decision=decision)


def keep(fill: Callable[[int, str], kinds.Slots], *, by: User, on: date, decision: Decision | None) -> Letter:
    """Number, render and store a letter in the caller's transaction; `fill` makes its slots from number and code."""
    series, number = next_number(on.year)
    code = new_code()
    slots_filled = fill(number, code)
    kind = kinds.kind_of(slots_filled)
    letter = Letter(
        decision=decision,
        kind=kind,
        series=series,
        number=number,
        title=kinds.title(slots_filled),
        slots=kinds.as_json(slots_filled),
        code=code,
        issued_on=on,
    )
    name = f"{letter.document_number} {letter.title}.docx"
    letter.document = documents.add(kinds.render(slots_filled), name=name, owner="assessment.letter", by=by)
    letter.save(force_insert=True)
    audit.record("公文.签发", letter, by=by, after=kind, number=letter.document_number, sha256=letter.sha256)
    return letter


def _yellow_card(decision: Decision, envelope: Envelope) -> kinds.Slots:
    outcome = filled.outcome_of(decision)
    return YellowCard(
        envelope=envelope,
        cluster=filled.cluster_facts(decision),
        findings=filled.findings(decision, outcome),
        grounds=filled.grounds(decision),
        remedy=filled.remedy(decision),
        history=filled.past_cards(decision),
        streak=max(1, len(outcome.rests_on)),
        prior_year_open="prior_open" in decision.record["flags"],
        suspended="delist_suspended" in decision.record["flags"],
    )


def _result(decision: Decision, envelope: Envelope) -> kinds.Slots:
    outcome = filled.outcome_of(decision)
    return Result(
        envelope=envelope,
        cluster=filled.cluster_facts(decision),
        findings=filled.findings(decision, outcome),
        grounds=filled.grounds(decision),
        remedy=filled.remedy(decision),
        grade=filled.grade_of(decision),
        score="" if decision.assessment.score is None else format(decision.assessment.score, "f"),
        history=filled.past_cards(decision),
    )


def _withdrawal(decision: Decision, envelope: Envelope) -> kinds.Slots:
    outcome = filled.outcome_of(decision)
    earlier = Decision.objects.in_effect().filter(
        recognition=decision.recognition_id, kind="yellow_card", year__in=outcome.rests_on, year__lt=decision.year
    )
    years = [filled.findings(row, filled.outcome_of(row)) for row in earlier.order_by("year")]
    recognition = decision.recognition
    benefits = recognition.benefits.filter(stopped_on__isnull=True) if recognition else ()
    kept = [title for title in decision.cluster.titles if title.level in UPPER]
    return Withdrawal(
        envelope=envelope,
        cluster=filled.cluster_facts(decision),
        years=(*years, filled.findings(decision, outcome)),
        grounds=filled.grounds(decision),
        remedy=filled.remedy(decision),
        effective=decision.decided_on,
        history=filled.past_cards(decision),
        benefits=tuple(benefit.title for benefit in benefits),
        kept_title=kept[0].get_level_display() if kept else "",
    )


def _ruling(appeal: Appeal, envelope: Envelope) -> kinds.Slots:
    decision = appeal.decision
    contested = decision.letters.exclude(kind=LetterKind.RULING).select_related("series").first()
    fallen = filled.fallen_with(decision) if appeal.state == AppealState.UPHELD else None
    return AppealRuling(
        envelope=envelope,
        cluster=filled.cluster_facts(decision),
        data_year=decision.year,
        outcome=AppealState(appeal.state),
        contested=filled.cited(contested) if contested else IssuedLetter(str(decision), "", decision.decided_on),
        applicant=decision.cluster.district.name if decision.cluster.district else "",
        filed=timezone.localtime(appeal.filed_at).date(),
        grounds_claimed=appeal.grounds,
        found=appeal.ruling,
        grounds=filled.grounds(decision),
        restored=filled.cited(fallen) if fallen else None,
    )
