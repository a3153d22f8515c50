"""Viva Engage's (Yammer's) shapes, and what they become.

Shapes: https://learn.microsoft.com/viva/engage/manage-security-and-compliance/export-yammer-enterprise-data and
https://learn.microsoft.com/graph/api/reportroot-getyammeractivityuserdetail. Every message that is not a system's
notice counts as a contribution, in private groups too; private conversations are never read.
"""

import re
from typing import NamedTuple

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.reports import days, is_hidden, iso_day, number, text
from manyhands.networks.rules.texts import hashtags
from manyhands.networks.rules.times import believed, seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place, Usage


class MessageRow(NamedTuple):
    """The columns of Messages.csv that are used. The body is measured, never kept."""

    id: str
    replied_to_id: str
    thread_id: str
    group_id: str
    group_name: str
    in_private_conversation: str
    sender_id: str
    sender_type: str
    sender_name: str
    sender_email: str
    body: str
    message_type: str
    created_at: str
    deleted_by_id: str
    deleted_at: str


class UserRow(NamedTuple):
    """The columns of Users.csv that are used."""

    id: str
    name: str
    email: str
    department: str
    joined_at: str
    deleted_at: str
    suspended_at: str
    state: str


class GroupRow(NamedTuple):
    """The columns of Groups.csv that are used."""

    id: str
    name: str
    deleted_at: str


class ReportRow(NamedTuple):
    """The columns of the Microsoft 365 report getYammerActivityUserDetail that are used."""

    user_principal_name: str
    display_name: str
    user_state: str
    last_activity_date: str
    posted_count: str
    read_count: str
    liked_count: str
    report_period: str
    report_refresh_date: str


MESSAGES_NEED = ("id", "in_private_conversation", "sender_id", "created_at")
USERS_NEED = ("id",)
GROUPS_NEED = ("id", "name")
REPORT_NEEDS = ("user_principal_name", "posted_count")

EVERYBODY = "all-company"
"""The place of messages in no group: All Company."""

PRIVATE = N_("Messages of private conversations: never read.")
NOTICE = N_("Notices by the system, such as somebody having joined.")

BAD_ID = N_("This line’s number, or its sender’s, is missing or not a number of Viva Engage, so it was left out.")
SHORTENED_ID = N_(
    "A spreadsheet program has shortened this line’s number, so it was left out. Upload the file as it was downloaded."
)
BAD_TIME = N_("This line’s date is missing, not a date, before 1990, or in the future, so it was left out.")
BAD_COUNT = N_("This line’s counts are not numbers, so it was left out.")

ID = re.compile(r"[A-Za-z0-9_=-]{1,100}", re.ASCII)
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_MENTION = re.compile(r"\[\[user:(\d{1,30})\]\]")
_REFERENCE = re.compile(r"\[\[\w+:\d+\]\]")
_OPEN = frozenset(["false", "f", "no", "n", "0"])
_NOT_PEOPLE = frozenset(["bot", "system", "guide", "app", "application"])


def is_private(row: MessageRow) -> bool:
    """Whether a message is of a private conversation; one that does not say so is, unless it is in a group."""
    said = row.in_private_conversation.strip().lower()
    if not text(said):
        return not (text(row.group_id) or text(row.group_name))
    return said not in _OPEN


def is_notice(row: MessageRow) -> bool:
    """Whether the system wrote it about somebody, such as that they joined."""
    return row.message_type.strip().lower() == "system"


def place_id(row: MessageRow) -> str:
    """The group's number, or that of the place of messages in no group."""
    group = row.group_id.strip()
    return EVERYBODY if not text(group) else group


def place_of(row: MessageRow) -> Place:
    return Place(place_id(row), text(row.group_name) or "All Company")


def group(row: GroupRow) -> Place:
    return Place(row.id.strip(), row.name.strip() or row.id, closed=bool(text(row.deleted_at)))


def account(row: UserRow) -> Account:
    """A user. Those deleted or suspended stay accounts, and are no members: they have no access."""
    gone = text(row.deleted_at) or text(row.suspended_at) or text(row.state).lower() not in ("", "active", "pending")
    return Account(
        external_id=row.id.strip(),
        name=text(row.name),
        email=text(row.email),
        kind="staff",
        service=text(row.department),
        is_member=not gone,
    )


def sender(row: MessageRow) -> Account:
    """Somebody who writes and is not in Users.csv."""
    kind = "bot" if row.sender_type.strip().lower() in _NOT_PEOPLE else "staff"
    return Account(
        row.sender_id.strip(), name=text(row.sender_name), email=text(row.sender_email), kind=kind, is_member=False
    )


def user_acts(row: UserRow, end: float) -> list[Act]:
    """When somebody joined the network and left it, where the export says so."""
    who = row.id.strip()
    acts = []
    for word, kind, when in (("joined", T.JOIN, row.joined_at), ("left", T.LEAVE, row.deleted_at)):
        published = seconds(text(when))
        if published is not None and believed(published, end):
            acts.append(Act(f"user/{who}/{word}", who, kind, False, None, "Organization", None, None, published))
    return acts


def message_acts(row: MessageRow, place: str, published: float, end: float) -> list[Act]:
    """A message, and its deletion if it was deleted: by its sender, unless the export says by whom."""
    said, body, who = f"message/{row.id}", row.body, row.sender_id
    to = text(row.replied_to_id) or text(row.thread_id)
    replied = f"message/{to}" if to and to != row.id and ID.fullmatch(to) else None
    tags = hashtags(_REFERENCE.sub(" ", body)) if "#" in body else ()
    named = mentions(body) if "[[" in body else ()
    create = Act(said, who, T.CREATE, True, place, "Note", None, replied, published, len(body), tags, named)
    if not row.deleted_at:
        return [create]
    deleted = seconds(text(row.deleted_at))
    if deleted is None or not believed(deleted, end):
        return [create]
    by = text(row.deleted_by_id)
    by = by if ID.fullmatch(by) else who
    return [create, Act(f"{said}/deleted", by, T.DELETE, False, place, "Note", said, None, deleted)]


def mentions(body: str) -> tuple[str, ...]:
    """The ids of users mentioned, each once, in order."""
    return tuple(dict.fromkeys(_MENTION.findall(body)))


def why_bad_id(row_id: str) -> str:
    return SHORTENED_ID if _SHORTENED.fullmatch(row_id) else BAD_ID


def usage(row: ReportRow, accounts: dict[str, str]) -> Usage | None:
    """A line of the report, of the account with that e-mail address in `accounts`, or else of its own name.

    None where its counts are not numbers.
    """
    name = row.user_principal_name.strip().lower()
    posted, read, liked = map(number, (row.posted_count, row.read_count, row.liked_count))
    if not name or posted is None or read is None or liked is None:
        return None
    return Usage(
        accounts.get(name, name),
        posted,
        read,
        liked,
        last_activity=iso_day(row.last_activity_date),
        days=days(row.report_period),
        report_date=iso_day(row.report_refresh_date),
    )


def reported(row: ReportRow) -> Account:
    """Somebody in the report who is not in the export."""
    name = row.user_principal_name.strip()
    member = text(row.user_state).lower() in ("", "active")
    email = name if "@" in name else ""
    return Account(name.lower(), name=text(row.display_name), email=email, kind="staff", is_member=member)


def is_concealed(row: ReportRow) -> bool:
    """Whether the report conceals who it is, as it does unless an administrator objects."""
    return is_hidden(row.user_principal_name)
