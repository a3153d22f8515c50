"""A MediaWiki dump, opened: revisions into acts. What becomes of what is said in `mapping`.

A large wiki is dumped in parts, each of whole pages, which may come in one ZIP or .7z.

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
from manyhands.networks.rules.packed import Named, PackedFiles
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
PARTS = Named("*.xml", "*.xml-*")  # the second as Wikimedia names the parts of a dump
OTHER_WIKI = N_("This file is a dump of another wiki, so it was left out. Send each wiki’s dump by itself.")
NO_PART = N_("This file is not an XML dump of a MediaWiki, so it was left out.")
ONLY_EDITS = N_("A dump says who edited, not who may edit and does not, nor who reads.")

BATCH = 10_000
"""Acts in a batch."""
HEAD = 2**20
"""Bytes in which the wiki's own description is looked for."""
HEAD_BEGINS = 10_000
"""Bytes in which a dump begins."""
PREVIEW = 2**30
"""Bytes, unpacked, that are looked through for a preview."""
REMEMBERED = 200_000
"""Authors whose form in the dump is remembered, so that each is understood once."""

_new_act = tuple.__new__


class MediaWikiExport:
    """A dump's file or files, of any size. `size` counts their bytes, packed or not."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.packed = PackedFiles(path, inside=PARTS, missing=NOT_A_DUMP, anywhere=True)
        self.size = self.packed.size
        self.file = str(options.get("filename") or (path.name if path.suffix else "dump"))
        try:
            self.site = self._site()
        except UnreadableExport:
            self.close()
            raise
        self.workspace = str(options.get("workspace") or self.site.workspace)
        self.key = str(options.get("key") or self.workspace)

    def _site(self) -> mapping.Site:
        """The wiki of the first file that is a dump."""
        fault = NOT_A_DUMP
        for name in self.packed.names:
            head, _chunks = _begun(self.packed.chunks(name))
            if b"<mediawiki" in head:
                site = mapping.site(head)
                if site:
                    return site
                fault = NO_SITE
        raise UnreadableExport(fault)

    def parts(self) -> Iterator[tuple[str, Iterator[bytes], str]]:
        """The files, each with its bytes, and why it is left out; "" for one that is read."""
        for name in self.packed.names:
            head, chunks = _begun(self.packed.chunks(name))
            site = mapping.site(head)
            fault = ""
            if name and b"<mediawiki" not in head:
                fault = NO_PART
            elif site and site.workspace != self.site.workspace:
                fault = OTHER_WIKI
            yield name, chunks, fault

    def preview(self) -> Preview:
        """Namespaces with their number of revisions, in the first part of a large dump."""
        counts = dict.fromkeys(self.site.namespaces, 0)
        budget = _Budget()
        for _name, chunks, fault in self.parts():
            for revision in Scanner(iter(()) if fault else budget.of(chunks)).revisions():
                ns = mapping.namespace(self.site, revision.ns, revision.title)
                counts[ns] = counts.get(ns, 0) + 1
            if not budget.whole:
                break
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


def _begun(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """How a file begins, up to the wiki's own description where it is a dump; and all its bytes, read once."""
    held: list[bytes] = []
    head, damaged = b"", False
    try:
        for chunk in chunks:
            held.append(chunk)
            head += chunk
            if b"</siteinfo>" in head or len(head) >= HEAD or b"<mediawiki" not in head[:HEAD_BEGINS]:
                break
    except DamagedFile:
        damaged = True
    return head[:HEAD], _all(held, chunks, damaged)


def _all(held: list[bytes], rest: Iterator[bytes], damaged: bool) -> Iterator[bytes]:
    yield from held
    if damaged:
        raise DamagedFile
    yield from rest


class _Budget:
    """The first PREVIEW bytes of a dump."""

    def __init__(self) -> None:
        self.taken, self.whole = 0, True

    def of(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            if self.taken >= PREVIEW:
                self.whole = False
                return
            self.taken += len(chunk)
            yield chunk


class _Reader:
    """One pass: the batch being filled, and the accounts and places already told of."""

    scanner: Scanner  # of the file being read

    def __init__(self, export: MediaWikiExport, leave_out: frozenset[str]) -> None:
        self.export, self.leave_out = export, leave_out
        self.file = export.file
        self.authors: dict[bytes, str] = {b"": ""}  # external id by how the dump writes who it is; "" for nobody
        self.names: dict[str, tuple[str, float]] = {}  # an account's handle, and when it was first seen by it
        self.places: set[str] = set()
        self.hidden = self.left_out = 0
        self.batch = Batch(file=export.file)

    def batches(self) -> Iterator[Batch]:
        for name, chunks, fault in self.export.parts():
            self.file = self.batch.file = name or self.export.file
            if fault:
                self.batch.rejected.append(Rejected(self.file, 0, fault))
                continue
            self.scanner = Scanner(chunks)
            yield from self.revisions()
            self.problems()
        counts = {mapping.HIDDEN: self.hidden, mapping.LEFT_OUT: self.left_out}
        self.batch.skipped = [Skipped(reason, count) for reason, count in counts.items() if count]
        yield self.full()

    def revisions(self) -> Iterator[Batch]:
        """Batches that are full. The one hot loop: about 2 µs a revision beside what finding it takes."""
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
                self.problems()
                yield self.full()
                acts = self.batch.acts

    def problems(self) -> None:
        self.batch.rejected += [Rejected(self.file, line, reason) for line, reason in self.scanner.problems]
        self.scanner.problems.clear()

    def full(self) -> Batch:
        full, self.batch = self.batch, Batch(file=self.file)
        full.done = min(self.export.packed.done, self.export.size)
        return full

    def reject(self, reason: str) -> None:
        self.batch.rejected.append(Rejected(self.file, self.scanner.line(), reason))

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
