"""A MediaWiki dump, opened: revisions into acts. What becomes of what is said in `mapping`.

Options: `workspace` names the wiki where its own address won't do; `key` is a secret of this hub for digests of IP
addresses; `filename` is what the person calls the file.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.packed import PackedFile
from manyhands.networks.rules.times import EARLIEST, latest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Batch, PlacePreview, Preview, Rejected, Skipped

from . import mapping
from .scan import Revision, Scanner

NOT_A_DUMP = N_(
    "This is not an XML dump of a MediaWiki. Ask whoever runs the wiki for one of its whole history, made by "
    "dumpBackup.php --full, or take one from the wiki’s page Special:Export."
)
NO_SITE = N_("This dump does not say which wiki it is from. Make it again with its heading (siteinfo).")
A_PART = N_("Counts here are of the first part of this file, which is large; all of it will be read.")
ONLY_EDITS = N_("A dump says who edited, not who may edit and does not, nor who reads.")

BATCH = 10_000
"""Acts in a batch."""
HEAD = 2**20
"""Bytes in which the wiki's own description is looked for."""
PREVIEW = 2**30
"""Bytes, unpacked, that are looked through for a preview."""
REMEMBERED = 200_000
"""Authors whose form in the dump is remembered, so that each is understood once."""

_new_act = tuple.__new__


class MediaWikiExport:
    """A dump's file, of any size. `size` counts the file's bytes as it lies, packed or not."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.packed = PackedFile(path, inside="*.xml", missing=NOT_A_DUMP)
        self.size = self.packed.size
        self.file = str(options.get("filename") or (path.name if path.suffix else "dump"))
        try:
            self.site = self._site(str(options.get("workspace") or ""))
        except UnreadableExport:
            self.close()
            raise
        self.workspace = self.site.workspace
        self.key = str(options.get("key") or self.workspace)

    def _site(self, workspace: str) -> mapping.Site:
        head = b""
        try:
            for chunk in self.packed.chunks():
                head += chunk
                if b"</siteinfo>" in head or len(head) >= HEAD:
                    break
        except DamagedFile:
            pass
        if b"<mediawiki" not in head[:HEAD]:
            raise UnreadableExport(NOT_A_DUMP)
        site = mapping.site(head)
        if site is None:
            raise UnreadableExport(NO_SITE)
        return site._replace(workspace=workspace) if workspace else site

    def preview(self) -> Preview:
        """Namespaces with their number of revisions, in the first part of a large dump."""
        counts = dict.fromkeys(self.site.namespaces, 0)
        budget = _Budget(self.packed.chunks())
        for revision in Scanner(iter(budget)).revisions():
            ns = mapping.namespace(self.site, revision.ns, revision.title)
            counts[ns] = counts.get(ns, 0) + 1
        places = []
        for ns, count in counts.items():
            place = mapping.place(self.site, ns)
            reason = why_leave_out(place.name)
            if count or not budget.whole:
                places.append(PlacePreview(place.external_id, place.name, count, None, bool(reason), reason))
        notes = (ONLY_EDITS,) if budget.whole else (A_PART, ONLY_EDITS)
        return Preview(self.site.name or self.workspace, None, tuple(places), "messages", notes)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Revisions in the file's order, page by page. Can be called again, and yields the same."""
        reader = _Reader(self, leave_out)
        yield from reader.batches()

    def close(self) -> None:
        self.packed.close()


class _Budget:
    """The first PREVIEW bytes of a dump."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.whole = chunks, True

    def __iter__(self) -> Iterator[bytes]:
        taken = 0
        for chunk in self.chunks:
            if taken >= PREVIEW:
                self.whole = False
                return
            taken += len(chunk)
            yield chunk


class _Reader:
    """One pass: the batch being filled, and the accounts and places already told of."""

    def __init__(self, export: MediaWikiExport, leave_out: frozenset[str]) -> None:
        self.export, self.leave_out = export, leave_out
        self.scanner = Scanner(export.packed.chunks())
        self.authors: dict[bytes, str] = {b"": ""}  # external id by how the dump writes who it is; "" for nobody
        self.names: dict[str, tuple[str, float]] = {}  # an account's handle, and when it was first seen by it
        self.places: set[str] = set()
        self.hidden = self.left_out = 0
        self.batch = Batch(file=export.file)

    def batches(self) -> Iterator[Batch]:
        """The one hot loop: about 2 µs a revision beside what finding it takes."""
        site, end = self.export.site, latest()
        page: bytes | None = None
        place, thing, reply = "", "", None
        read, authors = True, self.authors
        acts = self.batch.acts
        for revision in self.scanner.revisions():
            title, ns, of_page, is_first, id_, parent, timestamp, contributor, length = revision
            if of_page != page:
                page, number = of_page, mapping.namespace(site, ns, title)
                place, thing = f"ns/{number}", f"page/{of_page.decode()}"
                reply = thing if mapping.is_talk(number) else None
                read = place not in self.leave_out
                if read and place not in self.places:
                    self.places.add(place)
                    self.batch.places.append(mapping.place(site, number))
            if not read:
                self.left_out += 1
                continue
            published = mapping.seconds(timestamp)
            if published is None or not (EARLIEST <= published <= end):
                self.reject(mapping.BAD_TIME)
                continue
            actor = authors.get(contributor)
            if actor is None:
                actor = self.meet(revision, published)
            if not actor:
                self.hidden += 1
                continue
            if is_first and (not parent or parent == b"0"):
                source_id, kind, about, to = thing, T.CREATE, None, None
            else:
                source_id, kind, about, to = f"rev/{id_.decode()}", T.UPDATE, thing, reply
            act = (source_id, actor, kind, True, place, "Article", about, to, published, length, (), ())
            acts.append(_new_act(Act, act))
            if len(acts) >= BATCH or len(self.batch.rejected) >= BATCH:
                yield self.full()
                acts = self.batch.acts
        counts = {mapping.HIDDEN: self.hidden, mapping.LEFT_OUT: self.left_out}
        self.batch.skipped = [Skipped(reason, count) for reason, count in counts.items() if count]
        yield self.full()

    def full(self) -> Batch:
        full, self.batch = self.batch, Batch(file=self.export.file)
        full.rejected += [Rejected(self.export.file, line, reason) for line, reason in self.scanner.problems]
        self.scanner.problems.clear()
        full.done = min(self.export.packed.done, self.export.size)
        return full

    def reject(self, reason: str) -> None:
        self.batch.rejected.append(Rejected(self.export.file, self.scanner.line(), reason))

    def meet(self, revision: Revision, published: float) -> str:
        """The external id of an author in a form not met before, and tells of the account where it is new.

        The same account under another name was renamed half-way: it is one account, under the newer name.
        """
        account = mapping.account(revision.contributor, self.export.key)
        if len(self.authors) > REMEMBERED:
            self.authors.clear()
            self.authors[b""] = ""
        self.authors[revision.contributor] = account.external_id if account else ""
        if account is None:
            return ""
        self.name(account, published)
        return account.external_id

    def name(self, account: Account, published: float) -> None:
        handle, since = self.names.get(account.external_id, (None, 0.0))
        if handle is None or (handle != account.handle and published > since):
            self.names[account.external_id] = (account.handle, published)
            self.batch.accounts.append(account)
