"""Every measure of an official document, each with its clause of GB/T 9704-2012."""

import math
from dataclasses import dataclass
from typing import Final

TWIPS_PER_MM: Final = 1440 / 25.4
TWIPS_PER_PT: Final = 20
EMU_PER_MM: Final = 36000


def mm(length: float) -> int:
    """Millimetres to twips, the unit of WordprocessingML (1/1440 inch), rounded."""
    return round(length * TWIPS_PER_MM)


def pt(length: float) -> int:
    """Points to twips, rounded."""
    return round(length * TWIPS_PER_PT)


# 5.1, 5.2.1: A4, type area (版心) 156 mm x 225 mm; right and bottom follow from top and left.
PAGE_WIDTH_MM: Final = 210.0
PAGE_HEIGHT_MM: Final = 297.0
MARGIN_TOP_MM: Final = 37.0
MARGIN_LEFT_MM: Final = 28.0
TYPE_WIDTH_MM: Final = 156.0
TYPE_HEIGHT_MM: Final = 225.0
MARGIN_RIGHT_MM: Final = PAGE_WIDTH_MM - MARGIN_LEFT_MM - TYPE_WIDTH_MM
MARGIN_BOTTOM_MM: Final = PAGE_HEIGHT_MM - MARGIN_TOP_MM - TYPE_HEIGHT_MM

# 5.2.2: type sizes by their Chinese names, in points.
SIZE_2_PT: Final = 22.0
SIZE_3_PT: Final = 16.0
SIZE_4_PT: Final = 14.0
SIZE_4_XIAO_PT: Final = 12.0
SIZE_5_PT: Final = 10.5
SIZE_5_XIAO_PT: Final = 9.0

# 5.2.3: 22 lines of 28 characters fill the type area. 225 mm / 22 = 28.99 pt; the grid takes the next twip
# count at which 22 lines still fit. 156 mm / 28 = 15.79 pt; charSpace is the difference to 16 pt in 1/4096 pt.
LINES_PER_PAGE: Final = 22
CHARS_PER_LINE: Final = 28
LINE_TWIPS: Final = mm(TYPE_HEIGHT_MM) // LINES_PER_PAGE
LINE_PT: Final = LINE_TWIPS / TWIPS_PER_PT
CHAR_PITCH_PT: Final = mm(TYPE_WIDTH_MM) / TWIPS_PER_PT / CHARS_PER_LINE
CHAR_SPACE: Final = int((CHAR_PITCH_PT - SIZE_3_PT) * 4096)
CHAR_TWIPS: Final = pt(CHAR_PITCH_PT)
# The same pitch as spacing of the text itself, a twip narrower, so that 28 characters fit before justification.
TRACKING_TWIPS: Final = math.floor((CHAR_PITCH_PT - SIZE_3_PT) * TWIPS_PER_PT)

# With a fixed line height, word processors put the baseline at 80 % of it; a Chinese character reaches
# 0.84 of its size above the baseline and 0.08 below it. Offsets "to the upper edge" use these.
BASELINE_SHARE: Final = 0.80
INK_ABOVE: Final = 0.84
INK_BELOW: Final = 0.08

# 7.2.4: upper edge of the issuing organ's mark 35 mm below the type area's upper edge; at most 22 mm x 15 mm a
# character, narrowed to keep the mark in one line.
MARK_OFFSET_MM: Final = 35.0
MARK_MAX_PT: Final = 60.0
MARK_MIN_PT: Final = 22.0
MARK_WIDTH_MM: Final = 152.0
MARK_NARROWEST_PERCENT: Final = 66

# 7.2.5: the document number stands two lines below the mark.
NUMBER_LINES_ABOVE: Final = 2

# 7.2.7: red line 4 mm below the number, as wide as the type area.
RED: Final = "FF0000"
RED_LINE_OFFSET_MM: Final = 4.0
RED_LINE_EIGHTHS_PT: Final = 12

# 7.3.1, 7.3.2: title two lines below the red line, addressees one line below the title.
TITLE_LINES_ABOVE: Final = 2
TITLE_LINE_PT: Final = 34.0
TITLE_MAX_CHARS: Final = 18
ADDRESSEE_LINES_ABOVE: Final = 1

# 7.3.3, 7.3.4: paragraphs begin two characters in; the list of annexes stands one line below the text.
INDENT_CHARS: Final = 2
ANNEX_LINES_ABOVE: Final = 1

# 7.3.5.1: the date ends four characters from the right. A seal of 42 mm presses over name and date with its top
# within one line of the text: two blank lines leave exactly that room. No seal is drawn.
DATE_RIGHT_CHARS: Final = 4
SEAL_LINES_ABOVE: Final = 2

# 7.4.1: lines of the colophon (版记) 0.35 mm outside and 0.25 mm inside, in eighths of a point.
COLOPHON_THICK_EIGHTHS_PT: Final = 8
COLOPHON_THIN_EIGHTHS_PT: Final = 6
COLOPHON_LINE_PT: Final = 24.0

# 7.5: page number in 4号 Song, its dash 7 mm below the type area, one character from the outer edge.
PAGE_NUMBER_OFFSET_MM: Final = 7.0
PAGE_NUMBER_LINE_PT: Final = SIZE_4_PT
DASH_ABOVE_BASELINE: Final = 0.36

# Not of the standard: the marks of a draft and the code of verification.
HEADER_DISTANCE_MM: Final = 15.0
QR_SIDE_MM: Final = 20.0
TABLE_LINE_PT: Final = 17.0
HEADER_LINE_PT: Final = 22.0
VERIFICATION_LINE_PT: Final = 13.0


@dataclass(frozen=True, slots=True)
class Font:
    """A typeface by the name the standard's users know, names to fall back on, best first, and its family for Word."""

    name: str
    alternatives: tuple[str, ...]
    family: str = "roman"


XIAOBIAOSONG: Final = Font(
    "方正小标宋简体", ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "宋体", "SimSun", "Noto Serif CJK SC")
)
FANGSONG: Final = Font("仿宋_GB2312", ("仿宋", "FangSong", "华文仿宋", "FandolFang", "Noto Serif CJK SC"))
KAITI: Final = Font("楷体_GB2312", ("楷体", "KaiTi", "华文楷体", "FandolKai", "Noto Serif CJK SC"))
HEITI: Final = Font("黑体", ("SimHei", "华文黑体", "FandolHei", "Noto Sans CJK SC"), "swiss")
SONGTI: Final = Font("宋体", ("SimSun", "华文宋体", "FandolSong", "Noto Serif CJK SC"))
FONTS: Final = (XIAOBIAOSONG, FANGSONG, KAITI, HEITI, SONGTI)


def red_line_space_pt() -> int:
    """Whole points between the number's line box and the red line, so that ink and line are 4 mm apart."""
    ink_to_box = LINE_PT * (1 - BASELINE_SHARE) - SIZE_3_PT * INK_BELOW
    return round(RED_LINE_OFFSET_MM / 25.4 * 72 - ink_to_box)


def mark_space_before_twips(size: float) -> int:
    """Space above the organ's mark, set in ``size`` points on a line of the same height: ink 35 mm down."""
    ink_in_box = size * (BASELINE_SHARE - INK_ABOVE)
    return mm(MARK_OFFSET_MM) - pt(ink_in_box)


def footer_distance_twips() -> int:
    """Distance of the footer from the paper's lower edge that puts the dash 7 mm below the type area."""
    dash_to_bottom_pt = PAGE_NUMBER_LINE_PT * (1 - BASELINE_SHARE + DASH_ABOVE_BASELINE)
    return mm(MARGIN_BOTTOM_MM - PAGE_NUMBER_OFFSET_MM) - pt(dash_to_bottom_pt)
