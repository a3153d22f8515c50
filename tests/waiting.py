"""Waiting for what other processes and threads do, never longer than it may take."""

import time
from collections.abc import Callable


def waited(until: Callable[[], bool], seconds: float = 20, *, in_vain: Callable[[], bool] = lambda: False) -> bool:
    """Whether something comes to be within the time, and before waiting for it is in vain."""
    end = time.monotonic() + seconds
    while not until():
        if in_vain() or time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
