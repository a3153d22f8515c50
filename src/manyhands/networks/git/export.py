"""A git log or bundle, opened: commits into acts. What becomes of what is said in `mapping`.

Options: `filename` is what the person calls the file, which names the repository.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.packed import Named, PackedFiles
from manyhands.networks.rules.times import believed, latest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Batch, PlacePreview, Preview, Rejected, Skipped

from . import mapping
from .bundle import Bundle, begins_bundle
from .log import Commit, begins_log, commits, when

NOT_A_LOG = N_(
    "This is not a git log. In the repository’s folder, write its history to a file with the command "
    "that the guide gives, and send that file."
)
NOT_A_BUNDLE = N_(
    "This is part of a git bundle, or an empty one. Make it again with: git bundle create repository.bundle --all"
)
SEVERAL = N_("This ZIP holds more than one such file. Send them one after the other.")
PARTIAL = N_(
    "This bundle begins where another ended: what came before is not in it, and it counts as a place of its own. "
    "Better send one of the whole history."
)
BAD_COMMIT = N_("This commit is damaged, or longer than any commit, so it was left out.")
ENDS_EARLY = N_("The file is damaged from this commit on, so the rest of it was left out. Make it again.")
LEFT_OUT = N_("Commits of the repository that you chose to leave out: not read.")
NOT_SAID = N_("A history says who wrote what became part of it, not who may, nor who reviewed, asked or advised.")

BATCH = 10_000
"""Acts in a batch, about."""


class _Log:
    """A log, as it lies or packed by itself."""

    whole, partial = True, False

    def __init__(self, path: Path) -> None:
        self.packed = PackedFiles(path, inside=Named("*.txt", "*.log"), missing=NOT_A_LOG)
        self.size = self.packed.size
        fault = SEVERAL if len(self.packed.names) > 1 else NOT_A_LOG
        if len(self.packed.names) > 1 or not begins_log(self.packed.begin(self.packed.names[0])):
            self.close()
            raise UnreadableExport(fault)

    @property
    def done(self) -> int:
        return self.packed.done

    def first(self) -> Commit | None:
        with suppress(DamagedFile):
            return next(self.read(), None)
        return None

    def read(self) -> Iterator[Commit]:
        return commits(self.packed.chunks())

    def close(self) -> None:
        self.packed.close()


def _opened(path: Path) -> _Log | Bundle:
    if path.is_file():
        with path.open("rb") as file:
            is_bundle = begins_bundle(file.read(20))
        if is_bundle:
            with suppress(DamagedFile):
                return Bundle(path)
            raise UnreadableExport(NOT_A_BUNDLE)
    return _Log(path)


class GitExport:
    """The history of one repository, of any size."""

    workspace = mapping.WORKSPACE

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self.history = _opened(path)
        self.size = self.history.size
        self.file = str((options or {}).get("filename") or (path.name if path.suffix else "repository"))
        first = self.history.first()
        if first is None:
            self.close()
            raise UnreadableExport(NOT_A_BUNDLE if isinstance(self.history, Bundle) else NOT_A_LOG)
        self.place = mapping.place(first, self.file)

    def preview(self) -> Preview:
        count = 0
        try:
            for _ in self.history.read():
                count += 1
        except DamagedFile:
            pass
        notes = (PARTIAL,) if self.history.partial else ()
        reason = why_leave_out(self.place.name)
        shown = PlacePreview(self.place.external_id, self.place.name, count, None, bool(reason), reason)
        return Preview(self.place.name, None, (shown,), "messages", (*notes, NOT_SAID))

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Commits in the file's order. Can be called again, and yields the same."""
        if self.place.external_id in leave_out:
            skipped = [Skipped(LEFT_OUT, self.preview().places[0].count)]
            yield Batch(file=self.file, done=self.size, skipped=skipped)
            return
        yield from _Reader(self).batches()

    def close(self) -> None:
        self.history.close()


class _Reader:
    """One pass: the batch being filled, and the accounts already told of."""

    def __init__(self, export: GitExport) -> None:
        self.export, self.latest = export, latest()
        self.known: set[str] = set()
        self.batch = Batch(file=export.file, places=[export.place])

    def batches(self) -> Iterator[Batch]:
        line = 1
        try:
            for commit in self.export.history.read():
                line = commit.line
                self.take(commit)
                if len(self.batch.acts) >= BATCH or len(self.batch.rejected) >= BATCH:
                    yield self.full()
        except DamagedFile:
            self.batch.rejected.append(Rejected(self.export.file, line, ENDS_EARLY))
        if not self.export.history.whole:
            self.batch.rejected.append(Rejected(self.export.file, line + 1, ENDS_EARLY))
        yield self.full()

    def take(self, commit: Commit) -> None:
        """When it was written, or else when it became part of the history: clocks of authors are often wrong."""
        if not commit.hash:
            self.batch.rejected.append(Rejected(self.export.file, commit.line, BAD_COMMIT))
            return
        published = when(commit.authored)
        if not believed(published, self.latest):
            published = when(commit.committed)
        author = mapping.account(commit.author)
        if published is None or not believed(published, self.latest):
            self.batch.rejected.append(Rejected(self.export.file, commit.line, mapping.BAD_TIME))
            return
        if author is None:
            self.batch.rejected.append(Rejected(self.export.file, commit.line, mapping.BAD_AUTHOR))
            return
        writers = [author, *filter(None, map(mapping.account, commit.co_authors))]
        for writer in writers:
            if writer.external_id not in self.known:
                self.known.add(writer.external_id)
                self.batch.accounts.append(writer)
        ids = [writer.external_id for writer in writers]
        self.batch.acts += mapping.acts(commit, ids, self.export.place.external_id, published)

    def full(self) -> Batch:
        full, self.batch = self.batch, Batch(file=self.export.file)
        full.done = min(self.export.history.done, self.export.size)
        return full
