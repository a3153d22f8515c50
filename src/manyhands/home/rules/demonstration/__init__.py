"""A council that is made up, with eighteen months of activity: the same for the same seed and last month.

One champion and five others carry nearly everything, and it has stopped growing. In one place it went otherwise: an
unconference turned a single pair of hands into many.
"""

from random import Random
from typing import NamedTuple

from manyhands.networks.types import Batch

from .activity import take_part
from .council import CHAMPION, CHAMPION_NAME, MOVED, NAME, SERVICES, Council, register_of

__all__ = ["CHAMPION", "CHAMPION_NAME", "MOVED", "NAME", "SEED", "SERVICES", "Demonstration", "demonstration"]

SEED = 1
MONTHS = 18


class Demonstration(NamedTuple):
    """Everything that the demonstration consists of."""

    exports: dict[str, Batch]  # by network: what its export would say
    register: str  # lines to paste into the register


def demonstration(seed: int, until: int) -> Demonstration:
    """The council up to and including a month such as 202606."""
    council = Council(Random(f"council {seed}"))
    exports = {
        network: Batch(
            accounts=council.accounts(network),
            places=council.places(network),
            acts=take_part(council, network, Random(f"{network} {seed} {until}"), until, MONTHS),
        )
        for network in ("viva_engage", "slack")
    }
    return Demonstration(exports, register_of(until))
