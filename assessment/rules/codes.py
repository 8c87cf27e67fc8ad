"""The short codes of decisions used in case files and tables."""

from assessment.rules.enums import Flag, Standing, Verdict, Why
from assessment.rules.outcome import Outcome

ANNULLED = "ANNULLED"
_PLAIN = {
    Verdict.PASS: "NONE",
    Verdict.DELIST: "DELIST",
    Verdict.HOLD: "HOLD",
    Verdict.NOT_ASSESSED: "NOT_ASSESSED",
    Verdict.NO_RULE: "NO_RULE",
    Verdict.ESCALATE: "ESCALATE",
}
CARD_VERDICTS = frozenset({Verdict.YELLOW_CARD, Verdict.DELIST, Verdict.ESCALATE})


def code_of(outcome: Outcome) -> str:
    """Return the decision code of a proposal: NONE, YELLOW, YELLOW_PRIOR_OPEN, DELIST, HOLD …"""
    if outcome.verdict is not Verdict.YELLOW_CARD:
        return _PLAIN[outcome.verdict]
    if outcome.has(Flag.DELIST_SUSPENDED):
        return "YELLOW_DELIST_SUSPENDED"
    return "YELLOW_PRIOR_OPEN" if outcome.has(Flag.PRIOR_OPEN) else "YELLOW"


def standing_after(outcome: Outcome, *, appealed: bool = False) -> Standing:
    """Return how the year stands for later years once its proposal is confirmed."""
    if outcome.verdict is Verdict.PASS:
        return Standing.PASSED
    if outcome.verdict is Verdict.DELIST:
        return Standing.DELISTED
    if outcome.verdict in CARD_VERDICTS:
        return Standing.CARD_APPEALED if appealed else Standing.CARD
    if outcome.verdict is Verdict.HOLD:
        return Standing.OPEN
    return Standing.EXEMPT if Why.EXEMPTED in outcome.why else Standing.NOT_ASSESSED
