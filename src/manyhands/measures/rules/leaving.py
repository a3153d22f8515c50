"""What hangs on few people: places without hands, what falls silent when people leave, what stays connected."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..types import Edges, HandsByPlace, Shares, Silenced, TruckFactor
from .edges import Ints, within

EXACT_ROWS = 3000
"""Above so many (person, place) pairs the exact answer is not looked for; it can take time that grows without bound."""

SECONDS = 10.0


def hands_by_place(person: ArrayLike, place: ArrayLike, n: ArrayLike, places: int, *, least: int = 1) -> HandsByPlace:
    """Rows (person, place, contributions): people with `least` contributions or more are the hands of a place.

    Places are 0 … places−1; those without rows have no hand.
    """
    _, where = _hands(person, place, n, least)
    hands = np.bincount(where, minlength=places).astype(np.int64)
    counts = np.bincount(np.minimum(hands, 3), minlength=4)
    return HandsByPlace(hands, *(int(count) for count in counts))


def most_active(person: ArrayLike, n: ArrayLike, people: int) -> Ints:
    """People 0 … people−1 by how much they did, most first; the lower number first where that is the same."""
    done = np.bincount(np.asarray(person, dtype=np.int64), np.asarray(n, dtype=np.int64), minlength=people)
    return np.argsort(-done, kind="stable")


def falls_silent(person: ArrayLike, place: ArrayLike, order: ArrayLike, places: int) -> Ints:
    """Entry k: how many live places are silent once the first k of `order` have left, all their hands gone.

    Rows (person, place) are hands. Places without any at the start are silent already and not counted.
    """
    who, where = np.asarray(person, dtype=np.int64), np.asarray(place, dtype=np.int64)
    leaving = np.asarray(order, dtype=np.int64)
    never = leaving.size
    turn = np.full(int(max(who.max(initial=-1), leaving.max(initial=-1))) + 1, never, dtype=np.int64)
    turn[leaving] = np.arange(never)
    last = np.full(places, -1, dtype=np.int64)
    np.maximum.at(last, where, turn[who])
    gone = last[(last >= 0) & (last < never)]
    return np.concatenate([[0], np.cumsum(np.bincount(gone, minlength=never))]).astype(np.int64)


def truck_factor(
    person: ArrayLike, place: ArrayLike, n: ArrayLike, places: int, *, least: int = 1, exactly: bool = True
) -> TruckFactor:
    """Avelino's truck factor over places: the fewest whose leaving silences more than half of the live places.

    Greedily those go first who are hands of most places (then who did more), as Avelino removes authors of files. The
    exact answer is an integer programme, looked for up to EXACT_ROWS hands and ten seconds.
    """
    who, where = _hands(person, place, n, least)
    live = int(np.unique(where).size)
    if live == 0:
        return TruckFactor(None, None, np.empty(0, dtype=np.int64), 0)
    people = int(who.max()) + 1
    everyone, amount = np.asarray(person, dtype=np.int64), np.asarray(n, dtype=np.int64)
    counted = everyone < people
    done = np.bincount(everyone[counted], amount[counted], minlength=people)
    spread = np.bincount(who, minlength=people)
    order = np.lexsort((np.arange(people), -done, -spread))[: np.count_nonzero(spread)]
    greedy = int(np.argmax(2 * falls_silent(who, where, order, places) > live))
    exact = _fewest(who, where, live) if exactly else None
    return TruckFactor(greedy, exact, order[:greedy], live)


def most_silent(person: ArrayLike, place: ArrayLike, k: int) -> Silenced | None:
    """The most live places that k people could leave silent, whoever they are; None if too large or not proved in time.

    Rows (person, place) are hands.
    """
    who, where = _hands(person, place, None, 1)
    found = _solve(who, where, leavers=k, silent=None)
    return None if found is None else Silenced(*found)


def connected_after(network: Edges, order: ArrayLike, steps: int) -> Shares:
    """Entry k: the part of those who stay that is in the largest connected part once the first k of `order` left.

    Of people who have a tie at the start; NaN when nobody stays.
    """
    leaving = np.asarray(order, dtype=np.int64)[:steps]
    k, n = leaving.size, network.people
    turn = np.full(n, k)
    turn[leaving] = np.arange(k)
    tied = np.zeros(n, dtype=bool)
    tied[network.source] = tied[network.target] = True
    # the parts of those who stay to the end are found once; leavers are then put back among these parts
    stays = turn == k
    count, parts = _parts(within(network, stays), n)
    weight = np.bincount(parts, stays & tied, minlength=count + k)
    weight[count:] = tied[leaving]
    at = np.where(stays, parts, count + turn)
    touched = turn[network.source], turn[network.target]
    some = np.minimum(*touched) < k
    first = np.minimum(touched[0][some], touched[1][some])
    source, target = at[network.source[some]], at[network.target[some]]
    shares = np.full(k + 1, np.nan)
    for left in range(k + 1):
        weight[count : count + left] = 0
        back = first >= left
        ones = np.ones(np.count_nonzero(back), dtype=np.int64)
        _, joined = _parts(Edges(source[back], target[back], ones, count + k), count + k)
        if weight.any():
            shares[left] = np.bincount(joined, weight).max() / weight.sum()
    return shares


def _parts(network: Edges, people: int) -> tuple[int, NDArray[np.int64]]:
    """How many connected parts there are, and the part of each person."""
    from scipy.sparse import coo_array  # takes a while to load
    from scipy.sparse.csgraph import connected_components  # takes a while to load

    ones = np.ones(network.source.size, dtype=np.int8)
    pairs = (network.source.astype(np.int32), network.target.astype(np.int32))
    count, parts = connected_components(coo_array((ones, pairs), shape=(people, people)).tocsr(), directed=False)
    return int(count), parts.astype(np.int64)


def _hands(person: ArrayLike, place: ArrayLike, n: ArrayLike | None, least: int) -> tuple[Ints, Ints]:
    """Pairs of a person and a place, each once, from rows that may name a pair several times."""
    who, where = np.asarray(person, dtype=np.int64), np.asarray(place, dtype=np.int64)
    width = int(where.max(initial=-1)) + 1
    pairs, row = np.unique(who * width + where, return_inverse=True)
    if n is not None:
        done = np.bincount(row, np.asarray(n, dtype=np.int64), minlength=pairs.size)
        pairs = pairs[done >= least]
    people, places = np.divmod(pairs, max(width, 1))
    return people, places


def _fewest(who: Ints, where: Ints, live: int) -> int | None:
    found = _solve(who, where, leavers=None, silent=live // 2 + 1)
    return None if found is None else int(found[1].size)


def _solve(who: Ints, where: Ints, *, leavers: int | None, silent: int | None) -> tuple[int, NDArray[np.int64]] | None:
    """Most places silent with so many leavers, or fewest leavers for so many silent places: (silent, who leaves)."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # takes a while to load
    from scipy.sparse import csr_array  # takes a while to load

    if who.size > EXACT_ROWS:
        return None
    people, person = np.unique(who, return_inverse=True)
    places, place = np.unique(where, return_inverse=True)
    if people.size == 0:
        return 0, np.empty(0, dtype=np.int64)
    p, rows = people.size, np.arange(who.size)
    # a place is silent only if each of its hands leaves: y ≤ x for each pair
    ones = np.ones(who.size)
    pairs = csr_array(
        (np.concatenate([ones, -ones]), (np.tile(rows, 2), np.concatenate([p + place, person]))),
        shape=(who.size, p + places.size),
    )
    leave = np.concatenate([np.ones(p), np.zeros(places.size)])
    rules = [LinearConstraint(pairs, ub=0)]
    if silent is None:
        rules.append(LinearConstraint(leave[None], ub=leavers))
        cost = leave - 1
    else:
        rules.append(LinearConstraint(1 - leave[None], lb=silent))
        cost = leave
    result = milp(cost, integrality=leave, bounds=Bounds(0, 1), constraints=rules, options={"time_limit": SECONDS})
    if result.status != 0:
        return None
    gone = np.rint(result.x[:p]).astype(bool)
    hands = np.bincount(place[~gone[person]], minlength=places.size)
    return int((hands == 0).sum()), people[gone]
