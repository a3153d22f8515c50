"""Who was answered when, and at which hours people are there, by the clock of the organisation."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from manyhands.measures import queries as measures
from manyhands.people import queries as people

from ..rules.local_time import QUARTER, Moments, local
from ..types import Facts
from .acts import acts
from .kept import Kept

_kept: Kept["Answering"] = Kept(4)


@dataclass(frozen=True, eq=False)
class Answering:
    """Conversations and contributions, in local time. People: below 0 where nobody is known for the account."""

    zone: str
    networks: tuple[str, ...]  # those that say who answers whom, and in which somebody was answered
    silent: tuple[str, ...]  # the others with contributions
    place: np.ndarray  # int32, into the Facts' places, −1: none; of each conversation in `networks`
    asker: np.ndarray  # int64
    answerer: np.ndarray  # int64; says nothing where nobody answered
    asked: Moments
    answered: Moments  # NaT: by nobody else so far
    person: np.ndarray  # int64; who contributed …
    said: Moments  # … in which quarter of an hour …
    n: np.ndarray  # int64; … how often

    def until(self) -> np.datetime64 | None:
        """The last moment that is known of."""
        ends = [each[~np.isnat(each)].max() for each in (self.said, self.answered) if (~np.isnat(each)).any()]
        return max(ends) if ends else None


def answering(facts: Facts) -> Answering:
    """An organisation's conversations as of its facts; kept until they change."""
    return _kept.get(facts.organisation, facts.version, lambda: _make(facts))


def _make(facts: Facts) -> Answering:
    zone = people.zone_of(facts.organisation)
    with acts(facts.organisation) as found:
        table = found.activities
        asked = found.engine.to_pyarrow(measures.first_answers(table, found.known))
        said = measures.with_people(table.filter(table["contributing"]), found.known)
        said = said.mutate(quarter=(said["published"].epoch_seconds() // QUARTER).cast("int64"))
        said = found.engine.to_pyarrow(said.group_by(["person", "quarter"]).aggregate(n=said.count()))
    number = {place.id: at for at, place in enumerate(facts.places)}
    named = {name: at for at, name in enumerate(facts.networks)}
    place = _codes(asked["place"], number)
    network = np.array([named[place.network] for place in facts.places] + [-1], np.int64)[place]
    answered = _moments(asked["answered"])
    reply = np.unique(network[~np.isnat(answered)])
    here = np.isin(network, reply)
    return Answering(
        zone=zone,
        networks=tuple(facts.networks[at] for at in reply if at >= 0),
        silent=tuple(facts.networks[at] for at in np.setdiff1d(np.unique(facts.network), [*reply, -1])),
        place=place[here],
        asker=asked["asker"].to_numpy()[here],
        answerer=asked["answerer"].fill_null(0).to_numpy()[here],
        asked=local(_moments(asked["asked"])[here], zone),
        answered=local(answered[here], zone),
        person=said["person"].to_numpy(),
        said=local((said["quarter"].to_numpy() * QUARTER).astype("datetime64[s]"), zone),
        n=said["n"].to_numpy(),
    )


def _moments(column: pa.ChunkedArray) -> Moments:
    return column.to_numpy().astype("datetime64[s]")


def _codes(column: pa.ChunkedArray, number: dict[str, int]) -> np.ndarray:
    """Ids as numbers; −1 for one that is not known, or none."""
    entries = column.cast(pa.string()).combine_chunks().dictionary_encode()
    code = np.array([number.get(each, -1) for each in entries.dictionary.to_pylist()] + [-1], np.int64)
    return code[entries.indices.fill_null(len(code) - 1).to_numpy()]
