"""An mbox, opened: messages of mailing lists into acts. What becomes of what is said in `mapping`.

Options: `filename` is what the person calls the file; `place` names the list where nothing in the file does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.packed import PackedFile
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


class MboxExport:
    """An mbox of any size. `size` counts the file's bytes as it lies, packed or not."""

    workspace = mapping.WORKSPACE

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.packed = PackedFile(path, inside="*.mbox", missing=NOT_AN_MBOX)
        self.size = self.packed.size
        self.file = str(options.get("filename") or (path.name if path.suffix else "mbox"))
        try:
            first = self._first()
            self.by_list = any(mapping.list_of(mail) for mail in first)
            if not self.by_list and any(mapping.is_personal(mail) for mail in first):
                raise UnreadableExport(PRIVATE)
        except UnreadableExport:
            self.close()
            raise
        tags = Counter(filter(None, map(mapping.tag_of, first))).most_common(1)
        tag = tags[0][0] if tags and tags[0][1] * 2 > len(first) else ""
        self.otherwise = mapping.named(str(options.get("place") or "") or tag or mapping.name_of_file(self.file))

    def _first(self) -> list[Mail]:
        begin = b""
        try:
            begin = next(self.packed.chunks(), b"")
            if begins_mbox(begin):
                return list(islice(Mails(self.packed.chunks()), LOOKED_AT))
        except DamagedFile:
            if begins_mbox(begin):
                return list(Mails(iter([begin])))
        raise UnreadableExport(NOT_AN_MBOX)

    def place(self, mail: Mail) -> Place | None:
        """The list that a message belongs to; None for private mail."""
        return mapping.list_of(mail) if self.by_list else self.otherwise

    def preview(self) -> Preview:
        """Lists with their number of messages."""
        places: dict[str, Place] = {}
        counts: Counter[str] = Counter()
        looked = 0
        try:
            for mail in islice(Mails(self.packed.chunks()), PREVIEW):
                looked += 1
                if place := self.place(mail):
                    places.setdefault(place.external_id, place)
                    counts[place.external_id] += 1
        except DamagedFile:
            pass
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

    def __init__(self, export: MboxExport, leave_out: frozenset[str]) -> None:
        self.export, self.leave_out = export, leave_out
        self.mails = Mails(export.packed.chunks())
        self.latest = latest()
        self.authors: dict[bytes, str] = {}  # external id by header; "" where it names nobody
        self.known: set[str] = set()
        self.places: set[str] = set()
        self.skipped: Counter[str] = Counter()
        self.batch = Batch(file=export.file)

    def batches(self) -> Iterator[Batch]:
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
        place = self.export.place(mail)
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
            listed = place.external_id.removeprefix("list/") if self.export.by_list else ""
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
        self.batch.rejected.append(Rejected(self.export.file, self.mails.line(), reason))

    def full(self) -> Batch:
        full, self.batch = self.batch, Batch(file=self.export.file)
        full.done = min(self.export.packed.done, self.export.size)
        return full
