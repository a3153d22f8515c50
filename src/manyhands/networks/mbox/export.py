"""An mbox, opened: messages of mailing lists into acts. What becomes of what is said in `mapping`.

Several may come in one ZIP: a file for each list, as Google Takeout gives them, or for each month, as Mailman does.
Files in one folder whose names differ by a date alone are one list's.

Options: `filename` is what the person calls the file; `place` names the list where nothing in the file does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.packed import Named, PackedFiles
from manyhands.networks.rules.texts import hashtags
from manyhands.networks.rules.times import latest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Act, Batch, Place, PlacePreview, Preview, Rejected, Skipped

from . import mapping
from .messages import Mail, Mails, begins_mbox, measure

NOT_AN_MBOX = N_(
    "This is not an mbox, the form in which mailing lists keep their archive. Ask whoever runs the list for its mbox "
    "file, or download the months’ files from the archive’s page."
)
PRIVATE = N_(
    "This is somebody’s own mailbox, without messages of a mailing list in what was looked at. Private mail is never "
    "read. Ask whoever runs the list for the list’s archive."
)
ENDS_EARLY = N_("The file is damaged from this message on, so the rest of it was left out. Download it again.")
NO_MBOX = N_("This file is not an mbox, so it was left out.")
ONLY_WRITERS = N_("An archive says who wrote, not who receives the list’s messages, nor who reads them.")
A_PART = N_("Counts here are of the first part of this file, which is large; all of it will be read.")

BATCH = 10_000
"""Acts in a batch."""
LOOKED_AT = 500
"""Messages by which it is told what sort of mbox this is."""
PREVIEW = 200_000
"""Messages that are counted for a preview."""
REMEMBERED = 200_000
"""Authors whose header is remembered, so that each is understood once."""

_new_act = tuple.__new__


INSIDE = Named("*.mbox", "*.mbx", "*.txt", "mbox")
"""Names of the files in an archive; the last is how Apple’s Mail calls them."""


class _List:
    """What the files of one list are, as told by their first messages."""

    def __init__(self, name: str) -> None:
        self.name = name  # after its files
        self.looked = 0
        self.by_list = self.personal = False  # messages say which list they came through, or lie in a mailbox
        self.tags: Counter[str] = Counter()

    def look(self, mail: Mail) -> None:
        self.looked += 1
        self.by_list = self.by_list or mapping.list_of(mail) is not None
        self.personal = self.personal or mapping.is_personal(mail)
        if tag := mapping.tag_of(mail):
            self.tags[tag] += 1

    @property
    def is_private(self) -> bool:
        return self.personal and not self.by_list

    def otherwise(self, chosen: str) -> Place:
        """The list of messages that don't say which."""
        tag, count = self.tags.most_common(1)[0] if self.tags else ("", 0)
        return mapping.named(chosen or (tag if count * 2 > self.looked else "") or self.name)


class MboxExport:
    """One mbox or several, of any size. `size` counts the bytes of the files as they lie, packed or not."""

    workspace = mapping.WORKSPACE

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.packed = PackedFiles(path, inside=INSIDE, missing=NOT_AN_MBOX, anywhere=True)
        self.size = self.packed.size
        self.file = str(options.get("filename") or (path.name if path.suffix else "mbox"))
        try:
            self.lists = self._lists()
            if not self.lists:
                raise UnreadableExport(NOT_AN_MBOX)
            if all(each.is_private for each in self.lists.values()):
                raise UnreadableExport(PRIVATE)
        except UnreadableExport:
            self.close()
            raise
        chosen = str(options.get("place") or "")
        self.otherwise = {name: None if of.is_private else of.otherwise(chosen) for name, of in self.lists.items()}

    def _lists(self) -> dict[str, _List]:
        """The list of each file that is an mbox, by the file's name."""
        lists: dict[tuple[str, str], _List] = {}
        found: dict[str, _List] = {}
        for name in self.packed.names:
            begin, chunks = self._begun(name)
            if begins_mbox(begin):
                folder, _, file = name.rpartition("/")
                stem = mapping.name_of_file(file or self.file)
                of = lists.setdefault((folder, stem), _List(mapping.name_of_list(folder, stem, self.file)))
                found[name] = of
                for mail in _first(begin, chunks, LOOKED_AT - of.looked):
                    of.look(mail)
        return found

    def _begun(self, name: str) -> tuple[bytes, Iterator[bytes]]:
        """How a file begins, and what follows that."""
        chunks = self.packed.chunks(name)
        try:
            return next(chunks, b""), chunks
        except DamagedFile:
            return b"", chunks

    def place(self, mail: Mail, name: str) -> Place | None:
        """The list that a message of a file belongs to; None for private mail."""
        return mapping.list_of(mail) if self.lists[name].by_list else self.otherwise[name]

    def preview(self) -> Preview:
        """Lists with their number of messages."""
        places: dict[str, Place] = {}
        counts: Counter[str] = Counter()
        looked = 0
        for name in self.lists:
            with suppress(DamagedFile):
                for mail in islice(Mails(self.packed.chunks(name)), PREVIEW - looked):
                    looked += 1
                    if place := self.place(mail, name):
                        places.setdefault(place.external_id, place)
                        counts[place.external_id] += 1
        shown = []
        for place in sorted(places.values(), key=lambda place: place.name):
            reason = why_leave_out(place.name)
            shown.append(
                PlacePreview(place.external_id, place.name, counts[place.external_id], None, bool(reason), reason)
            )
        notes = (A_PART, ONLY_WRITERS) if looked >= PREVIEW else (ONLY_WRITERS,)
        return Preview(self.file, None, tuple(shown), "messages", notes)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Messages in the file's order. Can be called again, and yields the same."""
        yield from _Reader(self, leave_out).batches()

    def close(self) -> None:
        self.packed.close()


class _Reader:
    """One pass: the batch being filled, and the accounts and places already told of."""

    mails: Mails  # of the file being read

    def __init__(self, export: MboxExport, leave_out: frozenset[str]) -> None:
        self.export, self.leave_out = export, leave_out
        self.name, self.file = "", export.file
        self.latest = latest()
        self.authors: dict[bytes, str] = {}  # external id by header; "" where it names nobody
        self.known: set[str] = set()
        self.places: set[str] = set()
        self.skipped: Counter[str] = Counter()
        self.batch = Batch(file=export.file)

    def batches(self) -> Iterator[Batch]:
        for name in self.export.packed.names:
            self.name, self.file = name, name or self.export.file
            self.batch.file = self.file
            if name not in self.export.lists:
                self.batch.rejected.append(Rejected(self.file, 0, NO_MBOX))
                continue
            self.mails = Mails(self.export.packed.chunks(name))
            try:
                for mail in self.mails:
                    self.take(mail)
                    if len(self.batch.acts) >= BATCH or len(self.batch.rejected) >= BATCH:
                        yield self.full()
            except DamagedFile:
                self.reject(ENDS_EARLY)
        self.batch.skipped = [Skipped(reason, count) for reason, count in self.skipped.items()]
        yield self.full()

    def take(self, mail: Mail) -> None:
        place = self.export.place(mail, self.name)
        if place is None:
            self.skipped[mapping.NOT_LISTED] += 1
        elif place.external_id in self.leave_out:
            self.skipped[mapping.LEFT_OUT] += 1
        elif mapping.is_automatic(mail):
            self.skipped[mapping.AUTOMATIC] += 1
        elif (when := mapping.published(mail, self.latest)) is None:
            self.reject(mapping.BAD_TIME)
        elif not (actor := self.author(mail, place)):
            self.reject(mapping.BAD_AUTHOR)
        else:
            if place.external_id not in self.places:
                self.places.add(place.external_id)
                self.batch.places.append(place)
            length, text = measure(mail)
            id_, reply = mapping.source_id(mail), mapping.replied_to(mail)
            reply = None if reply == id_ else reply
            act = (id_, actor, T.CREATE, True, place.external_id, "Note", None, reply, when, length, hashtags(text), ())
            self.batch.acts.append(_new_act(Act, act))

    def author(self, mail: Mail, place: Place) -> str:
        """The external id of who wrote, and tells of the account where it is new; "" where nobody is named."""
        said = mail.headers.get(b"from", b"")
        known = self.authors.get(said)
        if known is None:
            listed = place.external_id.removeprefix("list/") if self.export.lists[self.name].by_list else ""
            if mapping.is_by_list(said, listed):  # the author's own address stands beside it
                return self.meet(mail.headers.get(b"x-original-from") or mail.headers.get(b"reply-to") or said)
            if len(self.authors) > REMEMBERED:
                self.authors.clear()
            self.authors[said] = known = self.meet(said)
        return known

    def meet(self, said: bytes) -> str:
        account = mapping.account(said)
        if account is None:
            return ""
        if account.external_id not in self.known:
            self.known.add(account.external_id)
            self.batch.accounts.append(account)
        return account.external_id

    def reject(self, reason: str) -> None:
        self.batch.rejected.append(Rejected(self.file, self.mails.line(), reason))

    def full(self) -> Batch:
        full, self.batch = self.batch, Batch(file=self.file)
        full.done = min(self.export.packed.done, self.export.size)
        return full


def _first(begin: bytes, rest: Iterator[bytes], count: int) -> list[Mail]:
    try:
        return list(islice(Mails(chain([begin], rest)), count))
    except DamagedFile:
        return list(islice(Mails(iter([begin])), count))
