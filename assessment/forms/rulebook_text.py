"""A rulebook as somebody hands it in: read within bounds, and refused with the place in the text."""

import re
from dataclasses import dataclass
from typing import Final

from assessment.rules.parse.reading import RulesetError
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset, YearRules

MAX_LETTERS: Final = 256 * 1024
MAX_LINES: Final = 6000
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199
MAX_CODE: Final = 40
MAX_TITLE: Final = 120
MAX_DAYS: Final = 366
MAX_SPAN: Final = 50
MAX_GRADE: Final = 12
MAX_DECIMALS: Final = 6
AROUND: Final = 2

_TOML_PLACE = re.compile(r"第 (\d+) 行")
_TABLE_PLACE = re.compile(r"：(?:\[([^\]]*)\]|文件开头)(?: ?的“(.+?)”)?：")
_ITEM = re.compile(r"([^ ]*)(?: 第(\d+)项)?")
_NUL = re.compile(r"\\u0000|\\U00000000")
_NESTED = re.compile(r"\.([\w-]+) 第(\d+)项$")
_HEAD = re.compile(r"\s*\[")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, numbered from 1."""

    number: int
    text: str
    is_place: bool


class UnreadableRulebook(ValueError):
    """The text is no rulebook; the message (Chinese) names file, table and key, `lines` show the place."""

    def __init__(self, message: str, lines: tuple[Line, ...] = ()) -> None:
        super().__init__(message)
        self.lines = lines


def read(text: str, name: str) -> Ruleset:
    """Return the rulebook of a text. Raises UnreadableRulebook, whatever the text is."""
    if len(text) > MAX_LETTERS or text.count("\n") > MAX_LINES:
        raise UnreadableRulebook(f"{name}：规则集全文不能超过 {MAX_LETTERS // 1024} 千字、{MAX_LINES} 行。")
    if _NUL.search(text):
        raise UnreadableRulebook(f"{name}：不能含有编号为零的字符（\\u0000）。")
    try:
        rules = parse_ruleset(text, name)
    except RulesetError as error:
        raise UnreadableRulebook(str(error), excerpt(text, place_of(str(error), text))) from error
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableRulebook(f"{name}：有数值大到无法读取，或嵌套层数过多，请检查。") from error
    if fault := _out_of_bounds(rules):
        raise UnreadableRulebook(f"{name}：{fault}")
    return rules


def _out_of_bounds(rules: Ruleset) -> str:
    """Return what goes beyond what the register can store or a calendar can count; empty when nothing does."""
    last = rules.last_year or rules.first_year
    if not FIRST_YEAR <= rules.first_year <= last <= LAST_YEAR:
        return f"[years] 的施行年度应在 {FIRST_YEAR}—{LAST_YEAR} 之间"
    if len(rules.code) > MAX_CODE or len(rules.title) > MAX_TITLE:
        return f"“code”不能超过 {MAX_CODE} 字，“title”不能超过 {MAX_TITLE} 字"
    if any(char < " " or char == "\x7f" for char in rules.code + rules.title):
        return "“code”和“title”不能含有控制字符"
    return next(filter(None, (_year_out_of_bounds(year) for _, year in rules.steps)), "")


def _year_out_of_bounds(rules: YearRules) -> str:
    policy = rules.policy
    if policy.appeal_working_days > MAX_DAYS or policy.warning_days > MAX_DAYS * 2:
        return f"[policy] 的“appeal_working_days”不能超过 {MAX_DAYS}，“warning_days”不能超过 {MAX_DAYS * 2}"
    if any(streak.within > MAX_SPAN for streak in policy.streak):
        return f"[policy.streak] 的“within”不能超过 {MAX_SPAN} 年"
    codes = [grade.code for grade in policy.grading.order] if policy.grading else []
    if any(len(code) > MAX_GRADE for code in codes):
        return f"[policy.grading] 的等次代码不能超过 {MAX_GRADE} 字"
    fine = [measure.code for measure in rules.measures.values() if measure.decimals > MAX_DECIMALS]
    return f"[measures.{fine[0]}] 的“decimals”不能超过 {MAX_DECIMALS}" if fine else ""


def place_of(message: str, text: str) -> int | None:
    """Return the line (from 1) that a refusal is about, or None where it cannot be told."""
    place = _TOML_PLACE.search(message)
    if place:
        return int(place[1])
    if "全文末尾" in message:
        return len(text.splitlines()) or None
    found = _TABLE_PLACE.search(message)
    return _line_of_table(text.splitlines(), found[1] or "", found[2] or "") if found else None


def _line_of_table(lines: list[str], place: str, key: str) -> int | None:
    """Return the line of the key in the table, else of the table's head, else of the entry that holds the table."""
    item = _ITEM.match(place)
    name, number = (item[1], item[2]) if item else (place, None)
    head = _line_of_head(lines, name, int(number) if number else None)
    if head is None and "." in name:
        return _line_of_table(lines, name.rpartition(".")[0], name.rpartition(".")[2])
    if head is None and name:
        return None
    nested = _NESTED.search(place)
    start = _line_of_item(lines, head or 0, nested[1], int(nested[2])) if nested else head or 0
    if nested and start != head:
        return start
    for offset, line in enumerate(lines[start:], start):
        if _HEAD.match(line):
            break
        if key and re.search(rf"(?:^|[\s{{,]){re.escape(key)}\s*=", line):
            return offset + 1
    return head


def _line_of_item(lines: list[str], head: int, name: str, number: int) -> int:
    """Return the line (from 1) of the n-th `{ … }` in the list `name = [ … ]` below a head; the head's where unclear."""
    opened = seen = depth = 0
    for offset, line in enumerate(lines[head:], head + 1):
        if not opened and _HEAD.match(line):
            break
        named = re.match(rf"\s*{re.escape(name)}\s*=\s*\[", line)
        if named:
            opened = offset
        for char in line.split("#", 1)[0][named.end() if named else 0 :] if opened else "":
            seen += char == "{" and depth == 0
            depth += (char in "{[") - (char in "}]")
            if seen == number:
                return offset
            if depth < 0:
                return head
    return head


def _line_of_head(lines: list[str], name: str, number: int | None) -> int | None:
    """Return the line (from 1) of `[name]`, or of the n-th `[[name]]`."""
    wanted = f"[[{name}]]" if number else f"[{name}]"
    found = [index for index, line in enumerate(lines, 1) if line.split("#", 1)[0].strip() == wanted]
    place = (number or 1) - 1
    return found[place] if name and place < len(found) else None


def excerpt(text: str, place: int | None) -> tuple[Line, ...]:
    """Return the lines around a place, shortened to what fits on a page."""
    lines = text.splitlines()
    if place is None or not 1 <= place <= len(lines):
        return ()
    first = max(1, place - AROUND)
    return tuple(
        Line(number, lines[number - 1][:200], number == place)
        for number in range(first, min(len(lines), place + AROUND) + 1)
    )
