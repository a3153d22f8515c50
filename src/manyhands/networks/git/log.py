"""Reads what `git log` writes, commit by commit.

The form asked for, without messages and file names, oldest first:

    git log --all --reverse --date=iso-strict --pretty=format:"FORMAT" > REPOSITORY.txt
    FORMAT: commit %H%nParents: %P%nAuthor: %aN <%aE>%nAuthorDate: %ad%nCommitDate: %cd%n%(trailers:key=Co-authored-by)

What plain `git log`, with `--pretty=fuller`, `--numstat` or `--date=iso-strict` or not, writes is read as well: the
same headings, with `Merge:` for a merge's parents, messages indented by four spaces, lines of numbers for files.
"""

import re
from collections.abc import Iterator
from email.utils import mktime_tz, parsedate_tz

from msgspec import Struct

from manyhands.networks.rules.times import seconds

COMMIT = re.compile(r"commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)(?: \(.*\))?\s*")
_FIELD = re.compile(r"(Parents|Merge|Author|AuthorDate|Commit|CommitDate|Date): *(.*)")
_CO_AUTHOR = re.compile(r"\s*co-authored-by: *(.*<[^<>]*>)\s*", re.IGNORECASE)
_PLAIN_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) ([+-]\d{4})")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d):?(\d\d)")
MAX_LINE = 2**16
"""Characters of a line that are looked at."""


class Commit(Struct):
    """A commit as the log writes it."""

    line: int
    hash: str
    author: str = ""  # "Name <address>"
    authored: str = ""
    committed: str = ""
    parents: int | None = None  # None where the log does not say
    co_authors: list[str] = []


def begins_log(head: bytes) -> bool:
    return bool(COMMIT.match(head[:400].lstrip(b"\xef\xbb\xbf\r\n").decode("utf-8", "replace").partition("\n")[0]))


def commits(chunks: Iterator[bytes]) -> Iterator[Commit]:
    """All commits, in the order of the file; a commit that lacks a line has that field empty."""
    commit: Commit | None = None
    for number, line in enumerate(_lines(chunks), 1):
        if found := COMMIT.fullmatch(line):
            if commit:
                yield commit
            commit = Commit(number, found[1])
        elif commit is None:
            continue
        elif found := _FIELD.fullmatch(line):
            _take(commit, found[1], found[2].strip())
        elif helper := co_author(line):
            commit.co_authors = [*commit.co_authors[:50], helper]
    if commit:
        yield commit


def co_author(line: str) -> str:
    """Whom a line of a message names as co-author; "" where it names nobody."""
    found = _CO_AUTHOR.fullmatch(line)
    return found[1] if found else ""


def _take(commit: Commit, name: str, value: str) -> None:
    """A heading's value; the first stands."""
    if name == "Author":
        commit.author = commit.author or value
    elif name in ("AuthorDate", "Date"):
        commit.authored = commit.authored or value
    elif name == "CommitDate":
        commit.committed = commit.committed or value
    elif name in ("Parents", "Merge"):
        commit.parents = len(value.split())


def _lines(chunks: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        rest = rest[:MAX_LINE]
        for line in lines:
            yield _text(line)
    if rest:
        yield _text(rest)


def _text(line: bytes) -> str:
    try:
        return line[:MAX_LINE].decode().lstrip("\ufeff").rstrip("\r")
    except UnicodeDecodeError:
        return line[:MAX_LINE].decode("cp1252", "replace").rstrip("\r")


def when(date: str) -> float | None:
    """A date as git writes it: `iso-strict`, `iso`, `rfc`, `unix`, `raw` or its own default."""
    if found := _PLAIN_DATE.fullmatch(date):
        month, day, time, year, zone = found.groups()
        date = f"{day} {month} {year} {time} {zone}"
    elif found := _ISO.fullmatch(date):
        return seconds("{}T{}{}:{}".format(*found.groups()))
    elif (raw := date.split(" "))[0].isdigit() and len(raw) == 2:
        return float(raw[0]) if len(raw[0]) < 13 else None
    if date[:4].isdigit():
        return seconds(date)
    parsed = parsedate_tz(date)
    try:
        return float(mktime_tz(parsed)) if parsed else None
    except (ValueError, OverflowError):
        return None
