"""From the ledger's columns, who is who and where, to the facts that every figure is made from."""

import os
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from manyhands.core import clock
from manyhands.ledger import queries as ledger
from manyhands.measures import queries as measures
from manyhands.networks import queries as networks
from manyhands.people import queries as people
from manyhands.people.types import HANDS, Kind, WhoIsWho

from ..types import Facts, PlaceInfo
from .growing import Columns, Growing

KEPT = 4  # organisations whose facts stay in memory; 600,000 rows take about 30 MB
SHARE, MOST = 4, 3 * 2**30  # DuckDB may hold a quarter of the machine's memory, or 3 GB, before it uses the disk
PORTION = 100_000_000  # bytes of files that are read at a time
FEW = 2_000_000  # bytes of files below which they are read without DuckDB
_kept: OrderedDict[UUID, "_Kept"] = OrderedDict()
# One for each organisation, so that two readers do not work the same out, nor add to the same columns.
_locks: dict[UUID, threading.Lock] = {}


@dataclass(frozen=True, eq=False)
class _Kept:
    """Facts as they were, and what of them holds as long as files are only added."""

    facts: Facts
    revisions: tuple[int, str]  # of who is who, and of the places
    files: frozenset[Path]
    clean: Growing | None  # what these files say, in the first `length` rows
    length: int
    strangers: dict[int, int]  # the number of each actor whom nobody is known for
    kinds: np.ndarray  # everybody's kind, as a number; the last entry is for strangers


def version(organisation: UUID) -> tuple[str, ledger.Columns]:
    """A name for the present state of everything that figures depend on, and where the tallies are."""
    state = ledger.tallies(organisation)
    return f"{state.version}-{people.revision(organisation)}-{networks.revision(organisation)}", state


def facts(organisation: UUID) -> Facts:
    """The organisation's facts as of now; kept until something changes. Of what is only added, the rest is kept."""
    with _locks.setdefault(organisation, threading.Lock()):
        now, state = version(organisation)
        kept = _kept.get(organisation)
        if kept is None or kept.facts.version != now:
            kept = _kept[organisation] = _make(organisation, now, state, kept)
        _kept.move_to_end(organisation)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return kept.facts


def _make(organisation: UUID, now: str, state: ledger.Columns, kept: _Kept | None) -> _Kept:
    who = people.who_is_who(organisation)
    revisions = who.revision, networks.revision(organisation)
    files = frozenset(state.files)
    if kept is None or kept.revisions != revisions or not kept.files <= files:
        frame = _frame(organisation, who)
        kept = _Kept(frame, revisions, frozenset(), None, 0, {}, _kinds(frame, who))
    strangers = dict(kept.strangers)
    read = partial(_read, who, kept.facts, kept.kinds, strangers)
    clean, added = kept.clean, sorted(files - kept.files)
    if clean is None:
        clean = Growing(*map(read, _portions(added)))
    elif added:
        clean = clean.with_rows(kept.length, read(added))
    length = clean.used if added else kept.length
    columns, grown = clean.columns(length), clean if not state.dirty else None
    if state.dirty:
        fresh = read([], state.dirty)
        columns = {name: np.concatenate([column, fresh[name]]) for name, column in columns.items()}
    made = replace(kept.facts, version=now, months=state.months, grown=grown, **columns)
    return _Kept(made, revisions, files, clean, length, strangers, kept.kinds)


def _portions(files: list[Path]) -> list[list[Path]]:
    """The files of whole months together, so many that what is read at a time does not depend on how many there are.

    Rows of different months are never added up, so that they can be read apart."""
    portions: list[list[Path]] = [[]]
    size = 0
    for _month, of_month in groupby(sorted(files), key=lambda file: file.parent):
        group = list(of_month)
        more = sum(file.stat().st_size for file in group)
        if portions[-1] and size + more > PORTION:
            portions.append([])
            size = 0
        portions[-1] += group
        size += more
    return portions


def _read(
    who: WhoIsWho,
    frame: Facts,
    kinds: np.ndarray,
    strangers: dict[int, int],
    files: list[Path],
    dirty: tuple[int, ...] = (),
) -> Columns:
    """The columns of Facts, of files or of months in the database. Finds numbers for `strangers` that are new."""
    few = bool(files) and sum(file.stat().st_size for file in files) < FEW
    table = _few(who, frame, kinds, files) if few else _contributions(who, frame, files, dirty)
    person = _numbers(table, "person", np.int64)
    unknown = person < 0
    if unknown.any():
        for key in np.unique(-person[unknown]).tolist():
            strangers.setdefault(key, len(who.people) + len(strangers))
        person[unknown] = [strangers[key] for key in (-person[unknown]).tolist()]
    month = _numbers(table, "month", np.int32)
    return {
        "person": person.astype(np.int32),
        "kind": kinds[np.minimum(person, len(who.people))],
        "place": _numbers(table, "place", np.int32),
        "network": _numbers(table, "source", np.int16),
        "service": _services(person, month, who),
        "month": month,
        "n": _numbers(table, "n", np.int64),
        "last": _numbers(table, "last", "datetime64[D]"),
    }


def _contributions(who: WhoIsWho, frame: Facts, files: list[Path], dirty: tuple[int, ...]) -> pa.Table:
    """What people contributed (bots and corporate accounts are none) by person, place, network and month."""
    import ibis  # takes a second to load, so only when it is needed

    organisation = frame.organisation
    engine = ibis.duckdb.connect(memory_limit=_memory(), threads=2)
    try:
        if files:
            tallies = engine.read_parquet([str(file) for file in files])
        else:
            tallies = ibis.memtable(ledger.fresh_tallies(organisation, dirty))
        if left_out := networks.left_out_places(organisation):  # read before somebody chose to leave them out
            tallies = tallies.filter(tallies["place"].isnull() | tallies["place"].notin(left_out))
        hands = np.isin(who.kinds, list(HANDS))[who.actor_person] if len(who.actors) else np.zeros(0, bool)
        known = pa.table({"actor": who.actors.astype(np.int64), "person": who.actor_person.astype(np.int64)})
        places = {place.id: at for at, place in enumerate(frame.places)}
        sources = {source: frame.networks.index(network) for source, network in networks.sources(organisation).items()}
        if not hands.all():
            others = ibis.memtable(pa.table({"actor": who.actors[~hands].astype(np.int64)}))
            tallies = tallies.anti_join(others, "actor")
        found = measures.with_people(tallies, ibis.memtable(known))
        found = measures.with_codes(found, "place", ibis.memtable(_codes(places)))
        found = measures.with_codes(found, "source", ibis.memtable(_codes(sources)))
        return engine.to_pyarrow(measures.contributions(found, by=("person", "place", "source", "month")))
    finally:
        engine.disconnect()


def _few(who: WhoIsWho, frame: Facts, kinds: np.ndarray, files: list[Path]) -> pa.Table:
    """The same of small files, not added up: to look up ten thousand rows is done before DuckDB has begun."""
    names = ["actor", "place", "source", "month", "contributing", "n", "last"]
    # one thread: others take longer to start than these few rows take
    found = pa.concat_tables([pq.ParquetFile(file).read(names, use_threads=False) for file in files])
    takes = found["contributing"]
    if left_out := networks.left_out_places(frame.organisation):
        takes = pc.and_(takes, pc.invert(pc.is_in(found["place"], pa.array(left_out, pa.string()))))
    found = found.filter(takes)
    actor = found["actor"].to_numpy()
    at = np.searchsorted(who.actors, actor)
    known = at < len(who.actors)
    known[known] = who.actors[at[known]] == actor[known]
    person = -actor
    person[known] = who.actor_person[at[known]]
    hand = np.isin(kinds, [frame.kinds.index(kind) for kind in HANDS])[np.where(known, person, -1)]
    places = {place.id: number for number, place in enumerate(frame.places)}
    sources = networks.sources(frame.organisation)
    networks_of = {source: frame.networks.index(network) for source, network in sources.items()}
    columns = {
        "person": person,
        "place": _coded(found["place"], places),
        "source": _coded(found["source"], networks_of),
        **{name: found[name] for name in ("month", "n", "last")},
    }
    return pa.table(columns).filter(pa.array(hand))


def _coded(column: pa.ChunkedArray, numbers: dict[str, int]) -> np.ndarray:
    """The number of each value; −1 for one that has none."""
    encoded = column.combine_chunks().dictionary_encode()
    codes = np.array([numbers.get(value, -1) for value in encoded.dictionary.to_pylist()] + [-1], np.int32)
    return codes[encoded.indices.fill_null(len(codes) - 1).to_numpy()]


def _frame(organisation: UUID, who: WhoIsWho) -> Facts:
    """Facts without any contribution: places, services, and who could take part."""
    places = [PlaceInfo(*row) for row in networks.places(organisation)]
    sources = networks.sources(organisation)  # hex id to network
    networks_named = sorted(set(sources.values()))
    network_of = {source: networks_named.index(network) for source, network in sources.items()}
    kinds = [str(kind) for kind in Kind]
    members, of_network, of_kind, of_service = _members(who, network_of, kinds)
    nothing = np.zeros(0, np.int64)
    return Facts(
        version="",
        organisation=organisation,
        person=nothing,
        place=nothing,
        service=nothing,
        kind=nothing,
        network=nothing,
        month=nothing,
        n=nothing,
        last=nothing.astype("datetime64[D]"),
        places=places,
        networks=networks_named,
        kinds=kinds,
        services=who.services,
        months=(),
        members=members,
        members_of_network=of_network,
        members_of_place=_members_of_places(organisation, places, who),
        members_of_kind=of_kind,
        members_of_service=of_service,
    )


def _codes(numbers: dict[str, int]) -> pa.Table:
    return pa.table({"key": pa.array(numbers, pa.string()), "code": pa.array(numbers.values(), pa.int32())})


def _numbers(table: pa.Table, name: str, dtype) -> np.ndarray:
    return table.column(name).to_numpy().astype(dtype)


def _kinds(frame: Facts, who: WhoIsWho) -> np.ndarray:
    """Everybody's kind, as a number; the last entry is for those whom nobody knows any more."""
    names = np.array(frame.kinds, who.kinds.dtype)
    order = np.argsort(names)
    known = order[np.searchsorted(names, who.kinds, sorter=order)]
    return np.append(known, frame.kinds.index(Kind.UNKNOWN)).astype(np.int8)


@cache
def _memory() -> str:
    """How much DuckDB may hold."""
    bytes_ = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 2**30
    return f"{max(256, min(bytes_ // SHARE, MOST) // 2**20)}MiB"


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


def _members_of_places(organisation: UUID, places: list[PlaceInfo], who: WhoIsWho) -> dict[int, np.ndarray]:
    """Who belongs to places that say; an account that nobody is known for belongs nowhere."""
    number = {place.id: at for at, place in enumerate(places)}
    ids, actors = networks.members_of_places(organisation)
    if not len(ids) or not len(who.actors):
        return {at: np.zeros(0, np.int32) for at, place in enumerate(places) if place.members_known}
    at = np.minimum(np.searchsorted(who.actors, actors), len(who.actors) - 1)
    person = who.actor_person[at]
    place = np.array([number.get(key, -1) for key in ids], np.int32)
    counted = (who.actors[at] == actors) & np.isin(who.kinds[person], list(HANDS)) & (place >= 0)
    place, person = place[counted], person[counted]
    order = np.argsort(place, kind="stable")
    place, person = place[order], person[order]
    edges = np.searchsorted(place, np.arange(len(places) + 1))
    return {at: np.unique(person[edges[at] : edges[at + 1]]) for at, info in enumerate(places) if info.members_known}
