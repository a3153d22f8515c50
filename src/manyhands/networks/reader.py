"""Reading an export in a process of its own: one core reads and measures while the other writes to the database.

The reader knows neither Django nor the database. When it meets accounts or places that it has no keys for, it asks.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from manyhands.ledger.types import ActivityType, Part

from .errors import UnreadableExport
from .registry import open_export
from .rules.rows import RowMaker
from .types import Account, Batch, Place, Rejected, Skipped, Usage

STRETCH = 10_000  # rows that travel together and are one transaction: few commits, little memory
ALONE = 20_000_000  # bytes to read below which a second process costs more than it saves

Keys = tuple[dict[str, int], dict[str, str]]  # of accounts and of places, by the source's ids
Ask = Callable[[list[Account], list[Place]], Keys]
Columns = Callable[[list[tuple[Any, ...]]], list[Part]]

_ACTOR, _PLACE, _MENTIONS = attrgetter("actor"), attrgetter("place"), attrgetter("mentions")


class Stretch(msgspec.Struct, tag="stretch"):
    """Some of an export, ready for the ledger. `rows` are tuples in the order of `ledger.types.Row`."""

    file: str = ""
    done: int = 0  # bytes of Export.size
    rows: list[tuple[Any, ...]] = []
    parts: list[Part] = []  # the columns of these rows
    taken_back: list[str] = []  # source ids of what is deleted
    rejected: list[Rejected] = []
    skipped: list[Skipped] = []
    usage: list[Usage] = []


class Question(msgspec.Struct, tag="question"):
    """The reader asks for keys."""

    accounts: list[Account]
    places: list[Place]


class Failed(msgspec.Struct, tag="failed"):
    """The export can't be read, or the reader broke (`unforeseen` names the error's kind and place, never its text)."""

    message: str = ""
    unforeseen: str = ""


class Ended(msgspec.Struct, tag="ended"):
    """All has been read."""


class Task(NamedTuple):
    """What is to be read, and how its rows are made."""

    network: str
    path: Path
    options: Mapping[str, Any]
    leave_out: frozenset[str]
    organisation: UUID
    source: UUID
    zone: str
    columns: Columns = lambda rows: []  # writes the columns of rows; can be sent to another process


class UnforeseenError(Exception):
    """The reader broke on something that nobody thought of. Its text says where, never what the file said."""


def read(task: Task, ask: Ask, *, size: int) -> Iterator[Stretch]:
    """An export in stretches of about STRETCH rows. `ask` is called, here, for keys that are not known yet.

    Raises UnreadableExport, or UnforeseenError.
    """
    if size < ALONE:
        yield from stretches(task, ask)
        return
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_reader, args=(theirs, task), daemon=True)
    process.start()
    theirs.close()
    try:
        with closing(ours):
            yield from _listen(ours, ask)
    finally:
        process.terminate()
        process.join()


def _listen(pipe: Connection, ask: Ask) -> Iterator[Stretch]:
    decode = msgspec.msgpack.Decoder(Stretch | Question | Failed | Ended).decode
    while True:
        try:
            message = decode(pipe.recv_bytes())
        except EOFError:
            raise UnforeseenError("the reading process ended early") from None
        if isinstance(message, Stretch):
            yield message
        elif isinstance(message, Question):
            pipe.send_bytes(msgspec.msgpack.encode(ask(message.accounts, message.places)))
        elif isinstance(message, Failed):
            raise UnforeseenError(message.unforeseen) if message.unforeseen else UnreadableExport(message.message)
        else:
            return


def _reader(pipe: Connection, task: Task) -> None:
    """The reading process. Ends by itself when nobody listens any more."""
    gc.disable()  # what is read has no cycles, and looking for them takes a sixth of the time
    encode = msgspec.msgpack.Encoder().encode
    keys = msgspec.msgpack.Decoder(Keys)

    def ask(accounts: list[Account], places: list[Place]) -> Keys:
        pipe.send_bytes(encode(Question(accounts, places)))
        return keys.decode(pipe.recv_bytes())

    try:
        for stretch in stretches(task, ask):
            pipe.send_bytes(encode(stretch))
        pipe.send_bytes(encode(Ended()))
    except (BrokenPipeError, ConnectionResetError, EOFError):
        return
    except UnreadableExport as error:
        pipe.send_bytes(encode(Failed(message=error.message)))
    except Exception as error:
        pipe.send_bytes(encode(Failed(unforeseen=where(error))))


def where(error: BaseException) -> str:
    """An error's kind and place, without its text, which may quote the file."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{type(error).__name__} in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "?"


def stretches(task: Task, ask: Ask) -> Iterator[Stretch]:
    """The same in this process."""
    maker = RowMaker(task.organisation, task.source, task.zone)
    actors: dict[str, int] = {}
    places: dict[str, str] = {}
    stretch = Stretch()
    with open_export(task.network, task.path, task.options) as export:
        for batch in export.read(leave_out=task.leave_out):
            accounts, wheres = _unknown(batch, actors, places)
            if accounts or wheres:
                more_actors, more_places = ask(accounts, wheres)
                actors |= more_actors
                places |= more_places
            stretch.rows += maker.rows(batch.acts, actors, places)
            stretch.taken_back += [act.object for act in batch.acts if act.type == ActivityType.DELETE and act.object]
            stretch.rejected += batch.rejected
            stretch.skipped += batch.skipped
            stretch.usage += batch.usage
            stretch.file, stretch.done = batch.file, batch.done
            if len(stretch.rows) >= STRETCH or len(stretch.rejected) >= STRETCH:
                stretch.parts = task.columns(stretch.rows)
                yield stretch
                stretch = Stretch(file=stretch.file, done=stretch.done)
    stretch.parts = task.columns(stretch.rows)
    yield stretch


def _unknown(batch: Batch, actors: Mapping[str, int], places: Mapping[str, str]) -> tuple[list[Account], list[Place]]:
    """What a batch lists, and accounts and places that its acts name but nothing lists: known by their id alone."""
    listed = {account.external_id for account in batch.accounts}
    met = set(map(_ACTOR, batch.acts))
    met.update(chain.from_iterable(map(_MENTIONS, batch.acts)))
    for place in batch.places:
        met.update(place.members or ())
    strangers = sorted(met - actors.keys() - listed)
    wheres = {place for place in set(map(_PLACE, batch.acts)) if place}
    nowhere = sorted(wheres - places.keys() - {place.external_id for place in batch.places})
    return (
        batch.accounts + [Account(external_id=stranger, is_member=False) for stranger in strangers],
        batch.places + [Place(external_id=place, name=place) for place in nowhere],
    )
