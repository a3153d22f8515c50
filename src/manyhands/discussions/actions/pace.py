"""How often one persona does a thing within a minute: what no person means to do is refused, plainly."""

import time
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _

from ..errors import TooMuch

MOST = {"react": 40, "preview": 40}  # in a minute, in one process


def hold_back(what: str, *, by: UUID) -> None:
    """Counts one more of `what` (a key of MOST); TooMuch when these are too many within the minute."""
    key = f"pace/{what}/{by.hex}/{int(time.time() // 60)}"
    cache.add(key, 0, 120)
    if cache.incr(key) > MOST[what]:
        raise TooMuch(_("That was very often within a minute. Wait a little, then try again."))
