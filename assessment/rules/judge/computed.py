"""The figures of one judgement as the formulas need them: usable ones apart, each measure computed once."""

from collections.abc import Mapping
from decimal import Decimal

from assessment.rules.enums import Cause
from assessment.rules.facts import Facts, Figures
from assessment.rules.measures import Measure, Usable
from assessment.rules.numbers import Ratio, is_usable

_NOTHING: Mapping[str, Cause] = {}


class Computed:
    """Facts laid out for computing. `held` are the measures that open findings make undeterminable."""

    __slots__ = ("causes", "facts", "held", "memo", "previous", "values")

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.values = usable(facts.values)
        self.causes = _causes(facts, self.values)
        self.previous: Usable | None = None if facts.previous is None else usable(facts.previous)
        self.memo: dict[str, Ratio | Cause] = {}
        self.held: Mapping[str, Cause] = _NOTHING

    def of(self, measure: Measure) -> Ratio | Cause:
        """Return the exact value of a measure, or why there is none; findings are not considered."""
        value = self.memo.get(measure.code)
        if value is None:
            value = self.memo[measure.code] = measure.read(self.values, self.causes, self.previous)
        return value

    def last_year(self, code: str) -> Decimal | None:
        """Return last year's figure where there is a usable one."""
        return None if self.previous is None else self.previous.get(code)

    def known(self, code: str, *, in_group: bool) -> tuple[str, Decimal] | None:
        """Return what a figure is compared with, in words and as a number.

        It is last year's figure, else that of the last year known, else (`in_group`) the median of its group.
        """
        before = self.last_year(code)
        if before is not None:
            return "上年", before
        earlier = self.facts.earlier
        if earlier is not None:
            figure = earlier.values.get(code)
            if figure is not None and is_usable(figure):
                return f"{earlier.year}年", figure
        middle = self.facts.medians.get(code) if in_group else None
        return None if middle is None else ("同类集聚区中位数", middle)


def usable(figures: Figures) -> dict[str, Decimal]:
    """Return the figures that can be computed with."""
    return {code: value for code, value in figures.items() if value is not None and is_usable(value)}


def _causes(facts: Facts, values: Usable) -> Mapping[str, Cause]:
    """Return the codes whose figure is there but unusable, or whose text is no number."""
    if not facts.invalid and len(values) == len(facts.values):
        return _NOTHING
    unusable = (code for code, value in facts.values.items() if value is not None and code not in values)
    return dict.fromkeys((*facts.invalid, *unusable), Cause.INVALID)


def evaluate(measure: Measure, facts: Facts) -> Ratio | Cause:
    """Return the exact value of `measure` in its unit, or why there is none."""
    return Computed(facts).of(measure)
