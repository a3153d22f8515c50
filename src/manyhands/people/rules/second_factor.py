"""Who has to have a second factor, and from when."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..types import Role

REQUIRED = frozenset({Role.ADMINISTRATOR, Role.NAMED_OFFICER})
"""Who can let others in, or learn who is behind a pseudonym."""
GRACE = timedelta(days=7)
"""From when the role was given. Whoever sets a hub up on a laptop starts at once and is asked at each sign-in; after
a week they still sign in with their password, and add a second factor before anything else."""


def needed_from(held: Iterable[tuple[str, datetime]]) -> datetime | None:
    """From when a holder of these roles, given then, has to have one; None: never."""
    given = [at for role, at in held if role in REQUIRED]
    return min(given) + GRACE if given else None
