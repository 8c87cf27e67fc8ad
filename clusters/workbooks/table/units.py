"""Units of the bureau's old workbooks and their exact ratios to the units of storage."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from clusters.workbooks.table.decimals import plain

# One of the unit in the family's base unit. A 亩 is two thirds of a thousand square metres, so not a finite decimal.
FAMILIES: Final[tuple[dict[str, Fraction], ...]] = (
    {
        "元": Fraction(1),
        "千元": Fraction(1_000),
        "万元": Fraction(10_000),
        "百万元": Fraction(1_000_000),
        "千万元": Fraction(10_000_000),
        "亿元": Fraction(100_000_000),
    },
    {
        "平方米": Fraction(1),
        "㎡": Fraction(1),
        "m2": Fraction(1),
        "亩": Fraction(2_000, 3),
        "公顷": Fraction(10_000),
        "万平方米": Fraction(10_000),
        "平方公里": Fraction(1_000_000),
        "平方千米": Fraction(1_000_000),
    },
    {"人": Fraction(1), "百人": Fraction(100), "千人": Fraction(1_000), "万人": Fraction(10_000)},
    {"个": Fraction(1), "家": Fraction(1), "户": Fraction(1), "项": Fraction(1), "万家": Fraction(10_000)},
)


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
        if is_finite(value.denominator):
            return decimal_of(value), True
        scaled = round(value * 10**places)
        return plain(Decimal(scaled).scaleb(-places)), False

    def __str__(self) -> str:
        """The conversion in words: `元 → 万元（÷10000）`."""
        if self.factor == 1:
            return f"{self.source} → {self.target}（不换算）"
        if self.factor.numerator == 1:
            return f"{self.source} → {self.target}（÷{self.factor.denominator}）"
        ratio = str(self.factor) if self.factor.denominator != 1 else str(self.factor.numerator)
        return f"{self.source} → {self.target}（×{ratio}）"


def conversion(source: str, target: str) -> Conversion | None:
    """Return the conversion between two units of one family, or None when there is none."""
    if source == target:
        return Conversion(source, target, Fraction(1))
    for family in FAMILIES:
        if source in family and target in family:
            return Conversion(source, target, family[source] / family[target])
    return None


def same_unit(one: str, other: str) -> bool:
    """Say whether two names mean the same unit: ㎡ and 平方米 do, 亿元 and 万元 do not."""
    found = conversion(one, other)
    return found is not None and found.factor == 1


def is_finite(denominator: int) -> bool:
    """Say whether a fraction in lowest terms with this denominator is a finite decimal."""
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1


def decimal_of(value: Fraction) -> Decimal:
    """Return a finite fraction as the exact decimal."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return plain(Decimal((value * 10**places).numerator).scaleb(-places))
