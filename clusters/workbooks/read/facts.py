"""What the cells of a sheet do not say: merges, hidden rows and columns, and how many rows hold anything."""

from dataclasses import asdict, dataclass, field
from typing import Any

from clusters.workbooks.places import Range


@dataclass(slots=True)
class SheetFacts:
    """Facts about one sheet; `hidden_rows` and `hidden_columns` hold inclusive (first, last), counted from 1."""

    value_rows: int = 0
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
