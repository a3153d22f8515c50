"""Posts of a Discourse site, a user's archive or the list of users, opened; together in one ZIP or folder, or alone.

The site is named by its address, where a file says it, unless `options["workspace"]` gives another. Personal messages,
whispers and categories that not everybody can read are never read. `options["filename"]` is what the person calls the
file.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.filling import Filling
from manyhands.networks.rules.json_values import whole
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.times import latest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Batch, PlacePreview, Preview

from . import mapping
from .files import Found, Part, open_file, parts_of, posts, rows
from .mapping import ArchiveRow, Category, Post, UserRow, VisitRow

NO_OWNER = N_(
    "This user’s archive does not say whose it is: preferences.json is missing or damaged. "
    "Upload the ZIP as Discourse made it, with all its files."
)
LEFT_OUT = N_("Posts in categories that you chose to leave out: not read.")

NOTES = (
    N_("Personal messages, whispers and categories that not everybody can read are never read."),
    N_("Posts say how many liked them, not who. A post answers the one that it says, or else the topic’s first."),
)
NO_USERS = N_(
    "There is no list of users here, so it is not known who has access, nor who reads. An administrator can "
    "download it under Users → Export."
)
USERS_ONLY = N_(
    "The list of users gives totals since each signed up, without dates or categories: it shows who signed up when, "
    "who reads, likes and posts, and no trend."
)
NO_SITE = N_("This file does not say which site it is from. If you have several, bring in one file for each name.")

_USERS_ARCHIVE = re.compile(r"user_archive-(.{1,100})-\d{6}-\d{6}")


class DiscourseExport:
    """`size` counts the bytes, unpacked, of the files that are read."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.filename = str(options.get("filename") or path.name)
        self.archive = open_file(path, self.filename)
        try:
            self.parts = parts_of(self.archive)
            self.survey = Survey(self)
        except UnreadableExport:
            self.close()
            raise
        self.workspace = str(options.get("workspace") or self.survey.site or "unknown")
        self.size = sum(self.archive.sizes[part.name] for part in self.parts)

    def has(self, kind: str) -> bool:
        return any(part.kind == kind for part in self.parts)

    def preview(self) -> Preview:
        """Categories with their number of posts; of personal messages nothing is counted."""
        places = []
        for external_id, count in sorted(self.survey.counts.items(), key=lambda item: (self.name(item[0]), item[0])):
            name = self.name(external_id)
            reason = why_leave_out(name)
            places.append(PlacePreview(external_id, name, count, None, bool(reason), reason))
        accounts = self.survey.listed if self.has("users") else None
        return Preview(self.workspace, accounts, tuple(places), "messages", tuple(self._notes()))

    def _notes(self) -> Iterator[str]:
        if self.has("posts") or self.has("archive"):
            yield from NOTES
            if not self.has("users"):
                yield NO_USERS
        else:
            yield USERS_ONLY
        if self.workspace == "unknown":
            yield NO_SITE

    def name(self, place: str) -> str:
        """A category's name: from the list of them where there is one; a user's archive has it for an id."""
        if place.isdecimal():
            category = self.survey.categories.get(int(place))
            return category.name if category else f"Category {place}"
        return place

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """The list of users first, then posts, as the files have them. Yields the same each time."""
        reader = _Reader(self, leave_out)
        for part in self.parts:
            yield from reader.part(part)
        yield reader.filling.closing()

    def close(self) -> None:
        self.archive.close()


class Survey:
    """What must be known before the first post is read: names, categories, the site. Grows with people and topics."""

    def __init__(self, export: DiscourseExport) -> None:
        self.export = export
        self.names: dict[str, str] = {}  # ids by user name, lower case
        self.categories: dict[int, Category] = {}
        self.public: set[int] = set()  # topics that say that they are no personal messages
        self.counts: Counter[str] = Counter()
        self.hosts: Counter[str] = Counter()
        self.owner: Account | None = None
        self.newest = ""  # the day on which somebody listed was last seen: that of the list
        self.listed = 0
        for part in export.parts:
            getattr(self, f"_{part.kind}")(part)
        top = sorted(self.hosts.items(), key=lambda item: (-item[1], item[0]))
        self.site = top[0][0] if top else ""

    def _preferences(self, part: Part) -> None:
        try:
            value = whole(self.export.archive.read(part.name))
        except DamagedFile:
            return
        user = value.get("user", value) if isinstance(value, dict) else {}
        number, name = (user.get("id"), user.get("username")) if isinstance(user, dict) else (None, None)
        if isinstance(number, int) and isinstance(name, str):
            self.owner = mapping.account(str(number), name, str(user.get("name") or ""))
            self.names[name.lower()] = str(number)

    def _users(self, part: Part) -> None:
        for _, row, _ in rows(self.export.archive, part):
            if row:
                self.listed += 1
                self.names[row.username.strip().lower()] = row.id.strip()
                self.newest = max(self.newest, mapping.day(row.last_seen_at))

    def _posts(self, part: Part) -> None:
        for found, _ in posts(self.export.archive, part.name):
            if found.key == "categories":
                category = mapping.convert(found.value, Category)
                if category:
                    self.categories[category.id] = category
            elif found.key != "private_posts" and (post := mapping.convert(found.value, Post)):
                if found.key == "topic":
                    self.public.add(post.topic_id)
                if post.category_id is not None and not self.passed_over(post, found.key):
                    self.counts[str(post.category_id)] += 1
                if post.username and post.user_id is not None:
                    self.names[post.username.lower()] = str(post.user_id)
                if host := mapping.host(post):
                    self.hosts[host] += 1

    def _archive(self, part: Part) -> None:
        for _, row, _ in rows(self.export.archive, part):
            if row and not mapping.is_private(row):
                self.counts[self.place(row)] += 1
                if host := urlsplit(row.url.strip()).hostname:
                    self.hosts[host] += 1
        if self.owner is None:
            found = _USERS_ARCHIVE.search(self.export.filename)
            if not found:
                raise UnreadableExport(NO_OWNER)
            self.owner = mapping.account(mapping.unnumbered(found[1]), found[1], "")

    def _visits(self, part: Part) -> None:
        """Nothing in it must be known beforehand."""

    def place(self, row: ArchiveRow) -> str:
        """The category of a line of a user's archive: its number where the list of categories tells, else its name."""
        name = mapping.category(row)
        numbers = [number for number, one in self.categories.items() if one.name == name.rpartition("|")[2]]
        return str(numbers[0]) if len(numbers) == 1 else name

    def passed_over(self, post: Post, key: str) -> str:
        """Why a post is rightly not read; "" for one that is."""
        category = self.categories.get(post.category_id) if post.category_id is not None else None
        unsaid = key == "unsaid" and post.topic_id not in self.public
        if unsaid or mapping.is_hidden(post) or (category and category.read_restricted):
            return mapping.PRIVATE
        if post.post_type not in (None, mapping.REGULAR, mapping.MODERATOR):
            return mapping.NOTICE
        return "" if mapping.author(post) else mapping.NO_AUTHOR


class _Reader:
    """One pass over the files: the batch being filled, and the places already told of."""

    def __init__(self, export: DiscourseExport, leave_out: frozenset[str]) -> None:
        self.export, self.survey, self.leave_out = export, export.survey, leave_out
        self.filling = Filling()
        self.places: set[str] = set()
        self.end = latest()

    def part(self, part: Part) -> Iterator[Batch]:
        filling, archive = self.filling, self.export.archive
        filling.begin(part.name)
        if part.kind == "posts":
            for found, reason in posts(archive, part.name):
                if reason:
                    filling.reject(found.line, reason)
                else:
                    self._found(found)
                if filling.is_full:
                    yield filling.full()
        elif part.kind != "preferences":
            takers: dict[str, Callable[[int, Any], None]]
            takers = {"users": self._user, "archive": self._archived, "visits": self._visit}
            take = takers[part.kind]
            for line, row, reason in rows(archive, part):
                if reason:
                    filling.reject(line, reason)
                else:
                    take(line, row)
                if filling.is_full or len(filling.batch.usage) >= 10_000:
                    yield filling.full()
        filling.end(archive.sizes[part.name])

    def _found(self, found: Found) -> None:
        filling = self.filling
        post: Post | None = mapping.convert(found.value, Post)
        if found.key == "categories":
            return
        if found.key == "private_posts":
            filling.skipped[mapping.PRIVATE] += 1
        elif post is None:
            filling.reject(found.line, mapping.BAD_SHAPE)
        elif reason := self.survey.passed_over(post, found.key):
            filling.skipped[reason] += 1
        else:
            who = mapping.author(post) or ""
            place = str(post.category_id) if post.category_id is not None else None
            acts = mapping.post_acts(post, who, place, self.survey.names, self.end)
            if isinstance(acts, str):
                filling.reject(found.line, acts)
            elif self._in(place):
                filling.tell(mapping.account(who, post.username or "", post.name or ""))
                self._add(*acts)

    def _in(self, place: str | None) -> bool:
        """Tells of a place, once; False where it was chosen to be left out."""
        if place is None:
            return True
        if place in self.leave_out:
            self.filling.skipped[LEFT_OUT] += 1
            return False
        if place not in self.places:
            self.places.add(place)
            self.filling.batch.places.append(mapping.place(place, self.export.name(place)))
        return True

    def _add(self, *acts: Act) -> None:
        for act in acts:
            for who in act.mentions:
                if who not in self.filling.known:
                    self.filling.tell(mapping.stranger(who))
            self.filling.add(act)

    def _archived(self, line: int, row: ArchiveRow) -> None:
        owner = self.survey.owner
        assert owner is not None, "the survey has seen to that"
        if mapping.is_private(row):
            self.filling.skipped[mapping.PRIVATE] += 1
            return
        place = self.survey.place(row)
        act = mapping.archive_act(row, owner.external_id, place, self.survey.names, self.end)
        if isinstance(act, str):
            self.filling.reject(line, act)
        elif self._in(place):
            self.filling.tell(owner)
            self._add(act)

    def _visit(self, line: int, row: VisitRow) -> None:
        owner = self.survey.owner
        if owner is None:
            return
        act = mapping.visit(row, owner.external_id, self.end)
        if isinstance(act, str):
            self.filling.reject(line, act)
        else:
            self.filling.tell(owner)
            self._add(act)

    def _user(self, line: int, row: UserRow) -> None:
        usage = mapping.usage(row, self.survey.newest)
        number = row.id.strip()
        if usage is None or not number.removeprefix("-").isdecimal():
            self.filling.reject(line, mapping.BAD_COUNT)
            return
        account = mapping.user(row, self.end)
        self.filling.tell(account)
        if account.kind == "bot":
            return
        self.filling.batch.usage.append(usage)
        if act := mapping.joined(row, self.end):
            self._add(act)
