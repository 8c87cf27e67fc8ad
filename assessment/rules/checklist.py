"""A data check as the rulebook words it, resolved for a data year."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.rules.citation import Citation
from assessment.rules.enums import Severity
from assessment.rules.measures import Indicator, Measure


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    `form` is required, bounds, compare, ratio, factor, median, sum or base. `fields` are the indicators it
    asks about (the first is the one under suspicion), `measure` the quantity of a ratio or median. `low` and `high` are the limits; `takes_low` / `takes_high` whether the limit itself is admitted.
    While the finding stands, the measures in `holds` cannot be told, and with them the criteria in `touches`.
    """

    code: str
    label: str
    severity: Severity
    form: str
    fields: tuple[Indicator, ...]
    measure: Measure | None
    low: Decimal | None
    high: Decimal | None
    takes_low: bool
    takes_high: bool
    skips_zero: bool
    criterion: str
    group: str
    holds: frozenset[str]
    touches: tuple[str, ...]
    instruction: str
    cite: Citation

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of `fields`."""
        return tuple([field.code for field in self.fields])
