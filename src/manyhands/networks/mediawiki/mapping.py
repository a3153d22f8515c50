"""A dump's shapes, and what they become. Shapes: https://www.mediawiki.org/xml/export-0.11.xsd (and export-0.10.xsd).

**A place is a namespace** (the pages themselves, their talk, templates …): people take part in those alike, their
names say nothing of anybody, and there are a few dozen, where pages are millions and many are one person's. A page is
what an act is about: its first revision is its Create, `page/ID`, each later one an Update of it, `rev/ID`.

On a talk page a later revision also replies to the page, as a message in a thread does: MediaWiki does not mark who
answers whom there. To edit what somebody wrote elsewhere is working together, not a reply.

Every revision counts as contributing, minor ones and reverts too, as Wikimedia counts edits
(https://meta.wikimedia.org/wiki/Research:Editor); those of bots are told apart when read. No title, comment or text is
kept, and no IP address: who edited without an account is known by a digest of it, and is no member.
"""

import html
import re
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from manyhands.networks.rules.bots import is_bot
from manyhands.networks.rules.digests import digest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Place

BAD_TIME = N_("This revision’s time is missing, or before 1990, or in the future, so it was left out.")
HIDDEN = N_("Revisions whose author the wiki hides.")
LEFT_OUT = N_("Revisions of pages in namespaces that you chose to leave out: not read.")

MAIN = N_("Pages")

_SITE = re.compile(rb"<siteinfo>(.*?)</siteinfo>", re.DOTALL)
_NAMESPACE = re.compile(r'<namespace key="(-?\d{1,9})"[^<>]*?(?:/>|>([^<]*)</namespace>)')
_USER = re.compile(r"<username>(.*?)</username>\s*(?:<id>(\d{1,20})</id>)?", re.DOTALL)
_IP = re.compile(r"<ip>(.*?)</ip>", re.DOTALL)
_SYSTEM = frozenset(
    # The names under which MediaWiki and its extensions act by themselves.
    """
    MediaWiki default|Conversion script|Maintenance script|Template namespace initialisation script|ScriptImporter
    |Delete page script|Move page script|Command line script|Redirect fixer|Double redirect fixer|Unknown user
    |MediaWiki message delivery|New user message|Flow talk page manager|Abuse filter|FuzzyBot|Babel AutoCreate
    |Global rename script|CommonsDelinker|Translation Notification Bot|Moderation
    """.replace("\n    ", "").strip().split("|")
)  # fmt: skip


class Site(NamedTuple):
    """What a dump says of its wiki."""

    workspace: str
    name: str
    namespaces: dict[str, str]  # name by number


def site(head: bytes) -> Site | None:
    """From the beginning of a dump; None where it names no wiki.

    The workspace is the address's host with the database's name: either alone is often the same for two wikis.
    """
    found = _SITE.search(head)
    if found is None:
        return None
    info = found[1].decode("utf-8", "replace")
    host = urlsplit(html.unescape(_element(info, "base"))).netloc.lower()
    database = _element(info, "dbname")
    if not host and not database:
        return None
    namespaces = {key: html.unescape(name or "").strip() for key, name in _NAMESPACE.findall(info) if int(key) >= 0}
    namespaces["0"] = namespaces.get("0") or MAIN
    return Site(f"{host}/{database}"[:200], html.unescape(_element(info, "sitename")), namespaces)


def _element(text: str, name: str) -> str:
    found = re.search(rf"<{name}>([^<]*)</{name}>", text)
    return found[1].strip() if found else ""


def namespace(site: Site, ns: bytes, title: bytes) -> str:
    """A page's namespace; dumps from before export-0.6 have it in the title alone."""
    if ns:
        return ns.decode("ascii", "replace")
    prefix, colon, _ = html.unescape(title.decode("utf-8", "replace")).partition(":")
    found = (key for key, name in site.namespaces.items() if colon and name and name.lower() == prefix.lower())
    return next(found, "0")


def is_talk(ns: str) -> bool:
    """Namespaces come in pairs; the odd one is where the other's pages are talked about."""
    return ns.isdigit() and int(ns) % 2 == 1


def place(site: Site, ns: str) -> Place:
    return Place(f"ns/{ns}", site.namespaces.get(ns) or f"{ns}", kind="namespace")


def account(contributor: bytes, key: str) -> Account | None:
    """Who made a revision; None where that can't be said. `key` keeps addresses from being guessed from digests.

    An account keeps its number when it is renamed. Number 0 is somebody of another wiki, known by the name alone.
    """
    text = contributor.decode("utf-8", "replace")
    if found := _IP.match(text):
        return Account(f"ip/{digest(found[1].strip(), key)}", is_member=False)
    found = _USER.match(text)
    if not found or not (found[1].strip() or found[2]):
        return None
    name, number = html.unescape(found[1]).strip(), (found[2] or "0").lstrip("0")
    elsewhere = not number
    # A name with "~" in front is a temporary account, which MediaWiki gives in place of showing an IP address.
    stranger = name.startswith("~2") or ">" in name or (elsewhere and name not in _SYSTEM)
    kind = "bot" if is_bot(name) or name in _SYSTEM else "unknown"
    external_id = f"user/{number}" if number else f"name/{digest(name, '') if len(name) > 150 else name}"
    return Account(external_id, handle=name, name=name.rpartition(">")[2], kind=kind, is_member=not stranger)


def seconds(timestamp: bytes) -> float | None:
    """ISO 8601 in UTC, as MediaWiki writes it."""
    try:
        when = datetime.fromisoformat(timestamp.decode("ascii"))
        return when.timestamp() if when.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None
