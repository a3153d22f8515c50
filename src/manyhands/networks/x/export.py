"""An X (Twitter) archive, opened: JavaScript files, each a list of records that is given a name.

One archive is one account, which is one place. Read are the posts, the likes, what was deleted and whose archive it
is; no other file is opened, so direct messages, contacts, the address and what X thinks of its holder never are.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import open_archive
from manyhands.networks.rules.filling import Filling
from manyhands.networks.rules.json_values import Value
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.times import seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Act, Batch, PlacePreview, Preview

from . import mapping
from .mapping import Like, Owner, Tweet

NO_ACCOUNT = N_(
    "This is not a whole X archive: it has no data/account.js, which says whose it is, or one that is damaged. "
    "Upload the ZIP as X made it, with all its files."
)
NO_POSTS = N_(
    "This is not a whole X archive: it has no data/tweets.js, which holds the posts. "
    "Upload the ZIP as X made it, with all its files."
)
LEFT_OUT = N_("Posts of the account, which you chose to leave out: not read.")

NOTES = (
    N_("Only posts, likes and deletions are read. Direct messages and everything else in the archive never are."),
    N_("An archive says what the account did, and not which person did it, nor who answered, liked or reposted."),
    N_("A like has no time of its own: it bears that of the post that was liked."),
)

TWEETS = re.compile(r"tweets?([-_]part\d+|\.part\d+)?\.js", re.ASCII)
_LIKES = re.compile(r"like([-_]part\d+|\.part\d+)?\.js", re.ASCII)
_DELETED = re.compile(r"deleted-tweets([-_]part\d+|\.part\d+)?\.js", re.ASCII)
_PART = re.compile(r"part(\d+)")
_Row = TypeVar("_Row")


class XExport:
    """A ZIP or folder. `size` counts the bytes of the files of posts, deletions and likes, unpacked."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self.archive = open_archive(path, markers=["account.js"], missing=NO_ACCOUNT)
        try:
            self.owner = self._owner()
            posts = self._files(TWEETS)
            if not posts:
                raise UnreadableExport(NO_POSTS)
        except UnreadableExport:
            self.close()
            raise
        self.files = [(name, TWEETS) for name in posts]
        self.files += [(name, kind) for kind in (_DELETED, _LIKES) for name in self._files(kind)]
        self.workspace = self.owner.accountId
        self.since = seconds(self.owner.createdAt) or 0.0
        self.size = sum(self.archive.sizes[name] for name, _ in self.files)

    def _owner(self) -> Owner:
        for value in Filling().values(self.archive, "account.js", after="="):
            owner = _convert(mapping.unwrapped(value.value, "account"), Owner)
            if owner and mapping.ID.fullmatch(owner.accountId):
                return owner
        raise UnreadableExport(NO_ACCOUNT, file="account.js")

    def _files(self, kind: re.Pattern[str]) -> list[str]:
        """The parts of a list, in their order: the first may bear no number."""

        def part(name: str) -> tuple[int, str]:
            found = _PART.search(name)
            return (int(found[1]) if found else 0, name)

        return sorted((name for name in self.archive.sizes if kind.fullmatch(name)), key=part)

    def preview(self) -> Preview:
        """The one account, with its number of posts and reposts."""
        count = sum(act.contributing for batch in self.read() for act in batch.acts)
        name = mapping.title(self.owner)
        reason = why_leave_out(name)
        place = PlacePreview(self.owner.accountId, name, count, None, bool(reason), reason)
        return Preview(self.workspace, 1, (place,), "messages", NOTES)

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """The account and its place first, then posts, deletions and likes, as the files have them."""
        filling = Filling()
        filling.begin("account.js")
        filling.tell(mapping.owner(self.owner))
        if self.owner.accountId in leave_out:
            filling.end(self.size)
            filling.skipped[LEFT_OUT] += 1
        else:
            filling.batch.places.append(mapping.place(self.owner))
            for name, kind in self.files:
                for value in filling.values(self.archive, name, after="="):
                    self._take(filling, value, kind)
                    if filling.is_full:
                        yield filling.full()
        yield filling.closing()

    def _take(self, filling: Filling, value: Value, kind: re.Pattern[str]) -> None:
        own, end = self.owner.accountId, filling.latest
        found: Act | str | None
        if kind is _LIKES:
            like = _convert(mapping.unwrapped(value.value, "like"), Like)
            found = mapping.like(like, own, self.since, end) if like else mapping.BAD_SHAPE
            filling.skipped[mapping.UNDATED] += found is None
        elif tweet := _convert(mapping.unwrapped(value.value, "tweet"), Tweet):
            if kind is _DELETED:
                found = mapping.deletion(tweet, own, end)
            else:
                self._post(filling, value, tweet)
                return
        else:
            found = mapping.BAD_SHAPE
        if isinstance(found, str):
            filling.reject(value.line, found)
        elif found:
            filling.add(found)

    def _post(self, filling: Filling, value: Value, tweet: Tweet) -> None:
        found = mapping.post(tweet, self.owner.accountId, filling.latest)
        if isinstance(found, str):
            filling.reject(value.line, found)
            return
        acts, named = found
        for account in named:
            filling.tell(account)
        filling.batch.acts += acts

    def close(self) -> None:
        self.archive.close()


def _convert(value: Any, shape: type[_Row]) -> _Row | None:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return None
