"""Search and sort keys of Chinese names: databases here have no Chinese collation, so the keys are stored."""

import unicodedata
from collections.abc import Iterator
from itertools import combinations, islice, product

from pypinyin import Style, lazy_pinyin, pinyin

MOST_READINGS = 64
"""So many readings of one name are kept, those that differ least from the usual one first."""


def fold(text: str) -> str:
    """Return a text as searches compare it: full width as half width, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def keys_of(name: str, reading: str = "") -> dict[str, str]:
    """Return the keys of a cluster by field: `name_key` sorts, `search_key` and `name_initials` are searched.

    `reading` is how the place itself says its name, syllables apart ("lao shan"); it goes before what a dictionary
    says. The name and each of its readings stand on lines of their own, the initials of each behind a space.
    """
    folded = fold(name)
    readings = [tuple(reading.lower().split())] if reading.strip() else []
    readings += islice(_readings(folded), MOST_READINGS)
    spelt = dict.fromkeys("".join(one) for one in readings)
    initials = dict.fromkeys("".join(syllable[0] for syllable in one) for one in readings)
    return {
        "name_key": next(iter(spelt))[:240],
        "search_key": "\n".join((folded, *spelt)),
        "name_initials": "".join(f" {one}" for one in initials),
    }


def _readings(folded: str) -> Iterator[tuple[str, ...]]:
    """Yield the readings of a folded name: the usual one, then those with one character read otherwise, then two …"""
    # A run of other letters comes back as one item unless it is taken apart; the stubs know of texts only.
    usual = lazy_pinyin(folded, errors=list)  # type: ignore[arg-type]
    known = pinyin(list(folded), style=Style.NORMAL, heteronym=True)
    others = {
        at: rest
        for at, (one, all_of_it) in enumerate(zip(usual, known, strict=True))
        if (rest := [other for other in dict.fromkeys(all_of_it) if other != one])
    }
    for size in range(len(others) + 1):
        for places in combinations(others, size):
            for chosen in product(*(others[at] for at in places)):
                changed = dict(zip(places, chosen, strict=True))
                yield tuple(changed.get(at, one) for at, one in enumerate(usual))
