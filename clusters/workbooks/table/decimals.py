"""Exact figures as they are counted and shown."""

from decimal import Decimal


def decimals_of(figure: Decimal) -> int:
    """Return the number of decimal places as written."""
    exponent = figure.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def plain(figure: Decimal) -> Decimal:
    """Return the figure without an exponent and without trailing zeros after the point."""
    text = format(figure, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def shown(figure: Decimal) -> str:
    """Return the figure as people write it, with thousands separators; a monstrous one in short form."""
    return f"{figure:,f}" if abs(figure.adjusted()) < 30 else f"{figure:.6E}"
