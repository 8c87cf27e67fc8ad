"""Conversions from the units of the bureau's old workbooks to the units of storage."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from clusters.units import IN_WORKBOOKS
from clusters.workbooks.table.decimals import plain


@dataclass(frozen=True, slots=True)
class Conversion:
    """From the unit of a foreign column to the unit of storage; `factor` is what one foreign unit is worth."""

    source: str
    target: str
    factor: Fraction

    def apply(self, figure: Decimal, places: int) -> tuple[Decimal, bool]:
        """Return the converted figure and whether it is exact.

        An exact result keeps all its digits, whatever `places` says; only one without end is rounded, half to even.
        """
        value = Fraction(figure) * self.factor
        if is_finite(value):
            return decimal_of(value), True
        return decimal_of(round(value, places)), False

    def __str__(self) -> str:
        """The conversion in words: `元 → 万元（÷10000）`."""
        if self.factor == 1:
            return f"{self.source} → {self.target}（不换算）"
        if self.factor.numerator == 1:
            return f"{self.source} → {self.target}（÷{self.factor.denominator}）"
        ratio = str(self.factor) if self.factor.denominator != 1 else str(self.factor.numerator)
        return f"{self.source} → {self.target}（×{ratio}）"


def conversion(source: str, target: str) -> Conversion | None:
    """Return the conversion between two units of one kind, or None when there is none."""
    factor = Fraction(1) if source == target else dict(IN_WORKBOOKS.siblings(target)).get(source)
    return None if factor is None else Conversion(source, target, factor)


def same_unit(one: str, other: str) -> bool:
    """Say whether two names mean the same unit: ㎡ and 平方米 do, 亿元 and 万元 do not."""
    found = conversion(one, other)
    return found is not None and found.factor == 1


def is_finite(value: Fraction) -> bool:
    """Say whether a fraction has an end as a decimal: its denominator has no primes but two and five."""
    return 10 ** value.denominator.bit_length() % value.denominator == 0


def decimal_of(value: Fraction) -> Decimal:
    """Return a fraction that has an end as the exact decimal."""
    places = value.denominator.bit_length()
    return plain(Decimal(f"{value.numerator * 10**places // value.denominator}e-{places}"))
