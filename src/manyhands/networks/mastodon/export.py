"""A Mastodon account's archive, opened: `outbox.json` holds what it posted, `actor.json` says whose it is.

One archive is one account, which is one place. Posts to followers only and direct messages stand in the same file:
they are told by whom they are addressed to, counted, and never read. Bookmarks, blocks and media are never opened.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.filling import Filling
from manyhands.networks.rules.json_values import Value, whole
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.tars import open_packed
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Act, Batch, PlacePreview, Preview

from . import mapping
from .mapping import Actor, Item

NO_OUTBOX = N_(
    "This is not a whole Mastodon archive: it has no outbox.json, which holds the posts. "
    "Upload the file as Mastodon made it, with all its files."
)
NO_ACTOR = N_(
    "This is not a whole Mastodon archive: it has no actor.json, which says whose it is, or one that is damaged. "
    "Upload the file as Mastodon made it, with all its files."
)
LEFT_OUT = N_("Posts of the account, which you chose to leave out: not read.")

NOTES = (
    N_("Only posts that everybody can see are read, listed or not. Direct messages and posts to followers never are."),
    N_("An archive says what the account did, and not who did it, nor who answered, favoured or boosted."),
)


class MastodonExport:
    """A ZIP, tar or folder. `size` counts the bytes of the outbox and of the favourites, unpacked."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self.archive = open_packed(path, markers=["outbox.json"], missing=NO_OUTBOX, suffixes=(".json",))
        actor = self._actor()
        if actor is None:
            self.close()
            raise UnreadableExport(NO_ACTOR, file="actor.json")
        self.actor, self.workspace = actor, actor.id
        self.files = [name for name in ("outbox.json", "likes.json") if name in self.archive.sizes]
        self.size = sum(self.archive.sizes[name] for name in self.files)

    def _actor(self) -> Actor | None:
        try:
            actor = msgspec.convert(whole(self.archive.read("actor.json")), Actor)
        except (KeyError, DamagedFile, msgspec.ValidationError):
            return None
        return actor if mapping.address(actor.id) else None

    def preview(self) -> Preview:
        """The one account, with its number of posts and boosts; those not for everybody are not counted."""
        count = sum(act.contributing for batch in self.read() for act in batch.acts)
        name = mapping.handle(self.actor)
        reason = why_leave_out(name)
        place = PlacePreview(self.actor.id, name, count, None, bool(reason), reason)
        return Preview(self.workspace, 1, (place,), "messages", NOTES)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """The account and its place first, then what it posted, as the file has it. Yields the same each time."""
        filling = Filling()
        filling.begin("actor.json")
        filling.tell(mapping.owner(self.actor))
        if self.actor.id in leave_out:
            filling.end(self.size)
            filling.skipped[LEFT_OUT] += 1
        else:
            filling.batch.places.append(mapping.place(self.actor))
            for name in self.files:
                for value in filling.values(self.archive, name):
                    if value.key == "orderedItems":
                        (self._item if name == "outbox.json" else self._like)(filling, value)
                        if filling.is_full:
                            yield filling.full()
        yield filling.closing()

    def _item(self, filling: Filling, value: Value) -> None:
        own = self.actor.id
        try:
            item = msgspec.convert(value.value, Item)
        except msgspec.ValidationError:
            filling.reject(value.line, mapping.BAD_SHAPE)
            return
        if item.actor is not None and mapping.address(item.actor) != own:
            filling.reject(value.line, mapping.BAD_AUTHOR)
        elif item.type not in ("Create", "Announce"):
            filling.skipped[mapping.OTHER] += 1
        elif not mapping.is_public(item.to, item.cc):
            filling.skipped[mapping.HIDDEN] += 1
        elif item.type == "Announce":
            act = mapping.boost(item, own, filling.latest)
            if isinstance(act, Act):
                for account in mapping.boosted(item, own):
                    filling.tell(account)
                filling.add(act)
            else:
                filling.reject(value.line, act)
        else:
            self._post(filling, value, item)

    def _post(self, filling: Filling, value: Value, item: Item) -> None:
        found = mapping.post(item, self.actor.id, filling.latest)
        if found is None:
            filling.skipped[mapping.HIDDEN] += 1
        elif isinstance(found, str):
            filling.reject(value.line, found)
        else:
            acts, mentioned = found
            for account in mentioned:
                filling.tell(account)
            filling.batch.acts += acts

    def _like(self, filling: Filling, value: Value) -> None:
        filling.skipped[mapping.LIKES] += 1

    def close(self) -> None:
        self.archive.close()
