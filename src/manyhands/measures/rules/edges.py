"""Edge lists: who turned to whom, added up, from rows of any kind."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from ..types import Edges

Ints = NDArray[np.int64]


def edges(source: ArrayLike, target: ArrayLike, weight: ArrayLike | None = None, people: int | None = None) -> Edges:
    """Rows (source, target, how often) of people 0 … people−1 as Edges: added up, none to themselves."""
    source, target = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
    n = people if people is not None else int(max(source.max(initial=-1), target.max(initial=-1))) + 1
    if source.size and (min(source.min(), target.min()) < 0 or max(source.max(), target.max()) >= n):
        raise ValueError("people are numbered from 0 to people − 1")
    other = source != target
    key = source[other] * n + target[other]
    if weight is None:
        keys, weights = _counted(key)
    else:
        order = np.argsort(key)
        ordered = key[order]
        first = _firsts(ordered)
        keys = ordered[first]
        amounts = np.asarray(weight, dtype=np.int64)[other][order]
        weights = np.add.reduceat(amounts, first) if first.size else amounts
    sources, targets = np.divmod(keys, max(n, 1))
    return Edges(sources, targets, weights.astype(np.int64), n)


def numbered(
    source: Sequence[Any] | pa.Array, target: Sequence[Any] | pa.Array, weight: ArrayLike | None = None
) -> tuple[Edges, pa.Array]:
    """Edges of rows whose people are any keys (Arrow columns stay columns), and the key of each number."""
    columns = [side if isinstance(side, pa.Array | pa.ChunkedArray) else pa.array(side) for side in (source, target)]
    chunks = [
        chunk for column in columns for chunk in (column.chunks if isinstance(column, pa.ChunkedArray) else [column])
    ]
    coded = pa.concat_arrays(chunks).dictionary_encode()
    index = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    rows = len(columns[0])
    return edges(index[:rows], index[rows:], weight, len(coded.dictionary)), coded.dictionary


def ties(network: Edges) -> tuple[Ints, Ints, Ints]:
    """Pairs of people whichever way they turned, low < high, sorted: low, high, and 1 for one way, 2 for both."""
    low, high = np.minimum(network.source, network.target), np.maximum(network.source, network.target)
    keys, ways = _counted(low * network.people + high)
    lows, highs = np.divmod(keys, max(network.people, 1))
    return lows, highs, ways


def within(network: Edges, known: NDArray[np.bool_]) -> Edges:
    """The edges between people for whom `known` holds; numbers stay."""
    if known.all():
        return network
    both = known[network.source] & known[network.target]
    return Edges(network.source[both], network.target[both], network.weight[both], network.people)


def _counted(keys: Ints) -> tuple[Ints, Ints]:
    """The distinct keys in order, and how often each stands there (as np.unique, in half the time)."""
    ordered = np.sort(keys)
    first = _firsts(ordered)
    return ordered[first], np.diff(first, append=ordered.size)


def _firsts(ordered: Ints) -> Ints:
    """Where each run of equal values begins."""
    return np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
