"""Number formats: what a cell shows counts, so a number counts only when its format shows just that number.

A format has up to four sections (positive; negative; zero; text) of placeholders and literals. `General` and `#,##0.00`
show the number; `0%`, `0.0,` or `0"."0` show another one, `;;;` shows none, and `0.00"亿元"` shows a unit.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from clusters.workbooks.guard.xmlscan import XmlScan
from clusters.workbooks.read.raw import Odd, written

PERCENT: Final = "百分数"
SCALED: Final = "改变了显示倍数的数"
DATE: Final = "日期或时间"
SCIENTIFIC: Final = "科学计数法的数"
FRACTION: Final = "分数"
CONDITIONAL: Final = "显示方式随大小改变的数"
DISFIGURED: Final = "夹有其他文字或数字的数"
WRONG_SIGN: Final = "正负号显示不正确的数"
UNSEEN: Final = "不显示的内容"
WORDS: Final = "只显示为文字的数"
ROUNDED: Final = "显示不完整的数"
WITH_UNIT: Final = "带单位的数"
GENERAL: Final = "General"
EXACT_DIGITS: Final = 15
ACCOUNTING: Final = '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ '
# The formats that a workbook names by number alone; all other numbers without a code are dates or General.
BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"￥"#,##0', 6: '"￥"#,##0', 7: '"￥"#,##0.00', 8: '"￥"#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 41: ACCOUNTING, 42: '"￥"' + ACCOUNTING,
    43: ACCOUNTING.replace("#,##0", "#,##0.00"), 44: '"￥"' + ACCOUNTING, 48: "##0.0E+0", 49: "@",
}  # fmt: skip
DATES: Final = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))

TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<exponent>[Ee][+-])|(?P<digits>[0#?]+)|(?P<end>;)|(?P<bare>.)",
    re.DOTALL,
)
COLOUR: Final = re.compile(
    r"(?:Color ?\d+|Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|[黑蓝青绿洋红白黄]+色?)", re.I
)
# A comma after the last digit divides what is shown by a thousand; between digits it only separates thousands.
SCALING: Final = re.compile(r"[0#?.],+(?![0#?,.])")
# Signs and brackets of negative numbers; everything else a literal says is a unit or a word.
SIGNS: Final = "-－−+()（）"


@dataclass(frozen=True, slots=True)
class Section:
    """How one section shows numbers: `odd` says why not as they are; else with at most `places` decimals and `unit`."""

    odd: str = ""
    places: int | None = None
    unit: str = ""
    # The signs that literals show before the digits, and whether at least one digit always shows.
    signs: str = ""
    has_zero: bool = True


@dataclass(frozen=True, slots=True)
class Format:
    """What a format does to positive and negative numbers, to zero, and (as the kind of an odd cell) to text."""

    positive: Section
    negative: Section
    zero: Section
    text: str = ""

    def shown(self, number: float, text: str) -> float | Odd:
        """Return the number when a person reads just this number in the cell; `text` is the number as stored."""
        section = self.positive if number > 0 else self.negative if number < 0 else self.zero
        if section.odd:
            return Odd(section.odd, f"{number * 100:.12g}%" if section.odd == PERCENT else f"实际为 {written(number)}")
        places = section.places
        if places is not None and (len(text.partition(".")[2]) > places or "E" in text or "e" in text):
            exact = Decimal(f"{number:.15g}").normalize()
            # A number of more than fifteen digits before the point has none behind it.
            if exact.adjusted() < EXACT_DIGITS and exact != round(exact, places):
                rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
                return Odd(ROUNDED, f"显示为 {rounded}，实际为 {written(number)}", number)
        return Odd(WITH_UNIT, f"{written(number)}{section.unit}", number, section.unit) if section.unit else number


class FormatScan(XmlScan):
    """Read the styles part; `formats` holds, by style number as text, the formats that are not General."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.formats: dict[str, Format] = {}
        self._codes = {str(number): code for number, code in BUILT_IN.items()}
        self._codes |= dict.fromkeys(map(str, DATES), "yyyy-mm-dd")
        self._styles = 0
        self.openings = {"numFmt": self._define, "cellXfs": self._begin_cells}
        self.endings = {"cellXfs": self._end_cells}

    def _define(self, attributes: dict[str, str]) -> None:
        self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def _begin_cells(self, _: object) -> None:
        self.openings["xf"] = self._use

    def _end_cells(self) -> None:
        del self.openings["xf"]

    def _use(self, attributes: dict[str, str]) -> None:
        code = self._codes.get(attributes.get("numFmtId", ""), GENERAL)
        if code != GENERAL:
            self.formats[str(self._styles)] = format_of(code)
        self._styles += 1


@lru_cache(maxsize=256)
def format_of(code: str) -> Format:
    """Return what a format code does to each kind of number."""
    sections = [section_of(tokens) for tokens in split(code)]
    texts = text_kind(code)
    first = sections[0]
    if len(sections) == 1:
        return Format(signed(first, ""), signed(first, ""), visible_zero(signed(first, "")), texts)
    negative = signed(sections[1], "-")
    zero = sections[2] if len(sections) > 2 else signed(first, "")
    if len(sections) > 2 and zero.signs in ("-", "－") and not zero.has_zero and not zero.unit:
        # Accounting formats show zero as a dash; a percentage of nothing stays a percentage.
        return Format(signed(first, ""), negative, Section(first.odd), texts)
    return Format(signed(first, ""), negative, visible_zero(signed(zero, "")), texts)


def signed(section: Section, sign: str) -> Section:
    """Return the section, made odd when the signs it shows are not those of the numbers it is for."""
    shows_minus = any(mark in section.signs for mark in "-－−(（")
    return section if section.odd or shows_minus == bool(sign) else Section(WRONG_SIGN)


def visible_zero(section: Section) -> Section:
    """Return the section for zero, made odd when nothing of zero shows."""
    return section if section.odd or section.has_zero else Section(UNSEEN)


def split(code: str) -> list[list[re.Match[str]]]:
    """Return the tokens of each section."""
    sections: list[list[re.Match[str]]] = [[]]
    for token in TOKEN.finditer(code):
        if token["end"]:
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def section_of(tokens: list[re.Match[str]]) -> Section:
    """Return what one section does."""
    odd = next((kind for kind in map(kind_of, tokens) if kind), "")
    if odd:
        return Section(odd)
    pattern = "".join(skeleton(token) for token in tokens)
    literal = "".join(literal_of(token) for token in tokens).strip()
    signs = "".join(mark for mark in literal if mark in SIGNS)
    unit = "".join(mark for mark in literal if mark not in SIGNS).strip()
    if "G" in pattern:
        return Section(unit=unit, signs=signs) if pattern.count("G") == 1 else Section(DISFIGURED)
    if not re.search(r"[0#?]", pattern):
        return Section(WORDS if literal else UNSEEN, unit=unit, signs=signs, has_zero=False)
    if SCALING.search(pattern):
        return Section(SCALED)
    if not re.fullmatch(r"[^0#?.,]*[0#?,]*(?:\.[0#?]*)?[^0#?.,]*", pattern) or re.search(r"[0-9.,]", literal):
        return Section(DISFIGURED)
    whole, _, decimals = pattern.partition(".")
    return Section("", len(re.findall(r"[0#?]", decimals)), unit, signs, "0" in whole + decimals)


def kind_of(token: re.Match[str]) -> str:
    """Return why a token alone shows another figure, or the empty text."""
    bracket, bare = token["bracket"], token["bare"] or ""
    if bracket is not None:
        if bracket[:1] in "<>=":
            return CONDITIONAL
        if re.fullmatch(r"h+|m+|s+", bracket, re.I):
            return DATE
        return "" if bracket.startswith("$") or COLOUR.fullmatch(bracket) else DISFIGURED
    if token["exponent"]:
        return SCIENTIFIC
    if bare == "%":
        return PERCENT
    if bare == "/":
        return FRACTION
    return DATE if bare.lower() in tuple("ymdhseg") else ""


def skeleton(token: re.Match[str]) -> str:
    """Return the token as it stands among the placeholders: G for the number itself, L for a literal."""
    if token["general"] or token["bare"] == "@":
        return "G"
    if token["digits"]:
        return token["digits"]
    if token["bare"] in (".", ","):
        return token["bare"]
    return "L" if literal_of(token).strip() else ""


def literal_of(token: re.Match[str]) -> str:
    """Return what the token shows beside the number."""
    if token["bracket"] is not None:
        return token["bracket"][1:].partition("-")[0] if token["bracket"].startswith("$") else ""
    if token["bare"] in (".", ",", "@"):
        return ""
    return token["quoted"] or token["escaped"] or token["fill"] or token["bare"] or ""


def text_kind(code: str) -> str:
    """Return how a format changes texts, as the kind of an odd cell: it hides them or adds words."""
    sections = split(code)
    section = sections[3] if len(sections) > 3 else next((one for one in sections if has_text(one)), None)
    if section is None:
        return ""
    if not has_text(section):
        return UNSEEN
    return DISFIGURED if "".join(map(literal_of, section)).strip() else ""


def has_text(tokens: list[re.Match[str]]) -> bool:
    """Say whether a section has a place for text."""
    return any(token["bare"] == "@" for token in tokens)
