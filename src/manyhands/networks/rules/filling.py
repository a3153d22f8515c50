"""What adapters fill while they read: the batch, who was told of, what was rejected and what was passed over."""

from collections import Counter
from collections.abc import Iterable, Iterator

from manyhands.networks.types import Account, Act, Batch, Rejected, Skipped

from .archives import Archive, DamagedFile
from .json_values import DAMAGED, BrokenJson, Value, values
from .times import latest

BATCH = 10_000
"""Acts in a batch, about."""


class Filling:
    """One pass over an export. `known` are the accounts already told of; grows with people, not with acts."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.known = set(known)
        self.batch = Batch()
        self.latest = latest()
        self.skipped: Counter[str] = Counter()
        self.done = self.before = 0
        self.file = ""

    @property
    def is_full(self) -> bool:
        return len(self.batch.acts) >= BATCH or len(self.batch.rejected) >= BATCH

    def tell(self, account: Account) -> None:
        """Tells of an account, once."""
        if account.external_id not in self.known:
            self.known.add(account.external_id)
            self.batch.accounts.append(account)

    def add(self, act: Act) -> None:
        self.batch.acts.append(act)

    def reject(self, line: int, reason: str) -> None:
        self.batch.rejected.append(Rejected(self.file, line, reason))

    def begin(self, file: str) -> None:
        self.file = self.batch.file = file

    def end(self, size: int) -> None:
        """A file of `size` bytes was read to its end, or as far as it can be."""
        self.before += size
        self.done = self.before

    def values(self, archive: Archive, name: str, *, after: str = "") -> Iterator[Value]:
        """The values of a JSON file (see json_values); where it breaks off or is damaged is rejected."""
        self.begin(name)
        try:
            with archive.open(name) as stream:
                for value in values(stream, after=after):
                    self.done = self.before + stream.tell()
                    yield value
        except BrokenJson as broken:
            self.reject(broken.line, broken.reason)
        except DamagedFile:
            self.reject(0, DAMAGED)
        self.end(archive.sizes[name])

    def full(self) -> Batch:
        """The batch so far, to be yielded; the next begins."""
        full, self.batch = self.batch, Batch(file=self.file)
        full.file, full.done = self.file, self.done
        return full

    def closing(self) -> Batch:
        """The last batch, with what was passed over."""
        self.batch.skipped += [Skipped(reason, count) for reason, count in self.skipped.items() if count]
        return self.full()
