"""What a column of a table holds: its heading, unit, decimals, bounds and choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Value = Decimal | str | None
Values = Mapping[str, Value]


class Kind(StrEnum):
    """What a cell of the column holds."""

    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table that is read or written: a figure, a choice or a text.

    `unit` is part of the heading and the unit of storage; `decimals` is the most a figure may have (0 for WHOLE);
    `min` and `max` are inclusive and in `unit`; `help` is the 口径; `group` is the family shown above the heading.
    """

    code: str
    label: str
    unit: str = ""
    kind: Kind = Kind.NUMBER
    decimals: int = 2
    min: Decimal | None = None
    max: Decimal | None = None
    help: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    group: str = ""

    @property
    def heading(self) -> str:
        """The heading in the template, such as `营业收入（万元）`."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def is_figure(self) -> bool:
        """Whether the column holds numbers."""
        return self.kind in (Kind.NUMBER, Kind.WHOLE)

    @property
    def places(self) -> int:
        """The number of decimal places allowed."""
        return 0 if self.kind is Kind.WHOLE else self.decimals

    @property
    def example(self) -> str:
        """A right entry, for error messages."""
        if self.kind is Kind.CHOICE:
            return self.choices[0] if self.choices else ""
        if self.kind is Kind.TEXT:
            return "文字说明"
        return "1250" if self.places == 0 else f"1250.{'5'.ljust(self.places, '0')}"
