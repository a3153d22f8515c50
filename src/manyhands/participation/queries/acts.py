"""The ledger's activities by people, for questions that monthly sums don't answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import numpy as np
import pyarrow as pa

from manyhands.core.ids import ledger_id
from manyhands.ledger import queries as ledger
from manyhands.networks import queries as networks
from manyhands.people import queries as people
from manyhands.people.types import HANDS, WhoIsWho

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

MEMORY = "1GB"


class Acts(NamedTuple):
    """Activities of people (bots and corporate accounts did none of them) where nobody chose to leave a place out.

    Help given in person is not among them: it stands beside what networks tell.
    """

    engine: "Backend"
    activities: "ir.Table"
    known: "ir.Table"  # actor and person, as numbered in `who`
    who: WhoIsWho


def help_source(organisation: UUID) -> UUID:
    """What the ledger calls the source of help given in person, which people type here."""
    return ledger_id(organisation, organisation, "offline help")


@contextmanager
def acts(organisation: UUID) -> Iterator[Acts]:
    """An organisation's activities, while the engine that reads them is open."""
    import ibis  # takes a second to load, so only when it is needed

    state = ledger.activities(organisation)
    who = people.who_is_who(organisation)
    hands = np.isin(who.kinds[who.actor_person], list(HANDS)) if len(who.actors) else np.zeros(0, bool)
    engine = ibis.duckdb.connect(memory_limit=MEMORY, threads=2)
    try:
        parts = []
        if state.files:
            parts.append(engine.read_parquet([str(file) for file in state.files]))
        if state.dirty or not parts:
            parts.append(ibis.memtable(ledger.fresh_activities(organisation, state.dirty)))
        activities = parts[0] if len(parts) == 1 else ibis.union(*parts)
        activities = activities.filter(activities["source"] != help_source(organisation).hex)
        if left_out := networks.left_out_places(organisation):
            place = activities["place"]
            activities = activities.filter(place.isnull() | place.notin(left_out))
        others = ibis.memtable(pa.table({"actor": who.actors[~hands].astype(np.int64)}))
        known = pa.table({"actor": who.actors.astype(np.int64), "person": who.actor_person.astype(np.int64)})
        yield Acts(engine, activities.anti_join(others, "actor"), ibis.memtable(known), who)
    finally:
        engine.disconnect()
