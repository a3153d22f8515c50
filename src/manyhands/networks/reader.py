"""Reading an export in a process of its own: one core reads and measures while the other writes to the database.

The reader knows neither Django nor the database. When it meets accounts or places that it has no keys for, it asks
its host.
"""

import gc
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from itertools import chain
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec

from manyhands.core.ids import source_id
from manyhands.ledger.types import ActivityType, Fields, Part

from .errors import UnreadableExport
from .registry import open_export
from .rules.rows import RowMaker
from .types import Account, Act, Batch, Place, Rejected, Skipped, Usage

STRETCH = 20_000  # rows that travel together and are one transaction: few commits, little memory
ALONE = 4_000_000  # bytes, as they lie, below which a second process costs more than it saves

Keys = tuple[dict[str, int], dict[str, str]]  # of accounts and of places, by the source's ids
Columns = Callable[[UUID, Fields], list[Part]]

_WAITING = b""  # the host says so before it listens

_ACTOR, _PLACE, _MENTIONS = attrgetter("actor"), attrgetter("place"), attrgetter("mentions")


class Host(Protocol):
    """Whoever has a file read."""

    def opened(self, workspace: str, size: int) -> None:
        """Hears first what was opened, and how many bytes there are to read."""
        ...

    def keys(self, accounts: list[Account], places: list[Place]) -> Keys:
        """Gives keys to accounts and places that the reader met."""
        ...

    def is_waiting(self) -> bool:
        """Whether it has nothing to do until the next stretch comes: rows need not be packed for it then."""
        ...


class Stretch(msgspec.Struct, tag="stretch"):
    """Some of an export, ready for the ledger. `rows` are tuples in the order of `ledger.types.Row`, or packed."""

    file: str = ""
    done: int = 0  # bytes of Export.size
    rows: list[tuple[Any, ...]] | bytes = []
    count: int = 0  # of rows
    kinds: dict[str, int] = {}  # how many rows are contributions, and how many each other type of activity
    parts: list[Part] = []  # the columns of these rows
    taken_back: list[str] = []  # source ids of what is deleted
    rejected: list[Rejected] = []
    skipped: list[Skipped] = []
    usage: list[Usage] = []


class Opened(msgspec.Struct, tag="opened"):
    """The export can be read."""

    workspace: str
    size: int


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
    zone: str
    columns: Columns = lambda source, fields: []  # writes the columns of rows; can be sent to another process
    pack: Callable[[list[tuple[Any, ...]]], bytes] | None = None  # how rows travel from another process


class UnforeseenError(Exception):
    """The reader broke on something that nobody thought of. Its text says where, never what the file said."""


def read(task: Task, host: Host) -> Iterator[Stretch]:
    """An export in stretches of about STRETCH rows. `host` is called, here, before the first and for keys.

    Raises UnreadableExport, or UnforeseenError.
    """
    if _bytes(task.path) < ALONE:
        yield from stretches(task, host)
        return
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_reader, args=(theirs, task), daemon=True)
    process.start()
    theirs.close()
    try:
        with closing(ours):
            yield from _listen(ours, host)
    finally:
        process.terminate()
        process.join()


def _bytes(path: Path) -> int:
    """The size of a file, or of all in a folder."""
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files if file.is_file())


def _listen(pipe: Connection, host: Host) -> Iterator[Stretch]:
    decode = msgspec.msgpack.Decoder(Stretch | Opened | Question | Failed | Ended).decode
    while True:
        with suppress(BrokenPipeError, ConnectionResetError):  # it may have told all and be gone
            pipe.send_bytes(_WAITING)
        try:
            message = decode(pipe.recv_bytes())
        except (EOFError, ConnectionResetError):
            raise UnforeseenError("the reading process ended early") from None
        if isinstance(message, Stretch):
            yield message
        elif isinstance(message, Question):
            pipe.send_bytes(msgspec.msgpack.encode(host.keys(message.accounts, message.places)))
        elif isinstance(message, Opened):
            host.opened(message.workspace, message.size)
        elif isinstance(message, Failed):
            raise UnforeseenError(message.unforeseen) if message.unforeseen else UnreadableExport(message.message)
        else:
            return


def _reader(pipe: Connection, task: Task) -> None:
    """The reading process. Ends by itself when nobody listens any more."""
    gc.disable()  # what is read has no cycles, and looking for them takes a sixth of the time
    host = _FarHost(pipe)
    try:
        for stretch in stretches(task, host):
            host.tell(stretch)
        host.tell(Ended())
    except (BrokenPipeError, ConnectionResetError, EOFError):
        return
    except UnreadableExport as error:
        host.tell(Failed(message=error.message))
    except Exception as error:
        host.tell(Failed(unforeseen=where(error)))


class _FarHost:
    """The host, as the reading process sees it."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.encode, self.decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Keys).decode
        self.told = self.waited = 0

    def tell(self, message: Stretch | Opened | Question | Failed | Ended) -> None:
        self.pipe.send_bytes(self.encode(message))
        self.told += 1

    def opened(self, workspace: str, size: int) -> None:
        self.tell(Opened(workspace, size))

    def keys(self, accounts: list[Account], places: list[Place]) -> Keys:
        self.tell(Question(accounts, places))
        while (answer := self.pipe.recv_bytes()) == _WAITING:
            self.waited += 1
        return self.decode(answer)

    def is_waiting(self) -> bool:
        while self.pipe.poll():
            self.pipe.recv_bytes()
            self.waited += 1
        return self.waited > self.told


def where(error: BaseException) -> str:
    """An error's kind and place, without its text, which may quote the file."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{type(error).__name__} in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else "?"


def stretches(task: Task, host: Host) -> Iterator[Stretch]:
    """The same in this process."""
    with open_export(task.network, task.path, task.options) as export:
        host.opened(export.workspace, export.size)
        source = source_id(task.organisation, task.network, export.workspace)
        filling = _Filling(task, source, host)
        for batch in export.read(leave_out=task.leave_out):
            filling.take(batch)
            if len(filling.acts) >= STRETCH or len(filling.stretch.rejected) >= STRETCH:
                yield filling.full()
        yield filling.full()


class _Filling:
    """The stretch that is being filled, and the keys that are known."""

    def __init__(self, task: Task, source: UUID, host: Host) -> None:
        self.task, self.source, self.host = task, source, host
        self.maker = RowMaker(task.organisation, source, task.zone)
        self.actors: dict[str, int] = {}
        self.places: dict[str, str] = {}
        self.stretch, self.acts = Stretch(), list[Act]()

    def take(self, batch: Batch) -> None:
        accounts, places = _unknown(batch, self.actors, self.places)
        if accounts or places:
            actors, wheres = self.host.keys(accounts, places)
            self.actors |= actors
            self.places |= wheres
        stretch = self.stretch
        self.acts += batch.acts
        stretch.taken_back += [act.object for act in batch.acts if act.type == ActivityType.DELETE and act.object]
        stretch.rejected += batch.rejected
        stretch.skipped += batch.skipped
        stretch.usage += batch.usage
        stretch.file, stretch.done = batch.file, batch.done

    def full(self) -> Stretch:
        full, acts = self.stretch, self.acts
        self.stretch, self.acts = Stretch(file=full.file, done=full.done), []
        rows, fields = self.maker.make(acts, self.actors, self.places)
        full.count, full.kinds = len(rows), kinds(fields)
        full.parts = self.task.columns(self.source, fields)
        full.rows = self.task.pack(rows) if rows and self.task.pack and not self.host.is_waiting() else rows
        return full


def kinds(fields: Fields) -> dict[str, int]:
    """How many rows are contributions, and how many each other type of activity."""
    counts: Counter[str] = Counter()
    for (kind, contributing), count in Counter(zip(fields.type, fields.contributing, strict=True)).items():
        counts["contributions" if contributing else kind] += count
    return dict(counts)


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
