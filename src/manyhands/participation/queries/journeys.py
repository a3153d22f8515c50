"""How far each person has come: what they did first, whether they came back, whom they answered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from manyhands.core import clock
from manyhands.ledger.types import ActivityType
from manyhands.measures import queries as measures
from manyhands.measures.types import Newcomers

from ..types import Facts
from .acts import Acts, acts
from .kept import Kept

if TYPE_CHECKING:
    import ibis.expr.types as ir

LOOKS = (ActivityType.LIKE, ActivityType.READ, ActivityType.VIEW, ActivityType.ANNOUNCE)
FEW_PLACES = 3
NEW_FOR, LOOKED_AT = 30, 60  # days: of a newcomer's answers, and in which they may come back
_kept: Kept["Journeys"] = Kept(8)  # of organisations, two each


@dataclass(frozen=True, eq=False)
class Journeys:
    """Columns beside each other, one entry for each person who ever did anything, by number as in `who_is_who`.

    Accounts whose person has been erased are below 0. Days are local ones.
    """

    version: str
    until: np.datetime64  # the last day of which anything is known
    person: np.ndarray  # int64, ascending
    acts: np.ndarray  # int64: all that they did, contributions too
    looks: np.ndarray  # int64: liked, read, shared: they were there, and wrote nothing
    contributions: np.ndarray  # int64
    last: np.ndarray  # datetime64[D], their last contribution; NaT: none
    answered_in: np.ndarray  # int64: how many places they answered somebody in; 0 also for more than FEW_PLACES
    newcomers: Newcomers
    helpers: np.ndarray  # person numbers: answered a newcomer
    more_than_posts: bool  # some network tells what people do other than contribute
    answers_known: bool  # some network tells who answers whom

    @property
    def contributed(self) -> np.ndarray:
        return self.person[self.contributions > 0]


def journeys(facts: Facts, before: int | None = None) -> Journeys:
    """Everybody's way so far, or up to the month `before` (202611), as of the facts; kept until they change."""

    def make() -> Journeys:
        with acts(facts.organisation) as found:
            if before is not None:
                earlier = found.activities["local_date"] < clock.month_days(before)[0]
                found = found._replace(activities=found.activities.filter(earlier))
            return _make(found, facts.version)

    return _kept.get((facts.organisation, before), facts.version, make)


def _make(found: Acts, version: str) -> Journeys:
    import ibis  # takes a second to load, so only when it is needed

    everything = measures.with_people(found.activities, found.known)
    said = everything.filter(everything["contributing"])
    each = everything.group_by("person").aggregate(
        acts=everything.count(),
        looks=everything["type"].isin(LOOKS).sum(),
        contributions=everything["contributing"].sum(),
        first=everything["local_date"].min(where=everything["contributing"]),
        last=everything["local_date"].max(where=everything["contributing"]),
        latest=everything["local_date"].max(),
    )
    rows = found.engine.to_pyarrow(each.order_by("person"))
    person = rows["person"].to_numpy().astype(np.int64)
    latest = rows["latest"].to_numpy().astype("datetime64[D]")
    until = latest.max() if len(latest) else np.datetime64("NaT", "D")
    counts = {name: rows[name].to_numpy().astype(np.int64) for name in ("acts", "looks", "contributions")}
    first = ibis.memtable(rows.select(["person", "first"]).drop_null())
    newcomers = _newcomers(found, said, first, until)
    replies = found.engine.to_pyarrow(_to_newcomers(found, said, first))
    helpers = measures.helpers(
        replies["person"].to_numpy(), replies["whom"].to_numpy(), replies["day"].to_numpy(), newcomers
    )
    where = _in_few_places(found, said)
    at = np.searchsorted(person, where["person"].to_numpy().astype(np.int64))
    answered_in = np.zeros(len(person), np.int64)
    answered_in[at] = where["places"].to_numpy()
    return Journeys(
        version=version,
        until=until,
        person=person,
        **counts,
        last=rows["last"].to_numpy().astype("datetime64[D]"),
        answered_in=answered_in,
        newcomers=newcomers,
        helpers=helpers,
        more_than_posts=bool((counts["acts"] > counts["contributions"]).any()),
        answers_known=bool(len(at)) or bool(len(replies)),
    )


def _newcomers(found: Acts, said: "ir.Table", first: "ir.Table", until: np.datetime64) -> Newcomers:
    """From no more than everybody's first sixty days: later ones change nothing."""
    days = said.join(first, "person")
    days = days.filter(days["local_date"].delta(days["first"], unit="day") < LOOKED_AT)
    rows = found.engine.to_pyarrow(days.select("person", day=days["local_date"]).distinct())
    return measures.newcomers(rows["person"].to_numpy(), rows["day"].to_numpy(), until)


def _to_newcomers(found: Acts, said: "ir.Table", first: "ir.Table") -> "ir.Table":
    """Who answered newcomers, on which day: only what these said at first needs to be looked up."""
    import ibis

    asked = said.join(first, "person")
    asked = asked.filter(asked["local_date"].delta(asked["first"], unit="day") < NEW_FOR)
    asked = found.engine.to_pyarrow(asked.select("key", "first", whom=asked["person"]))
    asked = ibis.memtable(asked)
    replies = said.filter(said["reply_key"].notnull()).select("reply_key", "person", day=said["local_date"])
    answers = replies.join(asked, replies["reply_key"] == asked["key"])
    soon = answers["day"].delta(answers["first"], unit="day") < NEW_FOR
    return answers.filter(soon & (answers["person"] != answers["whom"])).select("person", "whom", "day").distinct()


def _in_few_places(found: Acts, said: "ir.Table") -> pa.Table:
    """In how many places somebody answered, of those who replied in FEW_PLACES or fewer: to say so of everybody would
    look up all that was ever answered."""
    import ibis

    replied = said.filter(said["reply_key"].notnull() & said["place"].notnull())
    some = found.engine.to_pyarrow(replied.group_by("person").aggregate(places=replied["place"].nunique()))
    some = ibis.memtable(some.filter(pc.field("places") <= FEW_PLACES).select(["person"]))
    answered = found.engine.to_pyarrow(replied.join(some, "person").select("reply_key", "person", "place"))
    answered = ibis.memtable(answered)
    asked = said.select("key", whom=said["person"])
    answers = answered.join(asked, answered["reply_key"] == asked["key"])
    answers = answers.filter(answers["person"] != answers["whom"])
    places = answers.group_by("person").aggregate(places=answers["place"].nunique())
    return found.engine.to_pyarrow(places)
