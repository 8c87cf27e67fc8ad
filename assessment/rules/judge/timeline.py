"""A whole history, folded year by year as if every proposal were confirmed, with what happens afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assessment.rules.engine import assess
from assessment.rules.enums import Filing, Standing, Verdict
from assessment.rules.facts import Earlier, Facts, Prior, Title
from assessment.rules.judge.field import NO_FIELD, Entrant, Field, field_of
from assessment.rules.outcome import ANNULLED, CARD_VERDICTS, Outcome, code_of, standing_after
from assessment.rules.ruleset import Rulebook

APPEALS = frozenset({"", "upheld", "rejected", "pending", "pending>upheld", "pending>rejected"})


@dataclass(frozen=True, slots=True)
class YearFile:
    """A data year of a history: the figures, and what happened after its decision.

    `appeal` is one of APPEALS; after ">" stands a ruling given only when all years were decided. `withdrawn`: the city
    took the card back. `corrected` are the figures accepted after the decision: a correction that takes a card away
    works before the next year is decided (like an appeal), one that adds a card after all years were decided. `annuls`
    names years whose cards are annulled after this year's decision. `recognised_again` starts a new recognition.
    `issued` is the day the decision was issued. `levels` replaces the title's levels for this year.

    Where `facts.previous` is None, the verified figures of the year before in the history are used, for the data
    checks those of the last year known.
    """

    facts: Facts
    appeal: str = ""
    withdrawn: bool = False
    corrected: Facts | None = None
    annuls: tuple[int, ...] = ()
    recognised_again: date | None = None
    issued: date | None = None
    levels: frozenset[str] | None = None
    merged: bool = False

    @property
    def year(self) -> int:
        return self.facts.year


@dataclass(frozen=True, slots=True)
class History:
    """The years of one cluster, in any order, and the title they begin with."""

    title: Title
    files: tuple[YearFile, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A decision of the year, or its annulment."""

    code: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class YearResult:
    """All decisions of a data year in the order in which they were made; the last one counts.

    `recognition` numbers the recognitions of the history from 0; `standing` is how the year stands in the end.
    """

    year: int
    recognition: int
    standing: Standing
    steps: tuple[Step, ...]

    @property
    def code(self) -> str:
        """The decision that counts."""
        return self.steps[-1].code

    @property
    def trail(self) -> str:
        """All decisions, as DELIST>YELLOW."""
        return ">".join(step.code for step in self.steps)

    @property
    def outcome(self) -> Outcome:
        """The latest outcome, with the figures of the last version."""
        return self.steps[-1].outcome


@dataclass(slots=True)
class _Year:
    file: YearFile
    title: Title
    recognition: int
    facts: Facts
    among: Field = NO_FIELD
    steps: list[Step] = field(default_factory=list)
    standing: Standing = Standing.WAITING
    annulled: bool = False
    ruled: bool = False

    @property
    def is_under_appeal(self) -> bool:
        return self.file.appeal.startswith("pending") and not self.ruled

    @property
    def upheld(self) -> bool:
        return self.file.appeal == "upheld" or (self.ruled and self.file.appeal == "pending>upheld")

    @property
    def has_late_news(self) -> bool:
        """True for a ruling given late, and for a correction that was not applied with the decision."""
        late_figures = self.file.corrected is not None and self.facts is not self.file.corrected
        return ">" in self.file.appeal or late_figures


def timeline(title: Title, files: Iterable[YearFile], rulebook: Rulebook) -> tuple[YearResult, ...]:
    """Return the decisions of every year of one history, in order of year, whatever order the files come in.

    One cluster alone has no field: nobody to be ranked with, no median. Raises ValueError for two files of one year.
    """
    history = _Fold("", History(title, tuple(files)), rulebook)
    for year in history.years:
        history.take(year)
    return history.results()


def timelines(histories: Mapping[str, History], rulebook: Rulebook) -> dict[str, tuple[YearResult, ...]]:
    """Return the decisions of every year of each history by its key, all folded together year by year.

    Each year has its field, taken before its first decision and kept: a later correction or ruling moves the own place
    only. Raises ValueError for two files of one year.
    """
    folds = [_Fold(key, history, rulebook) for key, history in histories.items()]
    for number in sorted({year.file.year for fold in folds for year in fold.years}):
        due = [(fold, year) for fold in folds for year in fold.years if year.file.year == number]
        among = field_of([fold.entrant(year) for fold, year in due], rulebook.for_year(number))
        for fold, year in due:
            year.among = among
            fold.take(year)
    return {fold.key: fold.results() for fold in folds}


def _years(title: Title, files: Sequence[YearFile]) -> list[_Year]:
    years: list[_Year] = []
    recognition = 0
    for file in files:
        if years and years[-1].file.year == file.year:
            raise ValueError(f"{file.year}年有两条记录")
        if file.recognised_again is not None:
            title, recognition = replace(title, recognised_on=file.recognised_again), recognition + 1
        held = title if file.levels is None else replace(title, levels=file.levels)
        years.append(_Year(file, replace(held, merged=held.merged or file.merged), recognition, file.facts))
    return years


class _Fold:
    """The years of one history while they are folded."""

    def __init__(self, key: str, history: History, rulebook: Rulebook) -> None:
        self.key = key
        self.years = _years(history.title, sorted(history.files, key=lambda file: file.year))
        self.rulebook = rulebook

    def take(self, year: _Year) -> None:
        """Decide a year, and do what follows on its decision before the next year is decided."""
        self.decide(year)
        self.settle(year)
        self.annul(year.file.annuls, year.file.year)

    def results(self) -> tuple[YearResult, ...]:
        """Return the years as they stand once what became known late is applied as well."""
        self.reopen()
        return tuple(
            YearResult(year.file.year, year.recognition, year.standing, tuple(year.steps)) for year in self.years
        )

    def decide(self, year: _Year) -> None:
        """Judge a year from the years before it; note the decision when it is a new one. Annulled stays annulled."""
        if not year.annulled:
            self._note(year, self._assess(year))

    def settle(self, year: _Year) -> None:
        """Take a card away when the appeal was upheld, the city withdrew it, or corrected figures say so."""
        if year.annulled or year.steps[-1].outcome.verdict not in CARD_VERDICTS:
            return
        if year.file.withdrawn or year.upheld:
            self._annul(year)
        elif year.file.corrected is not None:
            year.facts = year.file.corrected
            outcome = self._assess(year)
            if outcome.verdict is Verdict.PASS:
                self._annul(year, Standing.PASSED)
            else:
                self._note(year, outcome)

    def annul(self, annulled: Sequence[int], until: int) -> None:
        """Annul the cards of these years and judge the later ones, up to `until`, again."""
        if not annulled:
            return
        for year in self.years:
            if year.file.year in annulled and year.steps and year.steps[-1].outcome.verdict in CARD_VERDICTS:
                self._annul(year)
        self._again(min(annulled), until)

    def reopen(self) -> None:
        """Apply what became known only after all years were decided, and judge the later years again."""
        changed = [year for year in self.years if year.has_late_news]
        for year in changed:
            year.ruled = True
            if not year.annulled and year.file.corrected is not None:
                year.facts = year.file.corrected
        if changed:
            self._again(changed[0].file.year, self.years[-1].file.year)

    def _again(self, first: int, until: int) -> None:
        for year in self.years:
            if first <= year.file.year <= until:
                self.decide(year)
                self.settle(year)

    def _annul(self, year: _Year, standing: Standing = Standing.ANNULLED) -> None:
        """Annul a card that was not annulled yet; the letters that stay are those of the last version."""
        if year.annulled:
            return
        year.facts = year.file.corrected or year.facts
        year.steps.append(Step(ANNULLED, self._assess(year)))
        year.annulled, year.standing = True, standing

    def _note(self, year: _Year, outcome: Outcome) -> None:
        """Add a step, or renew the outcome of the last one when the decision is the same."""
        step = Step(code_of(outcome), outcome)
        if year.steps and year.steps[-1].code == step.code:
            year.steps[-1] = step
        else:
            year.steps.append(step)
        year.standing = standing_after(outcome, appealed=year.is_under_appeal)

    def entrant(self, year: _Year) -> Entrant:
        """Return the year as it would be judged now: title and figures of the file, what the years before came to."""
        earlier = [other for other in self.years if other.file.year < year.file.year and other.steps]
        priors = [
            Prior(other.file.year, other.standing, other.file.issued, other.steps[-1].outcome.score)
            for other in earlier
            if other.recognition == year.recognition
        ]
        facts = _with_past(year.facts, [other.facts for other in earlier])
        return Entrant(self.key, facts, year.title, tuple(priors))

    def _assess(self, year: _Year) -> Outcome:
        entrant, ruleset = self.entrant(year), self.rulebook.for_year(year.file.year)
        return assess(year.among.placed(entrant, ruleset), entrant.title, entrant.priors, ruleset)


def _with_past(facts: Facts, past: Sequence[Facts]) -> Facts:
    """Return the facts with last year's figures, else those of the last year known, where none were given."""
    last = next((one for one in reversed(past) if one.filing is Filing.VERIFIED), None)
    if last is None or facts.previous is not None:
        return facts
    if last.year == facts.year - 1:
        return replace(facts, previous=last.values)
    return replace(facts, earlier=facts.earlier or Earlier(last.year, last.values))
