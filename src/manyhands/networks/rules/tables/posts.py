"""Tables of the posts of pages, as networks let whoever manages a page download them: each line is a post.

Such a table names who posted, or only the page. Then the page itself is who acted: an account that several share.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.texts import handles, hashtags
from manyhands.networks.rules.times import believed, latest, seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Batch, Place, PlacePreview, Preview, Rejected, Skipped

from .cells import SHORTENED, key, words
from .matching import Field, MatchedTable

LEFT_OUT = N_("Posts of pages that you chose to leave out: not read.")
AGAIN = N_("Lines about a post that an earlier line is about, as in a file with a line for each day.")
TOTALS = N_(
    "How many people saw, liked, shared or commented on a post is in the file without saying who, so it is not read: a "
    "page’s posts show who carries it, not who follows it."
)
NO_AUTHORS = N_(
    "This file does not say who wrote a post, only which page: the page counts as one account that several may share. "
    "Write into the register how many people can post from it."
)
SOME_AUTHORS = N_("Where the file does not say who wrote a post, the page counts as the one who did.")
BAD_DATE = N_("This line’s date is missing, not a date, before 1990, or in the future, so it was left out.")
BAD_NUMBER = N_("This line’s number or address of the post is missing or too long, so it was left out.")
SHORT_NUMBER = N_(
    "A spreadsheet program has shortened this line’s number, so it was left out. Upload the file as it was downloaded."
)
BAD_NAME = N_("This line’s name of a page or a person is longer than a name can be, so it was left out.")

BATCH = 10_000
"""Acts in a batch, about."""
MAX_NAME = 150
"""Characters of a name or a number."""
REMEMBERED = 1_000_000
"""Posts that are remembered, to know lines about the same."""


class Post(NamedTuple):
    """A line's cells by what they mean; None where no column does. Fields of a network's table are these, in order."""

    id: Any
    date: Any
    author: Any
    page: Any
    page_id: Any
    text: Any


class PagePosts:
    """A table of posts, opened: what a network's export inherits. `page` names the page where no column does."""

    fields: tuple[Field, ...]
    choose: str
    workspace: str

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.table = MatchedTable(path, self.fields, options.get("columns"), choose=self.choose, american=True)
        self.size = self.table.sheet.size
        self.file = str(options.get("filename") or (path.name if path.suffix else "posts"))
        self.workspace = str(options.get("workspace") or self.workspace)
        self.zone = ZoneInfo(str(options.get("zone") or "UTC"))
        self.page = self.page_of(self.file)

    def page_of(self, filename: str) -> str:
        """What the page is called in a table that does not say."""
        raise NotImplementedError

    def number_of(self, cell: str) -> str:
        """The post's id, the same in every export, out of its number or address."""
        raise NotImplementedError

    def posts(self) -> Iterator[tuple[int, Post | None, str]]:
        """Each line and what it says, or why it can't be read."""
        for line, _, row, reason in self.table.rows():
            yield line, Post(*row) if row else None, reason

    def place(self, post: Post) -> Place:
        name = words(post.page) or self.page
        return Place(words(post.page_id) or key(name), name, kind="page")

    def account(self, post: Post) -> Account:
        """Who wrote it, or else the page."""
        if name := words(post.author):
            return Account(key(name), name=name, kind="staff")
        place = self.place(post)
        return Account(f"page/{place.external_id}", name=place.name, kind="corporate")

    def act(self, post: Post, end: float) -> Act | str:
        """A post as an act, or why it can't be."""
        number = self.number_of(words(post.id))
        if SHORTENED.fullmatch(number):
            return SHORT_NUMBER
        if not 0 < len(number) <= MAX_NAME:
            return BAD_NUMBER
        place, actor = self.place(post), self.account(post).external_id
        if max(len(place.external_id), len(place.name), len(actor)) > MAX_NAME:
            return BAD_NAME
        published = seconds(post.date, zone=self.zone, month_first=self.table.american)
        if published is None or not believed(published, end):
            return BAD_DATE
        text = None if post.text is None else words(post.text)
        return Act(
            source_id=f"post/{number}",
            actor=actor,
            type=T.CREATE,
            contributing=True,
            place=place.external_id,
            object_type="Note",
            object=None,
            in_reply_to=None,
            published=published,
            length=None if text is None else len(text),
            hashtags=hashtags(text) if text else (),
            mentions=handles(text) if text else (),
        )

    def preview(self) -> Preview:
        """Pages with their number of lines."""
        self.table.check()
        counts: dict[Place, int] = {}
        authors = 0
        for _, post, _ in self.posts():
            if post:
                place = self.place(post)
                counts[place] = counts.get(place, 0) + 1
                authors += bool(words(post.author))
        pages = []
        for place, count in sorted(counts.items(), key=lambda item: (item[0].name, item[0].external_id)):
            reason = why_leave_out(place.name)
            pages.append(PlacePreview(place.external_id, place.name, count, None, bool(reason), reason))
        authors_known = SOME_AUTHORS if authors else NO_AUTHORS
        return Preview(self.workspace, None, tuple(pages), "messages", (TOTALS, authors_known))

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Posts in the file's order. Can be called again, and yields the same."""
        self.table.check()
        end, batch = latest(), Batch(file=self.file)
        skipped = {LEFT_OUT: 0, AGAIN: 0}
        seen: set[str] = set()
        told: set[str] = set()
        for line, post, reason in self.posts():
            if post and self.place(post).external_id in leave_out:
                skipped[LEFT_OUT] += 1
                continue
            act = self.act(post, end) if post else reason
            if post is None or isinstance(act, str):
                batch.rejected.append(Rejected(self.file, line, str(act)))
            elif act.source_id in seen:
                skipped[AGAIN] += 1
            else:
                if len(seen) < REMEMBERED:
                    seen.add(act.source_id)
                self._tell(batch, post, act, told)
                batch.acts.append(act)
            if len(batch.acts) >= BATCH or len(batch.rejected) >= BATCH:
                batch.done = self.table.sheet.tell()
                yield batch
                batch = Batch(file=self.file)
        batch.done = self.size
        batch.skipped = [Skipped(why, count) for why, count in skipped.items() if count]
        yield batch

    def _tell(self, batch: Batch, post: Post, act: Act, told: set[str]) -> None:
        """Tells of who and where an act names, once."""
        if f"by {act.actor}" not in told:
            batch.accounts.append(self.account(post))
        if f"at {act.place}" not in told:
            batch.places.append(self.place(post))
        told |= {f"by {act.actor}", f"at {act.place}"}
        for who in act.mentions:
            if f"by {who}" not in told and f"to {who}" not in told:
                told.add(f"to {who}")
                batch.accounts.append(Account(who, handle=who, is_member=False))

    def close(self) -> None:
        self.table.sheet.close()
