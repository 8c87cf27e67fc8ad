"""The kinds of letters: each is a template of `templates/letters/`, filled with the slots that are stored with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.template import Engine

from assessment.enums import LetterKind
from clusters.letters import markup
from clusters.letters.compose import compose
from clusters.letters.envelope import Envelope

Slots = Mapping[str, Any]
"""Plain JSON values, worded and rounded by the judgement; `envelope` is what stands around the text."""

# A slot that a template asks for and nobody filled must not become a blank in an official letter.
_UNFILLED: Final = "\uf8ff"
_FOLDER: Final = Path(__file__).resolve().parents[2] / "templates" / "letters"
_ENGINE: Final = Engine(dirs=[str(_FOLDER)], string_if_invalid=f"{_UNFILLED}%s{_UNFILLED}")


def filled(template: str, slots: Slots) -> str:
    """The document as `clusters.letters.markup` reads it. Raises KeyError for a slot that was not filled."""
    text = _ENGINE.render_to_string(f"{template}.xml", dict(slots))
    if _UNFILLED in text:
        raise KeyError(text.split(_UNFILLED)[1])
    return text


def title(kind: LetterKind, slots: Slots) -> str:
    """The letter's title on one line."""
    return markup.read(filled(kind.value, slots)).title


def render(kind: LetterKind, slots: Slots) -> bytes:
    """The letter as .docx bytes; equal slots give equal bytes. Raises DomainError for a final letter without number."""
    return compose(Envelope.read(slots["envelope"]), filled(kind.value, slots))
