"""From the ledger's columns, who is who and where, to the facts that every figure is made from."""

from collections import OrderedDict
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from manyhands.core import clock
from manyhands.ledger import queries as ledger
from manyhands.measures import queries as measures
from manyhands.networks import queries as networks
from manyhands.people import queries as people
from manyhands.people.types import HANDS, Kind, WhoIsWho

from ..types import Facts, PlaceInfo

KEPT = 4  # organisations whose facts stay in memory; 600,000 rows take about 30 MB
_kept: OrderedDict[UUID, Facts] = OrderedDict()


def version(organisation: UUID) -> tuple[str, ledger.Columns]:
    """A name for the present state of everything that figures depend on, and where the tallies are."""
    state = ledger.tallies(organisation)
    return f"{state.version}-{people.revision(organisation)}-{networks.revision(organisation)}", state


def facts(organisation: UUID) -> Facts:
    """The organisation's facts as of now; kept until something changes."""
    now, state = version(organisation)
    kept = _kept.get(organisation)
    if kept is None or kept.version != now:
        kept = _kept[organisation] = _make(organisation, now, state)
    _kept.move_to_end(organisation)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return kept


def contributions(organisation: UUID, state: ledger.Columns) -> pa.Table:
    """Contributions by actor, place, source and month: from files, and from the database where they are behind."""
    import ibis  # takes a second to load, so only when it is needed

    engine = ibis.duckdb.connect(memory_limit="256MB", threads=2)
    try:
        parts = []
        if state.files:
            parts.append(engine.read_parquet([str(file) for file in state.files]))
        if state.dirty:
            parts.append(ibis.memtable(ledger.fresh_tallies(organisation, state.dirty)))
        if not parts:
            return pa.table({"actor": [], "place": [], "source": [], "month": [], "n": [], "last": []})
        tallies = parts[0] if len(parts) == 1 else ibis.union(*parts)
        return engine.to_pyarrow(measures.contributions(tallies, by=("actor", "place", "source", "month")))
    finally:
        engine.disconnect()


def without(table: pa.Table, places: list[str]) -> pa.Table:
    """What was read of places before somebody chose to leave them out does not count either."""
    if not places:
        return table
    return table.filter(pc.invert(pc.is_in(table["place"], pa.array(places, pa.string()))))


def _make(organisation: UUID, now: str, state: ledger.Columns) -> Facts:
    table = without(contributions(organisation, state), networks.left_out_places(organisation))
    who = people.who_is_who(organisation)
    places = [PlaceInfo(*row) for row in networks.places(organisation)]
    sources = networks.sources(organisation)  # hex id to network
    person, kind = _people(_numbers(table, "actor", np.int64), who)
    networks_named = sorted(set(sources.values()))
    network_of = {source: networks_named.index(network) for source, network in sources.items()}
    month = _numbers(table, "month", np.int32)
    kinds = [str(kind) for kind in Kind]
    columns = {
        "person": person,
        "kind": kind,
        "place": _codes(table, "place", {place.id: at for at, place in enumerate(places)}),
        "network": _codes(table, "source", network_of),
        "service": _services(person, month, who),
        "month": month,
        "n": _numbers(table, "n", np.int64),
        "last": _numbers(table, "last", "datetime64[D]"),
    }
    hands = np.isin(kind, [kinds.index(kind) for kind in HANDS])
    members, of_network, of_kind, of_service = _members(who, network_of, kinds)
    return Facts(
        version=now,
        organisation=organisation,
        **{name: column[hands] for name, column in columns.items()},
        places=places,
        networks=networks_named,
        kinds=kinds,
        services=who.services,
        months=state.months,
        members=members,
        members_of_network=of_network,
        members_of_place=_members_of_places(organisation, places, who, kinds),
        members_of_kind=of_kind,
        members_of_service=of_service,
    )


def _numbers(table: pa.Table, name: str, dtype) -> np.ndarray:
    return table.column(name).to_numpy().astype(dtype)


def _codes(table: pa.Table, name: str, code_of: dict[str, int]) -> np.ndarray:
    """A column of ids as numbers; -1 for one that is not known (or no id)."""
    column = table.column(name).cast(pa.string()).combine_chunks().dictionary_encode()
    of_entry = np.array([code_of.get(entry, -1) for entry in column.dictionary.to_pylist()] + [-1], np.int32)
    return of_entry[column.indices.fill_null(len(of_entry) - 1).to_numpy()]


def _people(actor: np.ndarray, who: WhoIsWho) -> tuple[np.ndarray, np.ndarray]:
    """Person and kind of each actor. An actor that nobody is known for is a person of unknown kind."""
    kinds = [str(kind) for kind in Kind]
    kind_of_person = np.array([kinds.index(kind) for kind in who.kinds], np.int8)
    at = np.searchsorted(who.actors, actor)
    known = (at < len(who.actors)) & (who.actors.take(at, mode="clip") == actor) if len(who.actors) else at < 0
    person = np.zeros(len(actor), np.int64)
    person[known] = who.actor_person[at[known]]
    _, nobody = np.unique(actor[~known], return_inverse=True)
    person[~known] = len(who.people) + nobody
    kind = np.full(len(actor), kinds.index(Kind.UNKNOWN), np.int8)
    kind[known] = kind_of_person[person[known]]
    return person.astype(np.int32), kind


def _services(person: np.ndarray, month: np.ndarray, who: WhoIsWho) -> np.ndarray:
    """The service of each person in each month: the one they were last in by the month's end. -1: none known."""
    if not len(who.membership_person) or not len(person):
        return np.full(len(person), -1, np.int32)
    spans = {month: clock.month_days(int(month)) for month in np.unique(month)}
    first = np.array([spans[m][0] for m in month], "datetime64[D]")
    last = np.array([spans[m][1] for m in month], "datetime64[D]").astype(np.int64)
    # Sorted by person and day: the last membership that began by the month's end stands just before the two together.
    day = who.membership_since.astype(np.int64)
    earliest = day.min()
    width = max(last.max(), day.max()) - earliest + 2
    begins = who.membership_person.astype(np.int64) * width + (day - earliest)
    order = np.argsort(begins, kind="stable")
    at = np.searchsorted(begins[order], person.astype(np.int64) * width + (last - earliest), side="right") - 1
    found = order[np.maximum(at, 0)]
    holds = (at >= 0) & (who.membership_person[found] == person) & (who.membership_until[found] > first)
    return np.where(holds, who.membership_service[found], -1).astype(np.int32)


def _members(who: WhoIsWho, network_of: dict[str, int], kinds: list[str]):
    """Who has an account and is a person: altogether, and by network, kind and service of today."""
    is_hand = np.isin(who.kinds, list(HANDS))
    member = who.actor_is_member & is_hand[who.actor_person] if len(who.actor_person) else np.zeros(0, bool)
    person = who.actor_person[member]
    everybody = np.unique(person)
    network = np.array([network_of.get(source, -1) for source in who.actor_source[member]], np.int32)
    by_network = {at: np.unique(person[network == at]) for at in set(network_of.values())}
    by_kind = {at: everybody[who.kinds[everybody] == kind] for at, kind in enumerate(kinds) if kind in HANDS}
    today = np.datetime64(clock.now().date())
    current = (who.membership_since <= today) & (who.membership_until > today)
    by_service = {
        at: np.intersect1d(who.membership_person[current & (who.membership_service == at)], everybody)
        for at in range(len(who.services))
    }
    return everybody, by_network, by_kind, by_service


def _members_of_places(organisation: UUID, places: list[PlaceInfo], who: WhoIsWho, kinds: list[str]):
    number = {place.id: at for at, place in enumerate(places)}
    ids, actors = networks.members_of_places(organisation)
    if not len(ids):
        return {at: np.zeros(0, np.int32) for at, place in enumerate(places) if place.members_known}
    person, kind = _people(actors, who)
    hands = np.isin(kind, [kinds.index(k) for k in HANDS])
    place = np.array([number.get(key, -1) for key in ids], np.int32)
    counted = hands & (place >= 0)
    place, person = place[counted], person[counted]
    order = np.argsort(place, kind="stable")
    place, person = place[order], person[order]
    edges = np.searchsorted(place, np.arange(len(places) + 1))
    return {at: np.unique(person[edges[at] : edges[at + 1]]) for at, info in enumerate(places) if info.members_known}
