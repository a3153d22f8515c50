"""Small networks to try the measures on, and the same ones as networkx knows them."""

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from manyhands.measures import queries as measures

PEOPLE = 9
rows = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.integers(1, 9)), min_size=1, max_size=50
)
groups = st.lists(st.integers(-1, 3), min_size=PEOPLE, max_size=PEOPLE).map(np.array)


def network(drawn):
    source, target, weight = np.array(drawn, dtype=np.int64).reshape(-1, 3).T
    return measures.edges(source, target, weight, PEOPLE)


def digraph(edges, group=None):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(edges.people))
    graph.add_weighted_edges_from(zip(*(side.tolist() for side in edges[:3]), strict=True))
    if group is not None:
        nx.set_node_attributes(graph, dict(enumerate(group.tolist())), "group")
        graph.remove_nodes_from([person for person, of in enumerate(group.tolist()) if of < 0])
    return graph
