"""The words of the workbench (templates/admin/workbench.toml), and the codes of the audit line in Chinese.

Other apps add the words of their codes with `extend`, as with the access tables.
"""

import tomllib
from collections.abc import Callable, Mapping
from typing import Final

from django.apps import apps
from django.conf import settings

WORDS: Final = tomllib.loads((settings.BASE_DIR / "templates/admin/workbench.toml").read_text("utf-8"))
_CODES: dict[str, str] = dict(WORDS["codes"])
_LOOKUPS: list[Callable[[str], str | None]] = []


def extend(words: Mapping[str, str]) -> None:
    """Add words; a code that has one keeps it."""
    for code, word in words.items():
        _CODES.setdefault(code, word)


def look_up(words: Callable[[str], str | None]) -> None:
    """Add a function that gives the word for codes kept in a table, None for those that it does not know."""
    _LOOKUPS.append(words)


def word(code: str) -> str:
    """Return a state or action code in words; an unknown one as it is."""
    return _CODES.get(code, code)


def data_words(key: str) -> str:
    """Return the name of what a line keeps, or of the code of a record it keeps, in words."""
    found = WORDS["kept"].get(key) or _CODES.get(key)
    return found or next((name for look in _LOOKUPS if (name := look(key))), key)


def action_words(action: str) -> str:
    """Return an action such as 年度报送.verify in words."""
    noun, _, verb = action.partition(".")
    return f"{noun}·{word(verb)}" if verb else action


def model_words(label: str) -> str:
    """Return the name of a kind of record, given as app_label.model_name."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
