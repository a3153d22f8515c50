"""What can be decided about two people who may be one, after what was decided before."""

from ..types import MatchState

NEXT: dict[MatchState, frozenset[MatchState]] = {
    MatchState.SUGGESTED: frozenset({MatchState.ACCEPTED, MatchState.REFUSED}),
    MatchState.REFUSED: frozenset({MatchState.SUGGESTED, MatchState.ACCEPTED}),
    MatchState.ACCEPTED: frozenset({MatchState.UNDONE}),
    MatchState.UNDONE: frozenset({MatchState.SUGGESTED, MatchState.ACCEPTED}),
}
"""Back to suggested only by somebody's hand: a search never reopens what was decided."""


def from_which(to: MatchState) -> list[MatchState]:
    """The states from which one can come to this one."""
    return [state for state, following in NEXT.items() if to in following]
