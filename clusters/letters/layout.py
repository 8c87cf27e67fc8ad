"""The measures of an official document that are computed with, each with its clause of GB/T 9704-2012.

What never changes from letter to letter (paper, grid, styles, faces) stands in the blank document, `blank/word/`.
"""

from typing import Final


def mm(length: float) -> int:
    """Millimetres to twips, the unit of WordprocessingML (1/1440 inch), rounded."""
    return round(length * 1440 / 25.4)


def pt(length: float) -> int:
    """Points to twips, rounded."""
    return round(length * 20)


# 5.2.1, 5.2.3: the type area (版心) is 156 mm wide and 28 mm from the left; 22 lines of 28 characters fill it.
TYPE_WIDTH_MM: Final = 156.0
MARGIN_LEFT_MM: Final = 28.0
CHARS_PER_LINE: Final = 28
LINE_TWIPS: Final = 579
CHAR_TWIPS: Final = round(mm(TYPE_WIDTH_MM) / CHARS_PER_LINE)
SIZE_4_TWIPS: Final = pt(14)

# With a fixed line height, word processors put the baseline at 80 % of it; a Chinese character reaches
# 0.84 of its size above the baseline. Offsets "to the upper edge" use these.
BASELINE_SHARE: Final = 0.80
INK_ABOVE: Final = 0.84

# 7.2.4: upper edge of the issuing organ's mark 35 mm below the type area's upper edge; at most 22 mm x 15 mm a
# character, narrowed to keep the mark in one line.
MARK_OFFSET_MM: Final = 35.0
MARK_MAX_PT: Final = 60.0
MARK_MIN_PT: Final = 22.0
MARK_WIDTH_MM: Final = 152.0
MARK_NARROWEST_PERCENT: Final = 66
RED: Final = "FF0000"

# 7.3.1, 7.3.2: a title line holds 18 characters of 2号; addressees stand one line below the title.
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

# Not of the standard: the code of verification.
QR_SIDE_MM: Final = 20.0

# Faces that single words of a paragraph are set in.
KAITI: Final = "楷体_GB2312"
HEITI: Final = "黑体"


def mark_space_before_twips(size: float) -> int:
    """Space above the organ's mark, set in ``size`` points on a line of the same height: ink 35 mm down."""
    return mm(MARK_OFFSET_MM) - pt(size * (BASELINE_SHARE - INK_ABOVE))
