"""Who addresses whom, and who was answered when, from the ledger's activities."""

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import pyarrow as pa

from manyhands.measures import queries as measures
from manyhands.measures.types import Edges
from manyhands.people.types import HANDS

from ..types import Facts
from .acts import acts

KEPT = 4
_kept: OrderedDict[UUID, "Talk"] = OrderedDict()


@dataclass(frozen=True, eq=False)
class Talk:
    """What people said to one another. People are numbered as in the Facts of the same version."""

    version: str
    network: Edges  # replies and mentions
    first_replies: bool  # whether any source says what a message answers
    asker: np.ndarray  # int64, −1: not known; who began a conversation, or could have
    asked: np.ndarray  # datetime64[s], UTC
    answered: np.ndarray  # datetime64[s], UTC; NaT: by nobody else so far
    said: np.ndarray  # datetime64[s], UTC: every contribution


def talk(facts: Facts) -> Talk:
    """An organisation's conversations as of its facts; kept until they change."""
    kept = _kept.get(facts.organisation)
    if kept is None or kept.version != facts.version:
        kept = _kept[facts.organisation] = _make(facts)
    _kept.move_to_end(facts.organisation)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return kept


def _make(facts: Facts) -> Talk:
    with acts(facts.organisation) as found:
        engine, activities, known, who = found
        edges = engine.to_pyarrow(measures.conversation(activities, known))
        asked = engine.to_pyarrow(measures.first_answers(activities, known))
        said = engine.to_pyarrow(activities.filter(activities["contributing"]).select("published"))
    sender, receiver = _people(edges["sender"]), _people(edges["receiver"])
    hand = np.append(np.isin(who.kinds, list(HANDS)), False)  # the last entry is for −1
    both = hand[sender] & hand[receiver]
    answered = _seconds(asked["answered"])
    return Talk(
        version=facts.version,
        network=measures.edges(sender[both], receiver[both], edges["n"].to_numpy()[both], len(who.people)),
        first_replies=bool((~np.isnat(answered)).any()),
        asker=_people(asked["asker"]),
        asked=_seconds(asked["asked"]),
        answered=answered,
        said=_seconds(said["published"]),
    )


def _people(column: pa.ChunkedArray) -> np.ndarray:
    """People's numbers; −1 for those whom nobody knows any more, who are no part of a network."""
    return np.maximum(column.to_numpy().astype(np.int64), -1)


def _seconds(column: pa.ChunkedArray) -> np.ndarray:
    return column.to_numpy().astype("datetime64[s]")
