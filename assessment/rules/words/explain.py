"""A proposal in plain Chinese with its citations: the same words on every page, in the letter and in the API."""

from dataclasses import dataclass, fields
from typing import Any

from assessment.rules.outcome import Line, Outcome
from assessment.rules.ruleset import Ruleset, YearRules
from assessment.rules.words.conclusion import (
    as_decided,
    history_sentence,
    reading_sentences,
    remark_sentences,
    verdict_sentence,
)
from assessment.rules.words.distance import distance, joint
from assessment.rules.words.sentences import (
    criterion_sentence,
    distance_sentence,
    input_sentences,
    joint_sentence,
    near_sentence,
    open_sentences,
    score_sentences,
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sections of an explanation, each a list of sentences; a section without sentences is left out on the page.

    `verdict` is the conclusion, `history` what it rests on in earlier years.
    """

    verdict: str
    history: str
    inputs: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    distances: tuple[str, ...] = ()
    joint: str = ""
    open: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    score: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def decided(self) -> "Explanation":
        """The same explanation as it reads once the decision has taken effect."""
        told: dict[str, Any] = {}
        for name, text in ((one.name, getattr(self, one.name)) for one in fields(self)):
            told[name] = as_decided(text) if isinstance(text, str) else tuple(map(as_decided, text))
        return Explanation(**told)

    @property
    def sections(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sections with their Chinese headings, in reading order, without empty ones."""
        all_sections = (
            ("结论", _some(self.verdict, self.history)),
            ("填报数据", self.inputs),
            ("逐项判断", self.criteria),
            ("距标准的差距", (*self.distances, *_some(self.joint))),
            ("尚待解决", self.open),
            ("接近标准线", self.near),
            ("综合评分", self.score),
            ("说明", self.remarks),
            ("适用规则与口径", self.readings),
        )
        return tuple(section for section in all_sections if section[1])

    @property
    def text(self) -> str:
        """The whole explanation as paragraphs."""
        return "\n".join(f"{heading}：\n" + "\n".join(lines) for heading, lines in self.sections)


def explain(outcome: Outcome, ruleset: Ruleset | None) -> Explanation:
    """Return the explanation of `outcome`; `ruleset` is the one it was judged by (None for NO_RULE)."""
    rules = None if ruleset is None else ruleset.at(outcome.year)
    if ruleset is None or rules is None:
        return Explanation(verdict_sentence(outcome, None), "")
    lines = outcome.carding or outcome.lines
    missed = tuple(found for found in map(distance, _conditions(outcome.carding)) if found is not None)
    return Explanation(
        verdict=verdict_sentence(outcome, rules),
        history=history_sentence(outcome, rules),
        inputs=input_sentences(lines, outcome.findings),
        criteria=tuple(criterion_sentence(line) for line in lines),
        distances=tuple(distance_sentence(found) for found in missed),
        joint=_joint(outcome, rules),
        open=open_sentences(outcome, rules),
        near=tuple(near_sentence(line, rules) for line in outcome.carding if line.near),
        score=score_sentences(outcome, rules.policy.grading),
        remarks=remark_sentences(outcome, rules),
        readings=reading_sentences(outcome, ruleset, rules),
    )


def _conditions(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines and, of compound ones, their comparisons."""
    return tuple(leaf for line in lines for leaf in line.leaves)


def _joint(outcome: Outcome, rules: YearRules) -> str:
    """Return the way to all lines together, where it takes more than one figure."""
    if rules.policy.combine != "all":
        return ""
    changes = joint(outcome.carding) or ()
    return joint_sentence(changes) if len(changes) > 1 else ""


def _some(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
