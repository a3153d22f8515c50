"""Which times are believed."""

import time

EARLIEST = 631152000.0
"""1 January 1990: before it no network held anything, so an earlier date is a mistake."""

A_DAY = 86400.0


def latest() -> float:
    """The last second that is believed: a day from now, for clocks that run fast."""
    return time.time() + A_DAY
