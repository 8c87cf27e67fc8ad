"""Text for terminals: Chinese characters take two columns."""

import unicodedata


def width(text: str) -> int:
    """Return the number of terminal columns of a text."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, columns: int) -> str:
    """Return the text filled with spaces to `columns`; a longer one keeps one space behind it."""
    return text + " " * max(1, columns - width(text))
