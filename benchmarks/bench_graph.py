"""Measures of a reply network from its aggregated edge list, beside networkx.

    python benchmarks/bench_graph.py [--people 20000] [--ties 100000] [--services 60] [--rounds 3]

Both begin with the same columns (who, to whom, how often): ours as arrays, networkx with the graph that it has to build
once, whose time is a row of its own and in no other. Results must be the same. networkx has no roles of brokers: they
are written out on its graph, for some people only, and its time is multiplied accordingly.
"""

import argparse
import math
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import networkx as nx
import numpy as np

from manyhands.measures import queries as measures

LEAST = 20.0
LEAVERS = 10
SHUFFLES = 99


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--ties", type=int, default=100_000)
    options.add_argument("--services", type=int, default=60)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    source, target, weight, service = rows(chosen.people, chosen.ties, chosen.services)
    edges = measures.edges(source, target, weight, chosen.people)
    peer = Peer(edges, service)
    asked = np.random.default_rng(3).choice(chosen.people, 400, replace=False)
    part = len(asked) / chosen.people
    order = measures.most_active(np.append(edges.source, edges.target), np.tile(edges.weight, 2), edges.people)

    def roles(found: Any) -> list[list[int]]:
        return [[int(count[person]) for count in found] for person in asked]

    comparisons: list[tuple[str, Callable[[], Any], Callable[[], Any], float, Callable[[Any], Any]]] = [
        ("edge list; build", lambda: measures.edges(source, target, weight, chosen.people), peer.build, 1, lambda _: 0),
        ("E-I, 99 shuffles", lambda: measures.e_i_index(edges, service, shuffles=SHUFFLES), peer.e_i, 1, first),
        ("assortativity", lambda: measures.attribute_assortativity(edges, service), peer.assortativity, 1, same),
        ("reciprocity", lambda: measures.reciprocity(edges), peer.reciprocity, 1, same),
        ("centralisation", lambda: measures.degree_centralisation(edges).value, peer.centralisation, 1, same),
        (
            "constraint",
            lambda: measures.constraint(edges),
            peer.constraint,
            1,
            same,
        ),
        (
            "roles of brokers",
            lambda: measures.brokerage(edges, service),
            lambda: peer.roles(asked),
            part,
            lambda found: found if isinstance(found, list) else roles(found),
        ),
        (
            f"connected after {LEAVERS}",
            lambda: measures.connected_after(edges, order, LEAVERS).tolist(),
            lambda: peer.connected(order),
            1,
            same,
        ),
    ]
    print(f"{chosen.people:,} people, {edges.source.size:,} ties, {chosen.services} services\n")
    print("| | ours | networkx | ratio | target | met |")
    print("| --- | --- | --- | --- | --- | --- |")
    whole = [0.0, 0.0]
    for name, ours, theirs, of, compared in comparisons:
        taken, found = timed(ours, chosen.rounds)
        peers, other = timed(theirs, 1)
        equal(name, compared(found), compared(other))
        peers /= of
        whole = [whole[0] + taken, whole[1] + peers]
        line(f"{name} (networkx: {len(asked)} people, multiplied)" if of < 1 else name, taken, peers)
    line("together", *whole, target=f"at least {LEAST:.0f} ×")
    return int(whole[1] < LEAST * whole[0])


def line(name: str, ours: float, peer: float, target: str = "") -> None:
    met = "" if not target else "yes" if peer >= LEAST * ours else "no"
    print(f"| {name} | {said(ours)} | {said(peer)} | {peer / ours:,.0f} × | {target} | {met} |", flush=True)


def rows(people: int, ties: int, services: int) -> tuple[np.ndarray, ...]:
    """Replies as people give them: few are very busy, half stay within the service, four in ten come back."""
    random = np.random.default_rng(1)
    service = random.integers(0, services, people)
    busy = 1 / (random.permutation(people) + 20) ** 0.8
    source, target = random.choice(people, (2, ties), p=busy / busy.sum())
    by_service = np.argsort(service, kind="stable")
    start = np.searchsorted(service[by_service], np.arange(services + 1))
    inside = random.random(ties) < 0.5
    own = service[source]
    near = by_service[start[own] + (random.random(ties) ** 2 * (start[own + 1] - start[own])).astype(int)]
    target = np.where(inside, near, target)
    back = random.random(ties) < 0.4
    source, target = np.append(source, target[back]), np.append(target, source[back])
    return source, target, random.geometric(0.3, source.size), service


class Peer:
    """The same measures as somebody who knows networkx would ask it."""

    def __init__(self, edges: measures.edges, service: np.ndarray) -> None:
        self.rows = list(zip(*(side.tolist() for side in edges[:3]), strict=True))
        self.service = service.tolist()
        self.build()

    def build(self) -> None:
        self.graph = nx.DiGraph()
        self.graph.add_nodes_from((person, {"service": of}) for person, of in enumerate(self.service))
        self.graph.add_weighted_edges_from(self.rows)

    def e_i(self) -> tuple[float, float]:
        def index(of: list[int]) -> float:
            inside = sum(of[a] == of[b] for a, b in self.graph.edges)
            return 1 - 2 * inside / self.graph.number_of_edges()

        random = np.random.default_rng(0)
        drawn = [index(random.permutation(self.service).tolist()) for _ in range(SHUFFLES)]
        return index(self.service), float(np.mean(drawn))

    def assortativity(self) -> float:
        return nx.attribute_assortativity_coefficient(self.graph, "service")

    def reciprocity(self) -> float:
        return nx.overall_reciprocity(self.graph)

    def centralisation(self) -> float:
        degrees = [degree for _, degree in self.graph.to_undirected(as_view=False).degree]
        n, most = len(degrees), max(degrees)
        return sum(most - degree for degree in degrees) / ((n - 1) * (n - 2))

    def constraint(self) -> list[float]:
        return list(nx.constraint(self.graph, weight="weight").values())

    def roles(self, asked: np.ndarray) -> list[list[int]]:
        names = {(True, True): 0, (False, False): 4, (True, False): 2, (False, True): 3}
        found = []
        for b in asked.tolist():
            counts = [0] * 5
            for a in self.graph.predecessors(b):
                for c in self.graph.successors(b):
                    if a != c and not self.graph.has_edge(a, c):
                        first, last, here = self.service[a], self.service[c], self.service[b]
                        across = first == last != here
                        counts[1 if across else names[first == here, here == last]] += 1
            found.append(counts)
        return found

    def connected(self, order: np.ndarray) -> list[float]:
        graph = self.graph.to_undirected()
        graph.remove_nodes_from(list(nx.isolates(graph)))
        shares = []
        for k in range(LEAVERS + 1):
            if k:
                graph.remove_nodes_from([int(order[k - 1])])
            shares.append(max(map(len, nx.connected_components(graph))) / len(graph))
        return shares


def same(found: Any) -> Any:
    return found


def first(found: Any) -> Any:
    """E-I itself; the shuffles are drawn differently."""
    return found[0]


def equal(name: str, ours: Any, theirs: Any) -> None:
    """Raises unless both came to the same."""
    flat = [np.asarray(side, dtype=np.float64).ravel() for side in (ours, theirs)]
    assert flat[0].shape == flat[1].shape, name
    for one, other in zip(*flat, strict=True):
        assert math.isclose(one, other, rel_tol=1e-9) or (math.isnan(one) and math.isnan(other)), (name, one, other)


def timed(call: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    taken, found = [], None
    for _ in range(rounds):
        began = time.perf_counter()
        found = call()
        taken.append(time.perf_counter() - began)
    return median(taken), found


def said(seconds: float) -> str:
    return f"{seconds:,.1f} s" if seconds >= 1 else f"{seconds * 1000:,.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
