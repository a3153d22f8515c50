"""A WordPress export, opened: posts and comments into acts. What becomes of what is said in `mapping`.

Options: `workspace` names the site where its own address won't do; `key` is a secret of this hub for digests of
addresses; `filename` is what the person calls the file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.packed import Named, PackedFiles
from manyhands.networks.rules.times import latest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Batch, PlacePreview, Preview, Rejected, Skipped

from . import mapping
from .records import Record, Records

NOT_WXR = N_(
    "This is not a WordPress export. In the site’s dashboard choose Tools, then Export, then All content, and send the "
    "file as it was downloaded."
)
NO_SITE = N_("This export does not say which site it is from. Export all content again, and send the whole file.")
LEFT_OUT = N_("Posts and comments of the site that you chose to leave out: not read.")
NOT_SAID = N_("An export says who wrote and commented, not who reads. Authors are listed; other users are not.")

BATCH = 10_000
"""Acts in a batch, about."""


class WordPressExport:
    """A WXR file, or several in a ZIP: WordPress cuts a large site in parts. `size` counts the bytes."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.packed = PackedFiles(path, inside=Named("*.xml"), missing=NOT_WXR)
        self.size = self.packed.size
        self.file = str(options.get("filename") or (path.name if path.suffix else "export"))
        try:
            self.site = self._site()
        except UnreadableExport:
            self.close()
            raise
        self.workspace = str(options.get("workspace") or mapping.workspace(self.site))
        self.place = mapping.place(self.site)
        self.key = str(options.get("key") or self.workspace)

    def _site(self) -> dict[str, str]:
        try:
            begin = next(self.packed.chunks(), b"")
        except DamagedFile:
            begin = b""
        if b"http://wordpress.org/export/1." not in begin:
            raise UnreadableExport(NOT_WXR)
        first = next(iter(Records(self.packed.chunks())), None)
        if first is None or first.kind != "channel" or not mapping.workspace(first.values):
            raise UnreadableExport(NO_SITE)
        return first.values

    def preview(self) -> Preview:
        counts = Counter[str]()
        authors: set[str] = set()
        for record in chain.from_iterable(Records(self.packed.chunks(name)) for name in self.packed.names):
            if record.kind == "wp:author":
                authors.add(record.values.get("wp:author_login", ""))
            elif mapping.is_public(record.post if record.kind == "wp:comment" else record.values):
                counts[record.kind] += 1
        count, reason = counts["item"] + counts["wp:comment"], why_leave_out(self.place.name)
        shown = PlacePreview("site", self.place.name, count, None, bool(reason), reason)
        return Preview(self.workspace, len(authors), (shown,), "messages", (NOT_SAID,))

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Authors first, then posts with their comments, as in the file. Can be called again, and yields the same."""
        if self.place.external_id in leave_out:
            skipped = [Skipped(LEFT_OUT, self.preview().places[0].count)]
            yield Batch(file=self.file, done=self.size, skipped=skipped)
            return
        yield from _Reader(self).batches()

    def close(self) -> None:
        self.packed.close()


class _Reader:
    """One pass: the batch being filled, and the accounts already told of."""

    def __init__(self, export: WordPressExport) -> None:
        self.export, self.latest = export, latest()
        self.known: set[str] = set()
        self.logins: dict[str, str] = {}  # external id by the name that a user signs in with
        self.skipped: Counter[str] = Counter()
        self.batch = Batch(file=export.file, places=[export.place])

    def batches(self) -> Iterator[Batch]:
        for name in self.export.packed.names:
            self.records = Records(self.export.packed.chunks(name))
            self.file = self.batch.file = name or self.export.file
            for record in self.records:
                self.take(record)
                if len(self.batch.acts) >= BATCH or len(self.batch.rejected) >= BATCH:
                    yield self.full()
            self.problems()
        self.batch.skipped = [Skipped(reason, count) for reason, count in self.skipped.items()]
        yield self.full()

    def take(self, record: Record) -> None:
        if record.kind == "wp:author":
            self.listed(record)
        elif record.kind == "wp:comment":
            self.comment(record)
        elif record.kind == "item":
            self.post(record)

    def listed(self, record: Record) -> None:
        if account := mapping.author(record.values):
            self.tell(account)
            self.logins[account.handle] = account.external_id

    def post(self, record: Record) -> None:
        post = record.values
        if post.get("wp:post_type") not in mapping.TYPES:
            self.skipped[mapping.OTHER] += 1
            return
        if not mapping.is_public(post):
            self.skipped[mapping.UNPUBLISHED] += 1
            return
        login = post.get("dc:creator", "")
        account = mapping.author({"wp:author_login": login})
        actor = self.logins.get(login) or (account.external_id if account else "")
        acts = mapping.post_acts(post, actor, self.latest) if actor else mapping.BAD_RECORD
        if isinstance(acts, str):
            self.reject(record, acts)
            return
        if account and login not in self.logins:
            self.tell(account)
        self.batch.acts += acts

    def comment(self, record: Record) -> None:
        comment = record.values
        if not mapping.is_public(record.post):
            self.skipped[mapping.UNPUBLISHED] += 1
            return
        if not mapping.is_approved(comment):
            self.skipped[mapping.UNAPPROVED] += 1
            return
        account = mapping.signed_in(comment) or mapping.guest(comment, self.export.key)
        if account is None:
            self.reject(record, mapping.BAD_RECORD)
            return
        act = mapping.comment_act(comment, record.post, account.external_id, self.latest)
        if isinstance(act, str):
            self.reject(record, act)
            return
        self.tell(account)
        self.batch.acts.append(act)

    def tell(self, account: Account) -> None:
        if account.external_id not in self.known:
            self.known.add(account.external_id)
            self.batch.accounts.append(account)

    def reject(self, record: Record, reason: str) -> None:
        self.batch.rejected.append(Rejected(self.file, record.line, reason))

    def problems(self) -> None:
        self.batch.rejected += [Rejected(self.file, line, reason) for line, reason in self.records.problems]
        self.records.problems.clear()

    def full(self) -> Batch:
        self.problems()
        full, self.batch = self.batch, Batch(file=self.file)
        full.done = min(self.export.packed.done, self.export.size)
        return full
