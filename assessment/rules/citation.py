"""Where a value comes from, and from which data year it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from assessment.rules.enums import Basis

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Citation:
    """A document, a clause in it, and whether it stands there (notice), was ordered (client) or chosen (department)."""

    document: str
    clause: str
    basis: Basis
    note: str = ""

    @property
    def text(self) -> str:
        """The citation as one reads it: 青政字〔2020〕30号 一、总体目标（委托方确定）."""
        return f"{self.document} {self.clause}（{self.basis.label}）"


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value that holds from data year `since` on."""

    since: int
    value: T
    cite: Citation


def in_force(values: Sequence[Dated[T]], year: int) -> Dated[T] | None:
    """Return the latest of `values` (in order of year) that holds in data year `year`."""
    return next((entry for entry in reversed(values) if entry.since <= year), None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named figure of the rulebook with its unit and its history."""

    code: str
    label: str
    unit: str
    values: tuple[Dated[Decimal], ...]
