"""What Microsoft 365's reports on use have in common: how they write numbers, days and nothing, and conceal names.

Names are concealed by default since 2021: https://learn.microsoft.com/microsoft-365/admin/activity-reports/activity-reports
"""

import re
from collections import Counter
from collections.abc import Iterable

from .words import N_

CONCEALED = N_("The Microsoft 365 report conceals names, so its counts can’t be joined to people.")
CONCEALED_LINES = N_(
    "Lines of the Microsoft 365 report that conceal who it is, as Microsoft does by default: they are counted, and "
    "joined to nobody. That is enough to know how many read."
)

_HEX = re.compile(r"[0-9a-f]{32}", re.ASCII | re.IGNORECASE)
_NOTHING = frozenset(["", "null", "none", "nil"])


def text(value: str) -> str:
    """A cell's content; exports write "null" for nothing."""
    value = value.strip()
    return "" if value.lower() in _NOTHING else value


def number(value: str) -> int | None:
    """A count; none for what is no number. Nothing is zero."""
    digits = text(value) or "0"
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def iso_day(value: str) -> str:
    """A day as "2026-10-31"; "" for none."""
    value = text(value)[:10]
    return value if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) else ""


def days(period: str) -> int:
    """The length of a report's period, which is written "7" or "D7"; 0 where it is not said."""
    digits = text(period).lstrip("Dd")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 5 else 0


def is_hidden(name: str) -> bool:
    """Whether a report gives 32 hexadecimal digits instead of a name."""
    return bool(_HEX.fullmatch(name.strip()))


def domain(emails: Iterable[str]) -> str:
    """The domain of most addresses, which is the same in every report and export of an organisation; "" for none."""
    domains = Counter(email.rpartition("@")[2].strip().lower() for email in emails if "@" in email)
    return min((-count, domain) for domain, count in domains.items())[1] if domains else ""
