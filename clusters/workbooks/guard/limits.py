"""How large a sheet may be."""

from typing import Final

MAX_DATA_ROWS: Final = 5_000
# Titles, notes and headings stand above the data.
MAX_VALUE_ROWS: Final = MAX_DATA_ROWS + 50
MAX_ROW: Final = 9_999
MAX_COLUMN: Final = 60
MAX_TEXT: Final = 500
MAX_CELLS: Final = 1_000_000
MAX_MERGES: Final = 10_000
