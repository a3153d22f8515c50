"""Discourse's shapes, and what they become.

Shapes: https://docs.discourse.org (posts and topics), and for the CSV files the columns that Discourse itself writes.
A post counts as a contribution; so does the first one of a topic. Posts in personal messages and whispers are never
read.
"""

import re
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.markup import plain
from manyhands.networks.rules.texts import handles, hashtags
from manyhands.networks.rules.times import believed, seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place, Usage


class Post(msgspec.Struct):
    """What is used of a post. The text is measured, never kept."""

    id: int
    topic_id: int
    post_number: int
    created_at: str
    username: str | None = None
    user_id: int | None = None
    name: str | None = None
    updated_at: str | None = None
    deleted_at: str | None = None
    user_deleted: bool | None = None
    version: int | None = None
    post_type: int | None = 1
    reply_to_post_number: int | None = None
    category_id: int | None = None
    raw: str | None = None
    cooked: str | None = None
    avatar_template: str | None = None
    archetype: str | None = None
    topic_archetype: str | None = None


class Category(msgspec.Struct):
    id: int
    name: str
    read_restricted: bool | None = False


class ArchiveRow(NamedTuple):
    """The columns of user_archive.csv that are used. The text is measured, never kept."""

    categories: str
    is_pm: str
    post_raw: str
    post_cooked: str
    url: str
    created_at: str
    category: str  # before 2021, with `post` and `sub_category`
    sub_category: str
    post: str


class UserRow(NamedTuple):
    """The columns of the list of users that are used."""

    id: str
    name: str
    username: str
    email: str
    created_at: str
    last_seen_at: str
    suspended_at: str
    suspended_till: str
    active: str
    staged: str
    topics_entered: str
    posts_read_count: str
    time_read: str
    post_count: str
    likes_given: str


class VisitRow(NamedTuple):
    """The columns of visits.csv that are used: a day on which the user came."""

    visited_at: str
    posts_read: str


REGULAR, MODERATOR, NOTICE_POST, WHISPER = 1, 2, 3, 4

PRIVATE = N_("Posts in personal messages, whispers, and posts in categories that not everybody can read: never read.")
NOTICE = N_("Discourse’s own notices, such as that a topic was closed or moved.")
NO_AUTHOR = N_("Posts whose author the export does not name, as after an account was deleted.")

BAD_SHAPE = N_("This record is not in Discourse’s form, so it was left out.")
BAD_TIME = N_("This record’s time is missing, or before 1990, or in the future, so it was left out.")
BAD_COUNT = N_("This line’s counts or its number are not numbers, so it was left out.")

_MENTION = re.compile(r'<a class="mention"[^<>]*href="[^"<>]*/u/([^"/<>]{1,100})"')
_QUOTE = re.compile(r"<aside\b[^<>]*\bquote\b.*?</aside>", re.DOTALL)
_HOST = re.compile(r"^/user_avatar/([A-Za-z0-9.-]{1,150})/")
_ADDRESS = re.compile(r"/t/(?:[^/]+/)?(\d{1,15})/(\d{1,9})/?$", re.ASCII)
_NO = frozenset(["no", "false", "f", "0"])
_YES = frozenset(["yes", "true", "t", "1"])


def said(topic: int | str, number: int | str) -> str:
    """A post's own id, which all of Discourse's files know: its topic and its number there."""
    return f"topic/{topic}/{number}"


def author(post: Post) -> str | None:
    """The id of a post's author; None where the account is no more."""
    if post.user_id is not None:
        return str(post.user_id)
    return unnumbered(post.username) if post.username else None


def unnumbered(username: str) -> str:
    """The id of somebody of whom only the name is known."""
    return f"@{username.lower()}"[:200]


def account(external_id: str, username: str, name: str) -> Account:
    """Somebody who has written. Discourse's own accounts have numbers below nought."""
    kind = "bot" if external_id.startswith("-") else "unknown"
    return Account(external_id, handle=username, name=name or username, kind=kind)


def stranger(external_id: str) -> Account:
    """Somebody who is mentioned, and neither listed nor has written."""
    return Account(external_id, handle=external_id.lstrip("@"), is_member=False)


def place(external_id: str, name: str) -> Place:
    return Place(external_id, name, kind="category")


def host(post: Post) -> str | None:
    """The site, where the address of somebody's picture names it."""
    found = _HOST.match(post.avatar_template or "")
    return found[1].lower() if found else None


def post_acts(post: Post, who: str, place: str | None, names: dict[str, str], end: float) -> list[Act] | str:
    """A post with its last edit and deletion; or why it can't be read."""
    published = seconds(post.created_at)
    if published is None or not believed(published, end):
        return BAD_TIME
    thing = said(post.topic_id, post.post_number)
    acts = [
        _create(thing, who, place, post.reply_to_post_number, (post.raw or "", post.cooked or ""), published, names)
    ]
    updated = seconds(post.updated_at)
    if (post.version or 1) > 1 and updated is not None and updated > published and believed(updated, end):
        version = f"{thing}/version/{post.version}"
        acts.append(Act(version, who, T.UPDATE, False, place, "Note", thing, None, updated))
    deleted = seconds(post.deleted_at) or (updated if post.user_deleted else None)
    if deleted is not None and believed(deleted, end):
        acts.append(Act(f"{thing}/deleted", who, T.DELETE, False, place, "Note", thing, None, deleted))
    return acts


def archive_act(row: ArchiveRow, who: str, place: str, names: dict[str, str], end: float) -> Act | str:
    """A line of a user's archive as an act; or why it can't be read. Which post it answers, it does not say."""
    found, published = _ADDRESS.search(urlsplit(row.url.strip()).path), seconds(row.created_at)
    if found is None:
        return BAD_SHAPE
    if published is None or not believed(published, end):
        return BAD_TIME
    return _create(
        said(found[1], found[2]), who, place, None, (row.post_raw or row.post, row.post_cooked), published, names
    )


def _create(
    thing: str,
    who: str,
    place: str | None,
    answered: int | None,
    texts: tuple[str, str],
    published: float,
    names: dict[str, str],
) -> Act:
    """A post. It answers the one that it says, else the first one of its topic."""
    topic, _, number = thing.rpartition("/")
    reply = f"{topic}/{answered or 1}" if number != "1" else None
    raw, cooked = texts
    text = plain(_QUOTE.sub("", cooked)) if cooked else raw
    called = _MENTION.findall(cooked) if cooked else handles(raw)
    mentioned = dict.fromkeys(names.get(name.lower(), unnumbered(name)) for name in called)
    mentioned.pop(who, None)
    tags, named = hashtags(text), tuple(mentioned)
    return Act(thing, who, T.CREATE, True, place, "Note", None, reply, published, len(text), tags, named)


def is_hidden(post: Post) -> bool:
    """Whether a post is one among staff, or says itself that it is in a personal message."""
    return post.post_type == WHISPER or "private_message" in (post.archetype, post.topic_archetype)


def is_private(row: ArchiveRow) -> bool:
    """Whether a line is of a personal message: unless it plainly says that it is not, in whichever language."""
    return row.is_pm.strip().lower() not in _NO


def category(row: ArchiveRow) -> str:
    """A line's category as "Parent|Child"."""
    if row.categories:
        return row.categories.strip()
    return "|".join(part for part in (row.category.strip(), row.sub_category.strip()) if part not in ("", "-"))


def visit(row: VisitRow, who: str, end: float) -> Act | str:
    """A day on which somebody came: Read where they read posts, else View. It has no time of day."""
    try:
        day = date.fromisoformat(row.visited_at.strip())
    except ValueError:
        return BAD_TIME
    when = seconds(day)
    if when is None or not believed(when, end):
        return BAD_TIME
    kind = T.READ if (count(row.posts_read) or 0) > 0 else T.VIEW
    return Act(f"visit/{who}/{day.isoformat()}", who, kind, False, None, "Organization", None, None, when)


def user(row: UserRow, end: float) -> Account:
    """Somebody listed. Who was suspended, never confirmed, or only wrote by e-mail can't sign in."""
    suspended = bool(row.suspended_at.strip()) and not _is_over(row.suspended_till, end)
    member = not suspended and row.active.strip().lower() not in _NO and row.staged.strip().lower() not in _YES
    number = row.id.strip()
    known = account(number, row.username.strip(), row.name.strip())
    email = row.email.strip() if "@" in row.email else ""
    return msgspec.structs.replace(known, email=email, is_member=member and known.kind != "bot")


def _is_over(till: str, end: float) -> bool:
    """Whether a suspension has an end, and has reached it."""
    ends = seconds(till)
    return ends is not None and ends < end


def joined(row: UserRow, end: float) -> Act | None:
    """When somebody signed up."""
    number, when = row.id.strip(), seconds(row.created_at)
    if number.startswith("-") or when is None or not believed(when, end):
        return None
    return Act(f"user/{number}/joined", number, T.JOIN, False, None, "Organization", None, None, when)


def usage(row: UserRow, report_date: str) -> Usage | None:
    """What somebody has read, liked and posted since they signed up; None where a count is not a number."""
    columns = (row.post_count, row.posts_read_count, row.likes_given, row.topics_entered, row.time_read)
    counts = [count(cell) for cell in columns]
    posted, read, liked, entered, time = (number or 0 for number in counts)
    if any(number is None for number in counts):
        return None
    last = day(row.last_seen_at)
    return Usage(row.id.strip(), posted, read, liked, last, 0, report_date, entered, time)


def day(moment: str) -> str:
    """The day of a moment as "2026-10-31"; "" for none."""
    found = moment.strip()[:10]
    return found if re.fullmatch(r"\d{4}-\d\d-\d\d", found, re.ASCII) else ""


def count(cell: str) -> int | None:
    """A count; nothing is nought. None for what is none."""
    cell = cell.strip() or "0"
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 12 else None


def convert(value: Any, shape: type[Any]) -> Any:
    """A value in this shape, or None."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return None
