"""The life of an import as a graph: a step that is not in it is a mistake in the program."""

UPLOADED, WAITING, RUNNING, DONE, FAILED, CANCELLED = "uploaded", "waiting", "running", "done", "failed", "cancelled"

STEPS: dict[str, frozenset[str]] = {
    UPLOADED: frozenset({WAITING, CANCELLED, FAILED}),
    WAITING: frozenset({RUNNING, CANCELLED}),
    RUNNING: frozenset({RUNNING, DONE, FAILED, CANCELLED}),  # to itself: taken up again after its worker died
    DONE: frozenset(),
    FAILED: frozenset(),
    CANCELLED: frozenset(),
}
ENDED = frozenset(state for state, following in STEPS.items() if not following)


class NotAStep(Exception):
    """A step that the graph does not have."""


def check_step(state: str, to: str) -> None:
    """Raises NotAStep unless `to` may follow `state`."""
    if to not in STEPS[state]:
        raise NotAStep(f"an import does not go from {state} to {to}")
