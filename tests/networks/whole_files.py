"""A whole file, or several, of every network: as a council would send it."""

import bz2
import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from tests.networks import exports
from tests.networks.bluesky import sample as bluesky
from tests.networks.linkedin import samples as linkedin
from tests.networks.mastodon import sample as mastodon
from tests.networks.meta import samples as meta
from tests.networks.teams import samples as teams
from tests.networks.x import sample as x
from tests.networks.zulip import sample as zulip

Make = Callable[[Path], list[Path]]


def _files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def _slack(folder: Path) -> list[Path]:
    return [exports.make_zip(folder / "Exampleshire Slack export.zip", exports.payload("slack"))]


def _viva_engage(folder: Path) -> list[Path]:
    whole, report = exports.payload("viva_engage"), exports.payload("viva_engage_report")
    return [
        exports.make_zip(folder / "export.zip", whole),
        exports.make_zip(folder / "with the report.zip", {**whole, **report}),
        *_files(folder, {"Messages.csv": whole["Messages.csv"], **report}),
    ]


def _teams(folder: Path) -> list[Path]:
    name = "TeamsUserActivityUserDetail11_1_2026.csv"
    zipped = exports.make_zip(folder / "reports.zip", {name: teams.NAMED})
    return [zipped, *_files(folder, {name: teams.NAMED, "concealed.csv": teams.CONCEALED})]


def _meta(folder: Path) -> list[Path]:
    return _files(folder, {"fb.csv": meta.FACEBOOK, "ig.csv": meta.INSTAGRAM, "sv.csv": meta.SWEDISH})


def _linkedin(folder: Path) -> list[Path]:
    return [linkedin.workbook(folder / "exampleshire_content_1763700000000.xlsx")]


def _table(folder: Path) -> list[Path]:
    book = openpyxl.Workbook()
    for row in (["Who", "When"], ["ann", "2026-01-15"], ["ben", "2026-01-16"]):
        book.active.append(row)
    book.save(folder / "list.xlsx")
    rows = b"Who;When\nann;2026-01-15\nben;2026-01-16\n"
    unknown = {"list.csv": rows, "utf-16.csv": rows.decode().encode("utf-16"), "welsh.csv": meta.WELSH}
    return [folder / "list.xlsx", *_files(folder, unknown)]


def _x(folder: Path) -> list[Path]:
    return [exports.make_zip(folder / "twitter-2026-11-01-abc.zip", x.files())]


def _mastodon(folder: Path) -> list[Path]:
    return [
        exports.make_zip(folder / "archive.zip", mastodon.files()),
        exports.make_tar(folder / "archive.tar.gz", mastodon.files()),
    ]


def _mediawiki(folder: Path) -> list[Path]:
    dump = next((exports.PAYLOADS / "mediawiki").glob("*.xml")).read_bytes()
    packed = {"dump.xml.gz": gzip.compress(dump), "dump.xml.bz2": bz2.compress(dump)}
    parts = {"w1.xml-p1p7.bz2": bz2.compress(dump), "w2.xml-p8p9.bz2": bz2.compress(dump), "md5sums.txt": b"00"}
    zips = {"dump.zip": exports.zip_bytes({"dump.xml": dump}), "parts.zip": exports.zip_bytes(parts)}
    return [
        exports.make_7z(folder / "wiki.7z", {"w.xml-p1p7": dump}),
        *_files(folder, {"dump.xml": dump, **packed, **zips}),
    ]


def _mbox(folder: Path) -> list[Path]:
    mail = next((exports.PAYLOADS / "mbox").glob("*.mbox")).read_bytes()
    takeout = {"Takeout/archive_browser.html": b"<html>", "Takeout/Groups/digital@example.org/topics.mbox": mail}
    months = {"2024-January.txt.gz": gzip.compress(mail), "2024-February.txt": mail}
    zips = {"takeout.zip": exports.zip_bytes(takeout), "months.zip": exports.zip_bytes(months)}
    return [
        exports.make_7z(folder / "lists.7z", {"digital.mbox": mail}),
        *_files(folder, {"digital.mbox": mail, "digital.mbox.gz": gzip.compress(mail), **zips}),
    ]


POST = {
    "id": 1,
    "username": "ann",
    "name": "Ann Example",
    "created_at": "2026-01-15T09:00:00.000Z",
    "cooked": "<p>Hello</p>",
    "post_number": 1,
    "post_type": 1,
    "topic_id": 7,
    "topic_slug": "bins",
    "user_id": 3,
    "category_id": 2,
}


def _discourse(folder: Path) -> list[Path]:
    posts = json.dumps({"latest_posts": [POST]}).encode()
    users = (
        b"id,name,username,email,title,created_at,last_seen_at,last_posted_at,last_emailed_at,trust_level,approved,"
        b"suspended_at,suspended_till,blocked,active,admin,moderator,ip_address,staged,topics_entered,"
        b"posts_read_count,time_read,topic_count,post_count,likes_given,likes_received\n"
        b"3,Ann Example,ann,ann@exampleshire.example,,2025-01-01 09:00:00 UTC,2026-01-15 09:00:00 UTC,,,1,true,,,"
        b"false,true,false,false,,false,9,80,3600,1,4,2,1\n"
    )
    return _files(folder, {"posts.json": posts, "user-list-261101-090000.csv": users})


def _wordpress(folder: Path) -> list[Path]:
    export = next((exports.PAYLOADS / "wordpress").glob("*.xml")).read_bytes()
    return _files(folder, {"news.WordPress.2026-11-01.xml": export})


def _git(folder: Path) -> list[Path]:
    log = next((exports.PAYLOADS / "git").glob("*.txt")).read_bytes()
    bundle = _bundle(
        b"author Ann Example <ann@example.org> 1705312800 +0000\ncommitter - <-@-> 1705312800 +0000\n\nOne\n"
    )
    return _files(folder, {"repository.txt": log, "repository.txt.gz": gzip.compress(log), "repository.bundle": bundle})


def _bundle(commit: bytes) -> bytes:
    """A git bundle of one commit, which may be up to 2,047 bytes long."""
    head = b"# v2 git bundle\n%040d refs/heads/main\n\nPACK\0\0\0\2\0\0\0\1" % 0
    size = bytes([0x90 | len(commit) & 15, len(commit) >> 4])
    return head + size + zlib.compress(commit) + bytes(20)


def _bluesky(folder: Path) -> list[Path]:
    return _files(folder, {"repo.car": bluesky.CAPTURED.read_bytes()})


def _zulip(folder: Path) -> list[Path]:
    return [
        exports.make_tar(folder / "zulip-export.tar.gz", zulip.files(), below="zulip-export-x/"),
        exports.make_zip(folder / "zulip-export.zip", zulip.files()),
    ]


SAMPLES: Mapping[str, Make] = {
    "slack": _slack,
    "viva_engage": _viva_engage,
    "teams": _teams,
    "meta": _meta,
    "linkedin": _linkedin,
    "table": _table,
    "x": _x,
    "mastodon": _mastodon,
    "mediawiki": _mediawiki,
    "mbox": _mbox,
    "discourse": _discourse,
    "wordpress": _wordpress,
    "git": _git,
    "bluesky": _bluesky,
    "zulip": _zulip,
}
