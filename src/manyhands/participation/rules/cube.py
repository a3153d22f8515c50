"""What the people-safe rules look at: who contributed where and when, without how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FEWEST = 5
"""The fewest people that a figure may be about."""

Ints = NDArray[np.integer]
Flags = NDArray[np.bool_]


def about_few(people: Ints | int) -> Flags:
    """Where a number of people is 1 to 4: what must not be shown, nor worked out from what is."""
    return np.asarray((np.asarray(people) > 0) & (np.asarray(people) < FEWEST))


class Cube(NamedTuple):
    """Contributions as parallel columns, in any order; rows that say the same are welcome but add nothing.

    Place, network, service and kind are numbers from 0, or −1 where not known. `month` is such as 201607.
    """

    person: Ints
    month: Ints
    place: Ints
    network: Ints
    service: Ints
    kind: Ints
    network_of_place: Ints  # entry i: the network of place i
    service_parent: Ints  # entry i: the service above service i, −1 at the top
    networks: int  # how many there are
    kinds: int


@dataclass(frozen=True, eq=False)
class Tree:
    """Nodes 0 … size−1, each with at most one parent. Two more numbers mean no node: −1, and `size` for the root."""

    parent: Ints
    paths: Ints  # (size + 1, depth): row i leads from the top to node i, then −1; the last row is −1 throughout
    depth: Ints  # (size,): 0 at the top

    @property
    def size(self) -> int:
        return len(self.parent)

    @property
    def levels(self) -> int:
        return int(self.paths.shape[1])

    def owners(self, shown: Flags) -> Ints:
        """For each node the nearest shown node among itself and those above, else the root; last entry: for −1."""
        owner = np.full(self.size + 1, self.size)
        for level in range(self.levels):
            node = self.paths[:, level]
            owner = np.where((node >= 0) & np.append(shown, False)[node], node, owner)
        return owner


def tree(parent: Sequence[int] | Ints) -> Tree:
    """A tree from each node's parent (−1: none). Raises ValueError when somebody is above themselves."""
    up = np.append(np.asarray(parent, dtype=np.int64), -1)
    size = len(up) - 1
    climb = [np.append(np.arange(size), -1)]
    while (climb[-1] >= 0).any():
        if len(climb) > size:
            raise ValueError("a node cannot be above itself")
        climb.append(up[climb[-1]])
    height = np.sum([step >= 0 for step in climb], axis=0)  # how many nodes lead to each, itself included
    paths = np.full((size + 1, max(1, len(climb) - 1)), -1)
    for steps, node in enumerate(climb):
        here = np.flatnonzero(node >= 0)
        paths[here, height[here] - 1 - steps] = node[here]
    return Tree(up[:-1], paths, height[:-1] - 1)
