"""What a state table is: the allowed moves of one kind of record, as data."""

from dataclasses import dataclass

from clusters.errors import NotAllowedNow


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed move: from any of `sources` to `target`, for holders of `permission`."""

    action: str
    sources: frozenset[str]
    target: str
    permission: str
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class StateTable:
    """All moves of one kind of record; `labels` are the Chinese names used in refusals."""

    name: str
    steps: dict[str, Step]
    labels: dict[str, str]

    def step(self, action: str, state: str) -> Step:
        """Return the move or raise NotAllowedNow with a message that names the present state."""
        step = self.steps[action]
        if state not in step.sources:
            raise NotAllowedNow(
                f"{self.name}当前为“{self.labels.get(state, state)}”，不能进行此操作。请刷新页面后再看。"
            )
        return step


def table(
    name: str, labels: dict[str, str], *rows: tuple[str, str, str, str] | tuple[str, str, str, str, str]
) -> StateTable:
    """Build a table from rows (action, "source|source", target, permission[, "reason"])."""
    steps = {}
    for action, sources, target, permission, *rest in rows:
        steps[action] = Step(action, frozenset(sources.split("|")), target, permission, "reason" in rest)
    return StateTable(name, steps, labels)
