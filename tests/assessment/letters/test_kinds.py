"""Stored slots redraw the same letter."""

import json

import pytest

from assessment.enums import LetterKind
from assessment.letters import kinds
from tests.assessment.letters.samples import APPEAL_RULING, LIST, RESULT, WITHDRAWAL, YELLOW_CARD

LETTERS = (
    (LetterKind.YELLOW_CARD, YELLOW_CARD),
    (LetterKind.WITHDRAWAL, WITHDRAWAL),
    (LetterKind.RESULT, RESULT),
    (LetterKind.RULING, APPEAL_RULING),
    (LetterKind.LIST, LIST),
)


def test_every_kind_of_letter_is_covered():
    assert {kind for kind, _ in LETTERS} == set(LetterKind)


@pytest.mark.parametrize(("kind", "slots"), LETTERS)
def test_slots_survive_json_and_give_the_same_bytes(kind, slots):
    stored = json.loads(json.dumps(kinds.as_json(slots), ensure_ascii=False))
    again = kinds.from_json(kind, stored)
    assert again == slots
    assert kinds.render(again) == kinds.render(slots)


@pytest.mark.parametrize(("kind", "slots"), LETTERS)
def test_kind_and_title_follow_from_the_slots(kind, slots):
    assert kinds.kind_of(slots) == kind
    assert slots.envelope.issuer.name in kinds.title(slots) or "书" in kinds.title(slots)


def test_slots_of_an_older_letter_take_the_defaults_of_later_ones():
    stored = kinds.as_json(YELLOW_CARD)
    del stored["suspended"], stored["remarks"]
    assert kinds.from_json(LetterKind.YELLOW_CARD, stored) == YELLOW_CARD


def test_a_missing_required_slot_is_an_error():
    stored = kinds.as_json(YELLOW_CARD)
    del stored["cluster"]
    with pytest.raises(TypeError, match="cluster"):
        kinds.from_json(LetterKind.YELLOW_CARD, stored)
