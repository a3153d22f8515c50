"""A message's headers, and what they become (RFC 5322, RFC 2919; archives by Mailman 2 and 3, Google, Thunderbird).

A place is a mailing list: what List-Id says, else the tag that stands in the subjects, "[list]", else the file's name
without its dates. A message is a Create under its own Message-ID; it replies to what In-Reply-To names, else to the
last of References. An account is an e-mail address.

All mail is one source, "e-mail": a Message-ID is unique in the world, so that a list's archive of a year and that of
a month of it, or of two lists that were both written to, add nothing twice.
"""

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import mktime_tz, parseaddr, parsedate_tz
from functools import lru_cache

from manyhands.networks.rules.bots import is_bot
from manyhands.networks.rules.digests import digest
from manyhands.networks.rules.times import believed
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Place

from .messages import Mail, to_text

WORKSPACE = "e-mail"

BAD_TIME = N_("This message’s date is missing, or before 1990, or in the future, so it was left out.")
BAD_AUTHOR = N_("This message does not say in a form that can be read who wrote it, so it was left out.")
NOT_LISTED = N_("Messages that did not come through a mailing list: private mail is never read.")
AUTOMATIC = N_("Messages that were sent automatically, such as notices of absence.")
LEFT_OUT = N_("Messages to lists that you chose to leave out: not read.")

_ID = re.compile(rb"<\s*([^<>\s]{1,250})\s*>")
_LIST = re.compile(r"^(.*?)<\s*([^<>\s]{1,190})\s*>")
_USUAL = re.compile(r'"?([^"<>@,:;()\\]*)"? ?<([^@\s<>"(),:;]{1,100}@[^@\s<>"(),:;]{1,100})>')
_MASKED = re.compile(r"^([\w.+'=/-]+) (?:at|AT|_at_) ([\w.-]+)(?:\s*\((.*)\))?$", re.DOTALL)
_ADDRESS = re.compile(r"[^@\s<>\"]{1,100}@[^@\s<>\"]{1,100}")
_DATE = re.compile(
    rb"(?:[A-Za-z]{3},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+(\d\d):(\d\d)(?::(\d\d))?\s+([+-])(\d\d)(\d\d)"
)
_ENVELOPE = re.compile(rb"([A-Z][a-z]{2}) +(\d{1,2}) +(\d\d):(\d\d)(?::(\d\d))?(?: [A-Z+][\w+-]*)? +(\d{4})")
_MONTHS = {
    name: number
    for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}  # fmt: skip
_TAG = re.compile(r"\[([^\[\]]{2,60})\]")
_DATES = re.compile(
    r"(?:[-_. ]|^)(?:(?:19|20)\d\d|\d{1,2}|q[1-4]|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*"
    r"|nov\w*|dec\w*|\(\d+\))(?=[-_. ]|$)",
    re.IGNORECASE,
)
_LIKE_ANY = frozenset(["list", "topics", "mbox", "inbox", "archive", "archives", "messages", "export", "takeout"])
_NOT_PEOPLE = re.compile(
    r"(?:mailer-daemon|no-?reply|do-?not-?reply|notifications?|postmaster|.*-(?:bounces|request|owner))@", re.IGNORECASE
)


def header(value: bytes) -> str:
    """A header as somebody reads it."""
    text = " ".join(to_text(value).split())
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):
        return text


def account(value: bytes) -> Account | None:
    """Who wrote: from a From header, as it is or with its address masked, "ann at example.org (Ann)"."""
    text = header(value)
    if usual := _USUAL.fullmatch(text):
        name, address = usual.groups()
    elif masked := _MASKED.match(text):
        name, address = masked[3] or "", f"{masked[1]}@{masked[2]}"
    else:
        name, address = parseaddr(text)
    if not _ADDRESS.fullmatch(address):
        return None
    address, name = address.lower(), name.strip().strip("'\"").strip()
    kind = "bot" if _NOT_PEOPLE.match(address) or is_bot(name) else "unknown"
    return Account(address, handle=address, name=name[:200], email=address, kind=kind)


def is_by_list(author: bytes, listed: str) -> bool:
    """Whether a From header names the list, as lists write that must send in their own name."""
    return b" via " in author or (bool(listed) and listed.partition(".")[0].encode() + b"@" in author.lower())


def list_of(mail: Mail) -> Place | None:
    """The mailing list that a message came through, as List-Id says."""
    said = mail.headers.get(b"list-id")
    return _list(said) if said else None


@lru_cache(1_000)
def _list(said: bytes) -> Place | None:
    text = header(said)
    found = _LIST.match(text)
    id_ = (found[2] if found else text.strip()).lower()
    if not id_ or " " in id_:
        return None
    name = (found[1].strip().strip('"').strip() if found else "") or id_.partition(".")[0]
    return Place(f"list/{id_}"[:200], name[:200], kind="list")


def tag_of(mail: Mail) -> str:
    """The tag in a subject, "[list]"; "" where there is none."""
    found = _TAG.search(header(mail.more_headers().get(b"subject", b""))[:200])
    return found[1].strip() if found else ""


def named(name: str) -> Place:
    """A list that is only known by a tag or by the name of its file."""
    return Place(f"named/{name.lower()}"[:200], name[:200], kind="list")


def name_of_file(file: str) -> str:
    """A file's name without its endings and dates: "2024-January.txt.gz" leaves nothing, which is "list"."""
    stem = re.sub(r"(\.(mbox|mbx|txt|gz|bz2|xz|zip))+$", "", file, flags=re.IGNORECASE)
    return _DATES.sub("", stem).strip("-_. ") or "list"


def name_of_list(folder: str, stem: str, file: str) -> str:
    """What a list is called after its file: a folder or the archive is, where the file has a name like any other's."""
    inner = folder.rpartition("/")[2].partition("@")[0]
    for name in (stem, name_of_file(inner), name_of_file(file)):
        if name.lower() not in _LIKE_ANY:
            return name
    return stem


def is_personal(mail: Mail) -> bool:
    """Whether a message lies in somebody's own mailbox: Google Takeout and Thunderbird mark theirs."""
    return bool(mail.more_headers().keys() & {b"x-gm-thrid", b"x-mozilla-status"})


def is_automatic(mail: Mail) -> bool:
    return mail.headers.get(b"auto-submitted", b"no")[:4].lower() == b"auto"


def source_id(mail: Mail) -> str:
    """The Message-ID; a digest of the message where it has none."""
    said = mail.headers.get(b"message-id", b"")
    found = _ID.search(said)
    if found:
        return found[1].decode("utf-8", "replace")
    bare = said.strip()
    if bare and len(bare) <= 250 and b" " not in bare:
        return bare.decode("utf-8", "replace")
    return "like/" + digest(mail.data[mail.begin : mail.end].rstrip(), "")


def replied_to(mail: Mail) -> str | None:
    found = _ID.search(mail.headers.get(b"in-reply-to", b""))
    if found:
        return found[1].decode("utf-8", "replace")
    references = _ID.findall(mail.headers.get(b"references", b""))
    return references[-1].decode("utf-8", "replace") if references else None


def published(mail: Mail, end: float) -> float | None:
    """When it was written; where no such time can be believed, when it came, as its first line says."""
    when = seconds(mail.headers.get(b"date", b""))
    if not believed(when, end):
        when = _of_envelope(mail.envelope)
    return when if believed(when, end) else None


def seconds(date: bytes) -> float | None:
    """A Date header, in seconds since 1970."""
    try:
        if found := _DATE.match(date):
            day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
            offset = (int(hours) * 60 + int(minutes)) * (-60 if sign == b"-" else 60)
            midnight = _midnight(int(year), _MONTHS.get(month.lower(), 0), int(day))
            return float(midnight + int(hour) * 3600 + int(minute) * 60 + int(second or 0) - offset)
        parsed = parsedate_tz(to_text(date))
        if parsed:
            _midnight(*parsed[:3])  # which says whether there is such a day
        return float(mktime_tz(parsed)) if parsed else None
    except (ValueError, OverflowError):
        return None


@lru_cache(20_000)
def _midnight(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


def _of_envelope(line: bytes) -> float | None:
    found = _ENVELOPE.search(line)
    if not found or found[1].lower() not in _MONTHS:
        return None
    month, day, hour, minute, second, year = found.groups()
    try:
        midnight = _midnight(int(year), _MONTHS[month.lower()], int(day))
    except ValueError:
        return None
    return float(midnight + int(hour) * 3600 + int(minute) * 60 + int(second or 0))
