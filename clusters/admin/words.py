"""Codes of the audit line in Chinese words. Other apps add theirs with `extend`, as with the access tables."""

from collections.abc import Mapping

from django.apps import apps

_WORDS: dict[str, str] = {
    "active": "有效",
    "disabled": "停用",
    "withdrawn": "已撤销",
}


def extend(words: Mapping[str, str]) -> None:
    """Add words; a code that has one keeps it."""
    for code, word in words.items():
        _WORDS.setdefault(code, word)


def word(code: str) -> str:
    """Return a state or action code in words; an unknown one as it is."""
    return _WORDS.get(code, code)


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
