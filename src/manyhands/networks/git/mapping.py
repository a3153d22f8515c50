"""Commits, and what they become.

A place is a repository: known by its first commit where the log begins with it (`--reverse`), so that a file of another
name is still of the same place, else by the file's name. A commit is a Create under its own hash, which is unique in
the world, so that all repositories are one source, "git", and a fork's commits are not counted twice. Whoever is named
as co-author has taken part as much: an Update of the commit. A merge takes in what others did, and is not counted, as
in Avelino 2016 and GrimoireLab. An account is an e-mail address (after the repository's .mailmap).
"""

import re
from email.utils import parseaddr

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.bots import is_bot
from manyhands.networks.rules.digests import digest
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Act, Place

from .log import Commit

WORKSPACE = "git"

BAD_TIME = N_("This commit’s date is missing, or before 1990, or in the future, so it was left out.")
BAD_AUTHOR = N_("This commit does not say in git’s form who wrote it, so it was left out.")

_WRITER = re.compile(r"(.*?)\s*<([^<>]*)>")
_HIDDEN = re.compile(r"\d+\+(.+)@users\.noreply\.github\.com")
_ENDING = re.compile(r"(\.(txt|log|bundle|gz|bz2|xz|zip))+$|\s*\(\d+\)", re.IGNORECASE)


def account(writer: str) -> Account | None:
    """Who wrote, of "Name <address>"; the name stands for the address where git was given none."""
    found = _WRITER.match(writer)
    if not found:
        return None
    name, address = found[1].strip().strip('"'), found[2].strip().lower()
    if not name and not address:
        return None
    email = address if "@" in parseaddr(address)[1] and not address.endswith("noreply.github.com") else ""
    hidden = _HIDDEN.fullmatch(address)
    external_id = address or f"name/{name.lower()}"
    kind = "bot" if is_bot(name) or (hidden and is_bot(hidden[1])) else "unknown"
    return Account(external_id[:200], handle=(address or name)[:200], name=name[:200], email=email[:200], kind=kind)


def place(first: Commit, file: str) -> Place:
    name = _ENDING.sub("", file) or "repository"
    begins = first.parents == 0
    return Place(f"root/{first.hash}" if begins else f"named/{name.lower()}"[:200], name[:200], kind="repository")


def acts(commit: Commit, writers: list[str], place: str, published: float) -> list[Act]:
    """The commit's own act, and one for each co-author. `writers` are external ids, the author's first."""
    merges = (commit.parents or 0) > 1
    kind = T.ADD if merges else T.CREATE
    found = [Act(commit.hash, writers[0], kind, not merges, place, "Document", None, None, published)]
    for writer in dict.fromkeys(writers[1:]):
        if writer != writers[0]:
            source_id = f"{commit.hash}/with/{digest(writer, '')}"
            found.append(Act(source_id, writer, T.UPDATE, True, place, "Document", commit.hash, None, published))
    return found
