"""Sending the digest. Other rooms import from here, not from the modules inside."""

from .feeds import new_feed_address, stop_feed
from .issues import forget_copies, keep_rhythm, make_copies, send_test, take_up
from .kept import KEPT

__all__ = [
    "KEPT",
    "forget_copies",
    "keep_rhythm",
    "make_copies",
    "new_feed_address",
    "send_test",
    "stop_feed",
    "take_up",
]
