"""The ledger's activities a month at a time, as arrays: for what has to look at each of millions of them once."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from manyhands.ledger import queries as ledger
from manyhands.networks import queries as networks
from manyhands.people.types import HANDS, WhoIsWho

from .acts import help_source

CODED = ("place", "source", "type")  # of a few thousand different values
NAMES = ["key", "reply_key", "actor", "contributing", "local_date", *CODED]
TARGETS = ["key", "actor", "contributing", "local_date", "place", "source"]


class ActMonth(NamedTuple):
    """Activities of people of one month, in no order, beside each other."""

    month: int  # 201607
    person: np.ndarray  # int64: a number in `who`; strangers come after all of them
    day: np.ndarray  # int32, since 1970-01-01, local
    contributing: np.ndarray  # bool
    key: np.ndarray  # int64
    place: np.ndarray  # int32, numbered as they come; -1: none
    type: np.ndarray  # int32, into the `types` asked for; -1: another
    reply: np.ndarray  # bool: whether it answers something
    reply_key: np.ndarray  # int64, what it answers


class ActMonths:
    """Reads months in order of time. Bots and corporate accounts did nothing, nor is help given in person among it."""

    def __init__(self, organisation: UUID, who: WhoIsWho, types: Sequence[str], before: int | None = None) -> None:
        self.organisation, self.before, self.known = organisation, before, len(who.people)
        self.actors, self.people = who.actors.astype(np.int64), who.actor_person.astype(np.int64)
        self.strangers: list[int] = []  # actors whom nobody is known for, in the order of their numbers
        self._hand = np.isin(who.kinds, list(HANDS))
        self._types = {name: at for at, name in enumerate(types)}
        self._places: dict[str, int] = {}
        self._gone = set(networks.left_out_places(organisation))
        self._help = help_source(organisation).hex
        self._state = ledger.activities(organisation)

    def __len__(self) -> int:
        """How many different people there are so far, whether they did anything or not."""
        return self.known + len(self.strangers)

    @property
    def numbers(self) -> np.ndarray:
        """What figures call each person: those known by their number, strangers by minus their actor."""
        return np.concatenate([np.arange(self.known), -np.array(self.strangers, np.int64)])

    def read(self, names: Sequence[str] = NAMES) -> Iterator[ActMonth]:
        """Month after month; columns that are not among `names` are empty."""
        files: dict[int, list] = {}
        for file in self._state.files:
            files.setdefault(int(file.parent.name), []).append(file)
        for month in self._state.months:
            if self.before is not None and month >= self.before:
                return
            if month in files:
                coded = [name for name in CODED if name in names]
                opened = (pq.ParquetFile(file, read_dictionary=coded) for file in files[month])
                parts = [_one(file.read(list(names))) for file in opened]
            else:
                parts = [_one(ledger.fresh_activities(self.organisation, (month,)).select(list(names)))]
            if rows := [self._month(month, part) for part in parts if part.num_rows]:
                yield rows[0] if len(rows) == 1 else _joined(rows)

    def _month(self, month: int, rows: pa.RecordBatch) -> ActMonth:
        person = self._persons(rows["actor"])
        takes = np.append(self._hand, np.ones(len(self.strangers), bool))[person]
        takes &= _coded(rows["source"], lambda source: source != self._help) != 0
        place = _coded(rows["place"], self._place)
        takes &= place != LEFT_OUT
        found = {
            "person": person,
            "day": rows["local_date"].cast(pa.int32()).to_numpy(),
            "contributing": rows["contributing"].to_numpy(zero_copy_only=False),
            "key": rows["key"].to_numpy(),
            "place": place,
        }
        if "reply_key" in rows.schema.names:
            reply = rows["reply_key"]
            found["type"] = _coded(rows["type"], lambda name: self._types.get(name, -1))
            found["reply"] = reply.is_valid().to_numpy(zero_copy_only=False)
            found["reply_key"] = reply.fill_null(0).to_numpy()
        none = np.zeros(0, np.int64)
        if not takes.all():
            found = {name: column[takes] for name, column in found.items()}
        return ActMonth(month, *(found.get(name, none) for name in ActMonth._fields[1:]))

    def _persons(self, actors: pa.Array) -> np.ndarray:
        """Everybody's number. Whoever is not known gets the next one."""
        at = _at(actors, np.concatenate([self.actors, np.array(self.strangers, np.int64)]))
        if (at < 0).any():
            self.strangers += distinct(actors.to_numpy()[at < 0]).tolist()
            return self._persons(actors)
        return np.concatenate([self.people, self.known + np.arange(len(self.strangers))])[at]

    def _place(self, place: str) -> int:
        return LEFT_OUT if place in self._gone else self._places.setdefault(place, len(self._places))


LEFT_OUT = -2


def _joined(parts: list[ActMonth]) -> ActMonth:
    return ActMonth(
        parts[0].month, *(np.concatenate(columns) for columns in zip(*(part[1:] for part in parts), strict=True))
    )


def distinct(numbers: np.ndarray) -> np.ndarray:
    """Each once, in order: of whole numbers a sort takes a tenth of the time that NumPy's hashing takes."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def found_at(wanted: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Where each of `wanted` stands among keys, each of which is there once; −1: it does not."""
    found = np.full(len(wanted), -1, np.int64)
    if len(keys):
        order, asked = np.argsort(keys), np.argsort(wanted)  # both: in order they are found in half the time
        ordered, asking = keys[order], wanted[asked]
        at = np.minimum(np.searchsorted(ordered, asking), len(keys) - 1)
        found[asked] = np.where(ordered[at] == asking, order[at], -1)
    return found


def _at(values: pa.Array, among: np.ndarray) -> np.ndarray:
    """Where each value stands among others; −1: it does not. By hashing, which is quicker here than a binary search."""
    return pc.index_in(values, value_set=pa.array(among)).fill_null(-1).to_numpy()


def _one(table: pa.Table) -> pa.RecordBatch:
    """All of a table in one piece."""
    whole = table.combine_chunks().to_batches()
    return whole[0] if whole else pa.RecordBatch.from_pylist([], table.schema)


def _coded(column: pa.Array, number: Callable[[str], int]) -> np.ndarray:
    """The number of each value; −1 for none."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    numbers = np.array([number(value) for value in column.dictionary.to_pylist()] + [-1], np.int32)
    return numbers[column.indices.fill_null(len(numbers) - 1).to_numpy()]
