"""A council that is made up, with eighteen months of activity: the same for the same seed and last month.

One champion and five others carry nearly everything, and it has stopped growing. In one place it went otherwise: an
unconference turned a single pair of hands into many.
"""

from datetime import date
from random import Random
from typing import NamedTuple

from manyhands.core.clock import month_add, month_days
from manyhands.networks.types import Batch

from .activity import take_part
from .council import (
    CHAMPION,
    CHAMPION_NAME,
    INTERESTED,
    MOVED,
    NAME,
    SERVICES,
    WITHOUT_ACCESS,
    Council,
    register_of,
)
from .talk import Event, events
from .voices import GROUPS, Gathering
from .words import CONVERSATIONS

__all__ = [
    "CHAMPION",
    "CHAMPION_NAME",
    "CONVERSATIONS",
    "GROUPS",
    "MOVED",
    "NAME",
    "SEED",
    "SERVICES",
    "Demonstration",
    "Event",
    "Gathering",
    "demonstration",
]

SEED = 1
MONTHS = 18


class Demonstration(NamedTuple):
    """Everything that the demonstration consists of."""

    exports: dict[str, Batch]  # by network: what its export would say
    register: str  # lines to paste into the register
    workforce: int  # everybody who works there, with or without access
    interested: dict[date, int]  # how many put their names down, by day
    events: list[Event]  # what is said in the hub itself, in the order in which it is


def demonstration(seed: int, until: int, today: date | None = None) -> Demonstration:
    """The council up to and including a month such as 202606; what is said in the hub, up to the day before `today`,
    by default the last of that month."""
    council = Council(Random(f"council {seed}"))
    exports = {
        network: Batch(
            accounts=council.accounts(network),
            places=council.places(network),
            acts=take_part(council, network, Random(f"{network} {seed} {until}"), until, MONTHS),
        )
        for network in ("viva_engage", "slack")
    }
    interested = {month_days(month_add(until, -before))[1]: number for before, number in INTERESTED}
    today = today or month_days(month_add(until, 1))[0]
    workforce = len(council.people) + WITHOUT_ACCESS
    return Demonstration(exports, register_of(until), workforce, interested, events(council, today))
