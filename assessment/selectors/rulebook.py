"""The rulesets as the engine reads them: which text governs a data year."""

from dataclasses import replace
from functools import lru_cache

from django.db.models import Exists, OuterRef

from assessment.models import ReportingYear, RulesetVersion
from assessment.rules.criteria import Test, Threshold
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.rules.ruleset import Ruleset, YearRules


@lru_cache(maxsize=64)
def parsed_text(sha256: str, text: str, name: str) -> Ruleset:
    """Return the parsed text of a rulebook, stored or rehearsed; parsing happens once a process."""
    return parse_ruleset(text, name)


def parsed(row: RulesetVersion) -> Ruleset:
    """Return the parsed text of a stored ruleset; parsing happens once a process."""
    return parsed_text(row.sha256, row.text, row.code)


@lru_cache(maxsize=64)
def _carding(sha256: str, text: str, name: str) -> Ruleset:
    whole = parsed_text(sha256, text, name)
    return replace(whole, steps=tuple((since, _only_carding(rules)) for since, rules in whole.steps))


def carding(row: RulesetVersion) -> Ruleset:
    """Return a stored ruleset with nothing but the lines that can give a card, for whoever needs no score.

    Verdict, carding lines and findings are those of the whole; judging takes a fraction of the time.
    """
    return _carding(row.sha256, row.text, row.code)


def _only_carding(rules: YearRules) -> YearRules:
    """Return the rules without the lines that only score; as they are where the score decides about the card."""
    if not isinstance(rules.policy.combine, str | int):
        return rules
    kept = [pair for pair in zip(rules.criteria, rules.judges, strict=True) if pair[0].spec.card]
    return replace(
        rules,
        policy=replace(rules.policy, scoring=None, grading=None),
        criteria=tuple(criterion for criterion, _ in kept),
        judges=tuple(judge for _, judge in kept),
    )


def in_force(year: int) -> RulesetVersion | None:
    """Return the active ruleset for the data year, or None: then nothing may be judged."""
    return RulesetVersion.objects.in_force(year).order_by("-first_year").first()


def governed() -> dict[int, bool]:
    """Return the data years that the city has opened, newest first, each with whether a ruleset is in force for it."""
    rulesets = RulesetVersion.objects.in_force(OuterRef("year"))
    return dict(ReportingYear.objects.annotate(is_governed=Exists(rulesets)).values_list("year", "is_governed"))


def unruled(year: int, *, is_governed: bool | None = None) -> str:
    """Return what every page of a data year says while no ruleset is in force for it, "" where one is.

    `is_governed` is for a caller who knows already.
    """
    if in_force(year) is not None if is_governed is None else is_governed:
        return ""
    return f"{year}年度没有施行的规则集：可以填报和核实，不能评分、作出决定。须由市级起草、推演并签发适用的规则集。"


def for_entry(year: int) -> RulesetVersion | None:
    """Return the ruleset whose data checks guard the entry of figures: the one in force, else the last before."""
    found = in_force(year)
    if found is not None:
        return found
    return RulesetVersion.objects.exclude(state="draft").filter(first_year__lte=year).order_by("-first_year").first()


def rules_of(year: int) -> YearRules | None:
    """Return the rules in force for the data year, None where nothing may be judged."""
    row = in_force(year)
    return parsed(row).at(year) if row else None


def card_tests(rules: YearRules | None) -> list[Test]:
    """Return the lines that can give a card by themselves; one that differs by group is left out, for it is not one."""
    found = (criterion.rule for criterion in rules.carding) if rules else ()
    return [rule.test for rule in found if isinstance(rule, Threshold) and not rule.by]


def area_tests(rules: YearRules | None) -> list[Test]:
    """Return those of `card_tests` that ask for a figure per area, whichever area the rulebook divides by."""
    return [
        test
        for test in card_tests(rules)
        if rules and test.measure.form == "ratio" and test.measure.sources[-1].code == rules.policy.area
    ]
