"""What would be sent out if a proposal were confirmed now: the same letters, marked 草稿, without number and code."""

from dataclasses import dataclass

from django.utils import timezone

from assessment.enums import AssessmentState, DecisionKind, LetterKind
from assessment.letters import kinds
from assessment.models import Assessment
from assessment.selectors import resting
from assessment.services import decisions, letters, records
from clusters.errors import NotAllowedNow


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsigned letter: its title and the .docx. Nothing of it is stored."""

    title: str
    content: bytes


def kinds_of(row: Assessment) -> dict[LetterKind, DecisionKind]:
    """Return the letters that confirming the proposal would issue, with the decision each stands for."""
    if row.state != AssessmentState.PROPOSED:
        return {}
    standing = resting.standing_beside(row)
    wanted = [kind for kind in resting.KINDS.get(row.verdict, ()) if kind not in standing]
    return {decisions.LETTERS[kind]: kind for kind in wanted if kind in decisions.LETTERS}


def draft(row: Assessment, kind: LetterKind) -> Draft:
    """Return a letter of the proposal as it would read today. Raises NotAllowedNow when it would not be issued."""
    wanted = kinds_of(row)
    if kind not in wanted:
        raise NotAllowedNow(f"现在确认该结果不会签发{kind.label}，没有草稿。")
    decision = records.drafted(row, wanted[kind], on=timezone.localdate())
    slots = letters.filling(decision, kind, number=None, code="")
    return Draft(kinds.title(kind, slots), kinds.render(kind, slots))
