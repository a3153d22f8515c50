"""What can follow what in the life of a letter."""

from ..errors import NotAStep
from ..types import LetterState as S

STEPS: dict[S, frozenset[S]] = {
    S.QUEUED: frozenset({S.SENDING, S.SENT, S.FAILED}),
    S.SENDING: frozenset({S.QUEUED, S.SENT, S.FAILED, S.UNKNOWN}),
    S.UNKNOWN: frozenset({S.QUEUED, S.SENT, S.FAILED, S.BOUNCED}),  # by a person, or by what the mail itself shows
    S.SENT: frozenset({S.BOUNCED}),
    S.FAILED: frozenset({S.QUEUED}),  # a person has put right what was wrong
    S.BOUNCED: frozenset(),
}


def check_step(before: str, after: str) -> None:
    """Raises NotAStep unless the graph has it."""
    if S(after) not in STEPS[S(before)]:
        raise NotAStep(f"A letter does not go from {before} to {after}.", before=before, after=after)
