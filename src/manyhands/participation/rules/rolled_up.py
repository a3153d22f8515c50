"""Small groups as part of the service above them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def rolled_up(service: Ints, parent: Sequence[int], fewest: int) -> Ints:
    """The service that each of these people counts in: their own, or where fewer than `fewest` of them are there, the
    one above it, and so on; −1 where none is above. `parent` has the one above each service, parents first; −1: none.
    """
    found = service.astype(np.int64)
    size = np.bincount(found[found >= 0], minlength=len(parent))
    for at in reversed(range(len(parent))):
        if 0 < size[at] < fewest:
            found[found == at] = parent[at]
            if parent[at] >= 0:
                size[parent[at]] += size[at]
            size[at] = 0
    return found
