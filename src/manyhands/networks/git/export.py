"""A git log, opened: commits into acts. What becomes of what is said in `mapping`.

Options: `filename` is what the person calls the file, which names the repository.
"""

from collections.abc import Iterator, Mapping
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
from .log import Commit, begins_log, commits, when

NOT_A_LOG = N_(
    "This is not a git log. In the repository’s folder, write its history to a file with the command "
    "that the guide gives, and send that file."
)
ENDS_EARLY = N_("The file is damaged from this commit on, so the rest of it was left out. Make it again.")
LEFT_OUT = N_("Commits of the repository that you chose to leave out: not read.")
NOT_SAID = N_("A history says who wrote what became part of it, not who may, nor who reviewed, asked or advised.")

BATCH = 10_000
"""Acts in a batch, about."""


class GitExport:
    """A log of any size, as it lies or packed by itself."""

    workspace = mapping.WORKSPACE

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self.packed = PackedFiles(path, inside=Named("*.txt", "*.log"), missing=NOT_A_LOG)
        self.size = self.packed.size
        self.file = str((options or {}).get("filename") or (path.name if path.suffix else "repository"))
        first = None
        try:
            if begins_log(next(self.packed.chunks(), b"")):
                first = next(commits(self.packed.chunks()), None)
        except DamagedFile:
            pass
        if first is None:
            self.close()
            raise UnreadableExport(NOT_A_LOG)
        self.place = mapping.place(first, self.file)

    def preview(self) -> Preview:
        count = 0
        try:
            for _ in commits(self.packed.chunks()):
                count += 1
        except DamagedFile:
            pass
        reason = why_leave_out(self.place.name)
        shown = PlacePreview(self.place.external_id, self.place.name, count, None, bool(reason), reason)
        return Preview(self.place.name, None, (shown,), "messages", (NOT_SAID,))

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Commits in the file's order. Can be called again, and yields the same."""
        if self.place.external_id in leave_out:
            skipped = [Skipped(LEFT_OUT, self.preview().places[0].count)]
            yield Batch(file=self.file, done=self.size, skipped=skipped)
            return
        yield from _Reader(self).batches()

    def close(self) -> None:
        self.packed.close()


class _Reader:
    """One pass: the batch being filled, and the accounts already told of."""

    def __init__(self, export: GitExport) -> None:
        self.export, self.latest = export, latest()
        self.known: set[str] = set()
        self.batch = Batch(file=export.file, places=[export.place])

    def batches(self) -> Iterator[Batch]:
        line = 1
        try:
            for commit in commits(self.export.packed.chunks()):
                line = commit.line
                self.take(commit)
                if len(self.batch.acts) >= BATCH or len(self.batch.rejected) >= BATCH:
                    yield self.full()
        except DamagedFile:
            self.batch.rejected.append(Rejected(self.export.file, line, ENDS_EARLY))
        yield self.full()

    def take(self, commit: Commit) -> None:
        """When it was written, or else when it became part of the history: clocks of authors are often wrong."""
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
        full.done = min(self.export.packed.done, self.export.size)
        return full
