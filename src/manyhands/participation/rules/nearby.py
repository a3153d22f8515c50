"""Where somebody could take part and has not: open places that they belong to, or that their network opens to all."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def elsewhere(
    person: Ints,
    place: Ints,
    open_to: Mapping[int, Ints],
    open_to_network: Mapping[int, Ints],
    members_of_network: Mapping[int, Ints],
) -> tuple[Ints, Ints]:
    """Pairs of a person and a place where they could contribute and have not, ordered by person and place.

    Rows (person, place) are contributions, place −1 for none. `open_to` has the members of open places that say who
    belongs; `open_to_network` the open places of each network that do not, which all its members may write in.
    """
    size = 1 + max((int(p) for p in [*open_to, *(q for places in open_to_network.values() for q in places)]), default=0)
    size = max(size, int(place.max(initial=-1)) + 1)
    could = [np.empty(0, np.int64)]
    could += [members.astype(np.int64) * size + at for at, members in open_to.items()]
    for network, places in open_to_network.items():
        members = members_of_network.get(network, np.empty(0, np.int64)).astype(np.int64)
        could += [members * size + at for at in places]
    here = place >= 0
    left = np.setdiff1d(np.concatenate(could), person[here].astype(np.int64) * size + place[here])
    return left // size, left % size
