"""Issuing official letters: the number, the document and the code in the transaction of the decision."""

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from assessment.enums import AppealState, LetterKind
from assessment.letters import appeal_ruling, result, slots, withdrawal, yellow_card
from assessment.models import Appeal, Decision, Letter, LetterSeries
from assessment.services import letter_slots as filled
from clusters.models import User
from clusters.services import audit

# Without I, O, 0, 1: a code is read from paper and typed.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 12

Prepared = tuple[Any, Callable[[Any], bytes], tuple[str, ...]]


def new_code() -> str:
    """Return a verification code that cannot be guessed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def next_number(year: int) -> tuple[LetterSeries, int]:
    """Return the series of the year and its next number. The row lock is held to the end of the transaction, so
    numbers come without gaps or doubles: a refused act gives its number back."""
    LetterSeries.objects.get_or_create(prefix=settings.LETTER_PREFIX, year=year)
    series = LetterSeries.objects.select_for_update().get(prefix=settings.LETTER_PREFIX, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series, series.last


def issue(decision: Decision, kind: LetterKind, *, by: User) -> Letter:
    """Fill, render and keep the letter of a decision; runs in the transaction of the decision."""
    prepare = {
        LetterKind.YELLOW_CARD: _yellow_card,
        LetterKind.WITHDRAWAL: _withdrawal,
        LetterKind.RESULT: _result,
    }[kind]
    return _keep(decision, kind, prepare, by)


def issue_ruling(appeal: Appeal, *, by: User) -> Letter:
    """Issue the ruling on an appeal, in the transaction of the ruling."""
    return _keep(appeal.decision, LetterKind.RULING, lambda decision, envelope: _ruling(appeal, envelope), by)


def _keep(decision: Decision, kind: LetterKind, prepare: Callable[..., Prepared], by: User) -> Letter:
    today = timezone.localdate()
    series, number = next_number(today.year)
    code = new_code()
    district = decision.cluster.district
    to = (f"{district.name}人民政府" if district else "有关区市人民政府",)
    content_slots, render, title = prepare(decision, filled.envelope(number, today, to=to, code=code))
    content = render(content_slots)
    letter = Letter.objects.create(
        decision=decision,
        kind=kind,
        series=series,
        number=number,
        title="".join(title),
        slots=json.loads(json.dumps(dataclasses.asdict(content_slots), default=str)),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        code=code,
        issued_on=today,
    )
    audit.record("公文.签发", letter, by=by, after=kind, number=letter.document_number, sha256=letter.sha256)
    return letter


def _yellow_card(decision: Decision, envelope: slots.Envelope) -> Prepared:
    outcome = filled.outcome_of(decision)
    filling = yellow_card.YellowCard(
        envelope=envelope,
        cluster=filled.cluster_facts(decision),
        findings=filled.findings(decision, outcome),
        grounds=filled.grounds(decision),
        remedy=filled.remedy(decision),
        history=filled.past_cards(decision),
        streak=max(1, len(outcome.rests_on)),
        prior_year_open="prior_open" in decision.record["flags"],
    )
    return filling, yellow_card.render_yellow_card, yellow_card.title_of(filling)


def _result(decision: Decision, envelope: slots.Envelope) -> Prepared:
    outcome = filled.outcome_of(decision)
    filling = result.Result(
        envelope=envelope,
        cluster=filled.cluster_facts(decision),
        findings=filled.findings(decision, outcome),
        grounds=filled.grounds(decision),
        remedy=filled.remedy(decision),
        history=filled.past_cards(decision),
    )
    return filling, result.render_result, result.title_of(filling)


def _withdrawal(decision: Decision, envelope: slots.Envelope) -> Prepared:
    outcome = filled.outcome_of(decision)
    earlier = Decision.objects.in_effect().filter(
        recognition=decision.recognition_id, kind="yellow_card", year__in=outcome.rests_on, year__lt=decision.year
    )
    years = [filled.findings(row, filled.outcome_of(row)) for row in earlier.order_by("year")]
    recognition = decision.recognition
    benefits = recognition.benefits.filter(stopped_on__isnull=True) if recognition else ()
    kept = [title for title in decision.cluster.titles if recognition and title.pk != recognition.pk]
    filling = withdrawal.Withdrawal(
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
    return filling, withdrawal.render_withdrawal, withdrawal.title_of(filling)


def _ruling(appeal: Appeal, envelope: slots.Envelope) -> Prepared:
    decision = appeal.decision
    contested = decision.letters.exclude(kind=LetterKind.RULING).select_related("series").first()
    filling = appeal_ruling.AppealRuling(
        envelope=envelope,
        cluster=filled.cluster_facts(decision),
        data_year=decision.year,
        outcome=AppealState(appeal.state),
        contested=appeal_ruling.IssuedLetter(
            title=contested.title if contested else str(decision),
            number=contested.document_number if contested else "",
            dated=decision.decided_on,
        ),
        applicant=decision.cluster.district.name if decision.cluster.district else "",
        filed=timezone.localtime(appeal.filed_at).date(),
        grounds_claimed=appeal.grounds,
        found=appeal.ruling,
        grounds=filled.grounds(decision),
    )
    return filling, appeal_ruling.render_appeal_ruling, appeal_ruling.title_of(filling)
