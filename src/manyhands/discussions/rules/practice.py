"""The life of a practice space as a graph: a step that is not in it is a mistake in the program."""

from ..types import PracticeState

STEPS: dict[PracticeState, frozenset[PracticeState]] = {
    PracticeState.ASKED: frozenset({PracticeState.ACCEPTED, PracticeState.DECLINED, PracticeState.TAKEN_BACK}),
    PracticeState.ACCEPTED: frozenset({PracticeState.ENDED}),
    PracticeState.DECLINED: frozenset(),
    PracticeState.TAKEN_BACK: frozenset(),
    PracticeState.ENDED: frozenset(),
}
OPEN = frozenset(state for state, following in STEPS.items() if following)


def may_follow(state: str, to: PracticeState) -> bool:
    """Whether `to` is a step from `state`."""
    return to in STEPS[PracticeState(state)]
