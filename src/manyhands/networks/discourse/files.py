"""The files of a Discourse export: which is which, and what is in them."""

import re
from collections.abc import Iterator, Set
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import csvs
from manyhands.networks.rules.archives import DAMAGE, Archive, DamagedFile, OneFile
from manyhands.networks.rules.json_values import (
    DAMAGED,
    MAX_LINE,
    NOT_JSON,
    UNREADABLE,
    BrokenJson,
    lines,
    values,
    whole,
)
from manyhands.networks.rules.tars import open_packed
from manyhands.networks.rules.words import N_

from .mapping import ArchiveRow, UserRow, VisitRow

NOT_AN_EXPORT = N_(
    "This is not from Discourse: neither posts as its API gives them (JSON), nor a user’s archive (a ZIP with "
    "user_archive.csv), nor the list of users (CSV). Upload one of them as it was downloaded."
)
NO_COLUMNS = N_(
    "A file of this export lacks columns that are needed. Download it again, and upload it without opening it in a "
    "spreadsheet program."
)

SUFFIXES = (".json", ".jsonl", ".ndjson", ".csv")
MARKERS = ("user_archive.csv", "user-list*.csv", "user_list*.csv", "posts*.json*", "*.jsonl", "*.ndjson", "*.json")

NEEDED = {
    "archive": {"is_pm", "url", "created_at"},
    "users": {"id", "username", "created_at", "posts_read_count"},
    "visits": {"visited_at", "posts_read"},
}
SHAPES: dict[str, type[Any]] = {"archive": ArchiveRow, "users": UserRow, "visits": VisitRow}

_POSTS = re.compile(rb'"(latest_posts|private_posts|post_stream)"')
_LISTS = frozenset(["latest_posts", "private_posts", "categories"])
_DOCUMENTS = frozenset(["post_stream", "category_list", "post_number"])


class Part(NamedTuple):
    """A file of the export, and what it is: posts, archive, users, visits, or preferences."""

    kind: str
    name: str


class Found(NamedTuple):
    """A value of a file of posts, where it is, and the key of the document that it stands under."""

    line: int
    key: str
    value: Any  # UNREADABLE for a line that is not JSON


Row = TypeVar("Row")


def open_file(path: Path, name: str) -> Archive:
    """An export as a ZIP, tar or folder, or one file, which somebody calls `name`."""
    if path.is_dir():
        return open_packed(path, markers=MARKERS, missing=NOT_AN_EXPORT, suffixes=SUFFIXES)
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith((b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")) or start[257:262] == b"ustar":
        return open_packed(path, markers=MARKERS, missing=NOT_AN_EXPORT, suffixes=SUFFIXES)
    return OneFile(path, (name or path.name).rpartition("/")[2])


def parts_of(archive: Archive) -> list[Part]:
    """What there is to be read: the lists first, then posts by name. Raises UnreadableExport where there is nothing."""
    parts = []
    for name in sorted(archive.sizes):
        kind = _kind(archive, name)
        if kind:
            parts.append(Part(kind, name))
    if not any(part.kind in ("posts", "archive", "users") for part in parts):
        raise UnreadableExport(NOT_AN_EXPORT)
    order = ("preferences", "users", "posts", "archive", "visits")
    return sorted(parts, key=lambda part: (order.index(part.kind), part.name))


def looks_like_posts(head: bytes) -> bool:
    """Whether a file begins as posts of Discourse do."""
    if not _is_json(head):
        return False
    return bool(_POSTS.search(head)) or (b'"post_number"' in head and b'"topic_id"' in head)


def _is_json(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")


def kind_of_heading(names: Set[str]) -> str | None:
    """What a table is, by its columns."""
    return next((kind for kind in ("archive", "users") if names >= NEEDED[kind]), None)


def _kind(archive: Archive, name: str) -> str | None:
    lower = name.rpartition("/")[2].lower()
    alone = isinstance(archive, OneFile)
    if lower == "preferences.json":
        return "preferences"
    with suppress(DamagedFile, *DAMAGE), archive.open(name) as stream:
        head = stream.read(64 * 2**10)
        if lower.endswith(SUFFIXES[:3]) or (alone and _is_json(head)):
            known = looks_like_posts(head) or b'"categories"' in head
            return "posts" if known else None
        if lower.endswith(".csv") or alone:
            stream.seek(0)
            with csvs.open_text(stream) as text:
                names = {csvs.column_name(cell) for cell in _heading(csvs.records(text))}
            if lower == "visits.csv" and names >= NEEDED["visits"]:
                return "visits"
            return kind_of_heading(names)
    return None


def rows(archive: Archive, part: Part) -> Iterator[tuple[int, Any, str]]:
    """The records of a CSV file: the line, and either the wanted columns or why they can't be had."""
    try:
        with archive.open(part.name) as stream, csvs.open_text(stream) as text:
            records = csvs.records(text)
            heading = _heading(records)
            shape = SHAPES[part.kind]
            pick, width = csvs.picker(heading, shape._fields), len(heading)
            for line, row in records:
                if row is None:
                    yield line, None, csvs.NOT_CSV
                elif len(row) != width and not (part.kind == "users" and len(row) == width - 1):
                    yield line, None, csvs.WRONG_WIDTH
                else:  # Discourse leaves the last cell of a user in no group away
                    yield line, shape._make(pick([*row, ""] if len(row) < width else row)), ""
    except DamagedFile:
        yield 0, None, csvs.ENDS_EARLY


def posts(archive: Archive, name: str) -> Iterator[tuple[Found, str]]:
    """The values of a file of posts, and "", or why there are none from there on."""
    try:
        if _is_lines(archive, name):
            with archive.open(name) as stream:
                for line, value in lines(stream):
                    for found in _split(line, value):
                        yield found, NOT_JSON if found.value is UNREADABLE else ""
        else:
            yield from _document(archive, name)
    except DamagedFile:
        yield Found(0, "", UNREADABLE), DAMAGED


def _document(archive: Archive, name: str) -> Iterator[tuple[Found, str]]:
    """One list, or one document, of which what is not in its lists stands behind them."""
    members: dict[str, Any] = {}
    begins = 1
    try:
        with archive.open(name) as stream:
            for key, line, value in values(stream):
                if not key:
                    yield from ((found, "") for found in _split(line, value))
                elif key in _LISTS:
                    yield Found(line, key, value), ""
                elif not isinstance(value, dict) or key in _DOCUMENTS:
                    members[key] = value
                    begins = line if key == "post_stream" else begins
    except BrokenJson as broken:
        yield Found(broken.line, "", UNREADABLE), broken.reason
        return
    if _DOCUMENTS & members.keys():
        yield from ((found, "") for found in _split(begins, members))


def _split(line: int, value: Any) -> Iterator[Found]:
    """The posts and categories of one document, which may itself be a post.

    A topic says whether it is a personal message. A further stretch of one (`/t/ID/posts.json`) does not: "unsaid".
    """
    if not isinstance(value, dict):
        yield Found(line, "", value)
        return
    listed, stream = value.get("category_list"), value.get("post_stream")
    if isinstance(listed, dict):
        value = {"categories": listed.get("categories")}
    elif isinstance(stream, dict):
        category, archetype = value.get("category_id"), value.get("archetype", "unsaid")
        key = {"regular": "topic", "unsaid": "unsaid"}.get(str(archetype), "private_posts")
        posts = stream.get("posts")
        for post in posts if isinstance(posts, list) else []:
            yield Found(line, key, {"category_id": category} | post if isinstance(post, dict) else post)
        return
    if not _LISTS & value.keys():
        yield Found(line, "", value)
    for key in sorted(_LISTS & value.keys()):
        within = value[key]
        yield from (Found(line, key, one) for one in (within if isinstance(within, list) else []))


def _is_lines(archive: Archive, name: str) -> bool:
    """Whether a file holds a value a line: its first line is one, and is not the last."""
    with archive.open(name) as stream, csvs.open_text(stream) as text, suppress(*DAMAGE):
        first = text.readline(MAX_LINE)
        return first.endswith("\n") and isinstance(whole(first.strip()), dict) and bool(text.read(2000).strip())
    return False


def _heading(records: Iterator[tuple[int, list[str] | None]]) -> list[str]:
    with suppress(DamagedFile):
        return next(records, (1, None))[1] or []
    return []
