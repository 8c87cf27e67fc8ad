"""What a fast reader does not tell about a sheet: formulas, errors, merges, hidden parts, each with its address."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from clusters.workbooks.places import Range

MAX_NOTED: Final = 200


@dataclass(slots=True)
class SheetFacts:
    """Facts about one sheet. Lists of cells hold (row, column, text), counted from 1, at most 200 of each kind.

    `hidden_rows` and `hidden_columns` hold inclusive (first, last); `value_rows` counts rows with any content,
    `characters` the text in all cells; `last_row` is the number of the last row written. The text of a `disguised`
    cell is the kind of its format.
    """

    value_rows: int = 0
    last_row: int = 0
    cells: int = 0
    characters: int = 0
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    empty_formulas: list[tuple[int, int, str]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    corrupt: list[tuple[int, int, str]] = field(default_factory=list)
    long_cells: list[tuple[int, int, str]] = field(default_factory=list)
    disguised: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[Range] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The facts as plain lists for JSON."""
        return asdict(self)


def facts_from(data: dict[str, Any]) -> SheetFacts:
    """Rebuild facts from `SheetFacts.as_dict` after JSON. Raises TypeError or ValueError on another shape."""
    rebuilt: dict[str, Any] = {
        name: value if isinstance(value, int) else [Range(*item) if name == "merges" else tuple(item) for item in value]
        for name, value in data.items()
    }
    return SheetFacts(**rebuilt)
