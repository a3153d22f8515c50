"""The report getTeamsUserActivityUserDetail, and what its lines become.

Shape: https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivityuserdetail. Private chats, calls and
meetings have columns in it that are not even looked at: see `ReportRow`.
"""

from typing import NamedTuple

from manyhands.networks.rules.reports import days, iso_day, number, text
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Usage

BAD_COUNT = N_("This line’s counts are not numbers, or it names nobody, so it was left out.")
DELETED = N_("Lines of accounts that have been deleted: they have no access any more.")


class ReportRow(NamedTuple):
    """The columns that are used."""

    report_refresh_date: str
    user_principal_name: str
    last_activity_date: str
    is_deleted: str
    team_chat_message_count: str  # in channels, posts and replies
    post_messages: str
    reply_messages: str
    report_period: str


NEEDED = frozenset(["user_principal_name", "last_activity_date", "team_chat_message_count"])


def usage(row: ReportRow) -> Usage | None:
    """A line's totals; None where they are no numbers. `read` is 1 for whoever was active at all in the period."""
    name = row.user_principal_name.strip().lower()
    in_channels, posts, replies = map(number, (row.team_chat_message_count, row.post_messages, row.reply_messages))
    if not name or in_channels is None or posts is None or replies is None:
        return None
    active = iso_day(row.last_activity_date)
    posted = max(in_channels, posts + replies)  # newer reports give both, older ones the sum alone
    return Usage(
        name,
        posted=posted,
        read=int(bool(active)),
        liked=0,
        last_activity=active,
        days=days(row.report_period),
        report_date=iso_day(row.report_refresh_date),
    )


def account(row: ReportRow) -> Account:
    name = row.user_principal_name.strip()
    return Account(name.lower(), handle=name, email=name if "@" in name else "", kind="staff")


def is_deleted(row: ReportRow) -> bool:
    return text(row.is_deleted).lower() in ("true", "1", "yes")
