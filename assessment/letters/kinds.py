"""The five letters by kind: title, document, and their slots as JSON and back, so that a stored letter can be redrawn."""

import types
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from assessment.enums import LetterKind
from assessment.letters import appeal_ruling, list_announcement, result, withdrawal, yellow_card
from assessment.letters.appeal_ruling import AppealRuling
from assessment.letters.list_announcement import ListAnnouncement
from assessment.letters.result import Result
from assessment.letters.withdrawal import Withdrawal
from assessment.letters.yellow_card import YellowCard

Slots = YellowCard | Withdrawal | Result | AppealRuling | ListAnnouncement


@dataclass(frozen=True, slots=True)
class _Kind:
    slots: type
    render: Callable[[Any], bytes]
    title_of: Callable[[Any], tuple[str, ...]]


_KINDS: Final = {
    LetterKind.YELLOW_CARD: _Kind(YellowCard, yellow_card.render_yellow_card, yellow_card.title_of),
    LetterKind.WITHDRAWAL: _Kind(Withdrawal, withdrawal.render_withdrawal, withdrawal.title_of),
    LetterKind.RESULT: _Kind(Result, result.render_result, result.title_of),
    LetterKind.RULING: _Kind(AppealRuling, appeal_ruling.render_appeal_ruling, appeal_ruling.title_of),
    LetterKind.LIST: _Kind(ListAnnouncement, list_announcement.render_list_announcement, list_announcement.title_of),
}


def kind_of(slots: Slots) -> LetterKind:
    """Which letter the slots fill."""
    return next(kind for kind, entry in _KINDS.items() if isinstance(slots, entry.slots))


def title(slots: Slots) -> str:
    """The letter's title on one line."""
    return "".join(_KINDS[kind_of(slots)].title_of(slots))


def render(slots: Slots) -> bytes:
    """The letter as .docx bytes; equal slots give equal bytes."""
    return _KINDS[kind_of(slots)].render(slots)


def as_json(slots: Slots) -> dict[str, Any]:
    """The slots as plain JSON values: dates in ISO form, tuples as lists."""
    encoded: dict[str, Any] = _encoded(slots)
    return encoded


def from_json(kind: LetterKind, data: dict[str, Any]) -> Slots:
    """The slots that ``as_json`` wrote. Raises KeyError, TypeError or ValueError for other data."""
    slots: Slots = _decoded(_KINDS[kind].slots, data)
    return slots


def _encoded(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _decoded(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        return tuple(_decoded(get_args(hint)[0], item) for item in value)
    if origin in (Union, types.UnionType):
        inner = next(option for option in get_args(hint) if option is not types.NoneType)
        return None if value is None else _decoded(inner, value)
    if is_dataclass(hint):
        return _filled(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return date.fromisoformat(value) if hint is date else value


def _filled(slots: Any, data: dict[str, Any]) -> Any:
    """Slots absent from older letters keep their defaults."""
    hints = get_type_hints(slots)
    return slots(**{name: _decoded(hint, data[name]) for name, hint in hints.items() if name in data})
