"""One step in the life of a letter."""

from typing import Any

from ..models import Letter
from ..rules.states import check_step
from ..types import LetterState

JOB = "manyhands.notices.jobs:send"


def step(letter: Letter, to: LetterState, **fields: Any) -> bool:
    """Moves a letter along its graph; False when somebody else moved it first."""
    check_step(letter.state, to)
    moved = Letter.objects.filter(pk=letter.pk, state=letter.state).update(state=to, **fields)
    return bool(moved)
