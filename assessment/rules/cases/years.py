"""Reading one data year of a decision case: figures, flags and what happened after the decision."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.rules.enums import Filing
from assessment.rules.facts import Facts
from assessment.rules.judge.timeline import APPEALS, YearFile
from assessment.rules.numbers import figure

SHORT_NAMES = {
    "area": "floor_area",
    "rev": "revenue",
    "lead": "leading_revenue",
    "land": "land_area",
    "fai": "investment",
}
"""Short names of the case format; an indicator's own code is understood as well."""

_KNOWN = frozenset(
    (
        "y", "missing", "draft", "returned", "in_review", "ruled", "exempt", "confirmed", "appeal", "withdrawn", "corr",
        "late", "late_annul", "rerecognised", "level", "issued",
        # Nothing is judged by these.
        "order", "rerun", "district", "name", "merged_into", "merged_from", "note",
    )
)  # fmt: skip
_UNVERIFIED = (
    ("in_review", Filing.SUBMITTED),
    ("returned", Filing.RETURNED),
    ("draft", Filing.DRAFT),
    ("missing", Filing.MISSING),
    ("not_due", Filing.NOT_DUE),
)
_REMARK = re.compile(r"[(（].*?[)）]")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+00:00(?::00)?)?", re.ASCII)
_NO = frozenset({"", "0", "false", "no", "否"})
_LEVELS = frozenset({"municipal", "provincial", "national", "reserve", "applicant"})


class CaseError(ValueError):
    """A case that cannot be read; the message (Chinese) names what is wrong."""


def read_year(entry: Any, codes: frozenset[str], notes: list[str]) -> YearFile:
    """Return the file of one entry of `history`; keys nobody knows are put into `notes`."""
    if not isinstance(entry, Mapping) or not str(entry.get("y")).isdecimal():
        raise CaseError("history：每项应为对象，并有整数年度 y")
    year = int(entry["y"])
    unknown = [key for key in entry if key not in _KNOWN and key not in SHORT_NAMES and key not in codes]
    notes.extend(f"{year}年：不认识的键“{key}”已忽略" for key in unknown)
    late = _changes(entry, "late")
    judged = entry if late is None else _verified(entry, late, codes)
    corrected = _changes(entry, "corr")
    return YearFile(
        facts=_facts(year, judged, codes),
        appeal=_appeal(entry.get("appeal"), year),
        withdrawn=_is_set(entry.get("withdrawn")),
        corrected=None if corrected is None else _facts(year, _verified(judged, corrected, codes), codes),
        annuls=_years(entry.get("late_annul"), year),
        recognised_again=_again(entry.get("rerecognised"), year),
        issued=_issued(entry.get("issued"), year, notes),
        levels=read_levels(entry["level"]) if "level" in entry else None,
        merged="merged_into" in entry or "merged_from" in entry,
    )


def read_levels(text: str) -> frozenset[str]:
    """Return the levels named as municipal, national (a remark in brackets is left out), provincial+municipal …"""
    plain = unicodedata.normalize("NFKC", _REMARK.sub("", text)).lower()
    levels = frozenset(part.strip() for part in plain.split("+"))
    unknown = levels - _LEVELS
    if unknown:
        known = "、".join(sorted(_LEVELS))
        raise CaseError(f"level：不认识的级别“{'、'.join(sorted(unknown))}”，可写 {known}，几个称号用 + 相连")
    return levels


def read_day(text: Any, name: str) -> date:
    """Return a date written as YYYY-MM-DD, or as a spreadsheet shows it: 2021/7/1, 2021-07-01 00:00:00."""
    written = str(text).strip()
    found = _DAY.fullmatch(written)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else date.fromisoformat(written)
    except ValueError as error:
        raise CaseError(f"{name}：“{text}”不是日期（YYYY-MM-DD）") from error


def _issued(raw: Any, year: int, notes: list[str]) -> date | None:
    """Return the day of issue; what is no date is noted, for the day changes no decision."""
    if raw is None:
        return None
    try:
        return read_day(raw, f"{year}年 issued")
    except CaseError as error:
        notes.append(f"{error}，已忽略")
        return None


def _code(key: str, codes: frozenset[str]) -> str:
    """Return the indicator meant by a key; a code of the rulebook's own comes before a short name."""
    return key if key in codes else SHORT_NAMES.get(key, key)


def _changes(entry: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    changes = entry.get(key)
    if changes is not None and not isinstance(changes, Mapping):
        raise CaseError(f"{entry['y']}年：{key} 应为对象")
    return changes


def _verified(entry: Mapping[str, Any], changes: Mapping[str, Any], codes: frozenset[str]) -> dict[str, Any]:
    """Return the entry with changed figures. Figures that arrive for a missing report make it a report."""
    merged = {**entry, **changes}
    if any(_code(key, codes) in codes for key in changes):
        for flag, _ in _UNVERIFIED:
            if flag not in changes:
                merged.pop(flag, None)
    return merged


def _facts(year: int, entry: Mapping[str, Any], codes: frozenset[str]) -> Facts:
    values: dict[str, Decimal | None] = {}
    invalid: dict[str, str] = {}
    for key, raw in entry.items():
        code = _code(key, codes)
        if code in codes:
            values[code] = _figure(raw, code, invalid)
    filing = next((state for flag, state in _UNVERIFIED if _is_set(entry.get(flag))), Filing.VERIFIED)
    if not values and filing is Filing.VERIFIED:
        filing = Filing.MISSING
    ruled = entry.get("ruled")
    if _is_set(ruled) and str(ruled).strip().lower() not in ("fail", "true", "1"):
        raise CaseError(f"{year}年：ruled 只能为 fail")
    return Facts(
        year=year,
        filing=filing,
        values=values,
        invalid=invalid,
        confirmed=_confirmed(entry.get("confirmed"), codes),
        ruled_failed=_is_set(ruled),
        exempt=_is_set(entry.get("exempt")),
    )


def _is_set(raw: Any) -> bool:
    """Return whether a flag is set; as text it is anything but 0, false, no: often the reason itself."""
    return raw.strip().lower() not in _NO if isinstance(raw, str) else bool(raw)


def _figure(raw: Any, code: str, invalid: dict[str, str]) -> Decimal | None:
    """Return a figure: a JSON number with all its digits, or text of plain digits as a table has them; what is none is
    kept as invalid."""
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return Decimal(raw)
    text = "" if raw is None else str(raw).strip()
    try:
        return figure(text) if text else None
    except ValueError as error:
        invalid[code] = str(error)
        return None


def _confirmed(raw: Any, codes: frozenset[str]) -> frozenset[str]:
    """Return the confirmed indicators: those that are named, or all when it is a plain flag or a reason."""
    if not _is_set(raw):
        return frozenset()
    is_list = isinstance(raw, list | dict)
    named = frozenset(_code(str(name), codes) for name in (raw if is_list else re.split(r"[,，、;；\s]+", str(raw))))
    return named if is_list or named <= codes else codes


def _appeal(raw: Any, year: int) -> str:
    """Return the fate of an appeal; one that the district took back itself leaves the card as it is."""
    appeal = str(raw or "").replace(" ", "").lower()
    if appeal == "withdrawn":
        return "rejected"
    if appeal not in APPEALS:
        raise CaseError(f"{year}年：appeal 只能为 {'、'.join(sorted(APPEALS - {''}))}、withdrawn")
    return appeal


def _years(raw: Any, year: int) -> tuple[int, ...]:
    items = raw if isinstance(raw, list) else [] if raw is None else [raw]
    try:
        return tuple(int(item) for item in items)
    except (TypeError, ValueError) as error:
        raise CaseError(f"{year}年：late_annul 应为年度") from error


def _again(raw: Any, year: int) -> date | None:
    """Return the day of a new recognition; a bare flag means the first day of this year, a number that of its year."""
    if not _is_set(raw):
        return None
    text = str(raw).strip().lower()
    if text in ("1", "true"):
        return date(year, 1, 1)
    if re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        return date(int(text), 1, 1)
    return read_day(raw, f"{year}年 rerecognised")
