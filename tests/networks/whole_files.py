"""A whole file, or several, of every network: as a council would send it."""

import bz2
import gzip
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from tests.networks import exports
from tests.networks.linkedin import samples as linkedin
from tests.networks.mastodon import sample as mastodon
from tests.networks.meta import samples as meta
from tests.networks.teams import samples as teams
from tests.networks.x import sample as x

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


WIKI = b"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo><sitename>Exampleshire</sitename><dbname>wiki</dbname><base>https://wiki.example/Main</base>
    <namespaces><namespace key="0" case="first-letter" /></namespaces></siteinfo>
  <page><title>Bins</title><ns>0</ns><id>1</id>
    <revision><id>1</id><timestamp>2026-01-15T09:00:00Z</timestamp>
      <contributor><username>Ann</username><id>1</id></contributor>
      <model>wikitext</model><format>text/x-wiki</format><text bytes="5" xml:space="preserve">Hello</text></revision>
  </page>
</mediawiki>
"""


def _mediawiki(folder: Path) -> list[Path]:
    packed = {"dump.xml.gz": gzip.compress(WIKI), "dump.xml.bz2": bz2.compress(WIKI)}
    return _files(folder, {"dump.xml": WIKI, **packed, "dump.zip": exports.zip_bytes({"dump.xml": WIKI})})


MAIL = b"""From ann@exampleshire.example Thu Jan 15 09:00:00 2026
From: Ann Example <ann@exampleshire.example>
To: digital@lists.exampleshire.example
Date: Thu, 15 Jan 2026 09:00:00 +0000
Message-ID: <1@exampleshire.example>
List-Id: Digital champions <digital.lists.exampleshire.example>
Subject: Hello

Who helps with the library's page?

"""


def _mbox(folder: Path) -> list[Path]:
    return _files(folder, {"digital.mbox": MAIL, "digital.mbox.gz": gzip.compress(MAIL)})


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


WXR = b"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.8" created="2026-11-01 09:00" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>News</title><link>https://news.example</link><wp:wxr_version>1.2</wp:wxr_version>
  <wp:base_site_url>https://news.example</wp:base_site_url><wp:base_blog_url>https://news.example</wp:base_blog_url>
  <wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[ann]]></wp:author_login>
    <wp:author_email><![CDATA[ann@exampleshire.example]]></wp:author_email>
    <wp:author_display_name><![CDATA[Ann]]></wp:author_display_name></wp:author>
  <item><title>Bins</title><link>https://news.example/bins</link><dc:creator><![CDATA[ann]]></dc:creator>
    <content:encoded><![CDATA[Hello]]></content:encoded><wp:post_id>1</wp:post_id>
    <wp:post_date><![CDATA[2026-01-15 09:00:00]]></wp:post_date>
    <wp:post_date_gmt><![CDATA[2026-01-15 09:00:00]]></wp:post_date_gmt>
    <wp:status><![CDATA[publish]]></wp:status><wp:post_type><![CDATA[post]]></wp:post_type>
    <wp:post_parent>0</wp:post_parent></item>
</channel></rss>
"""


def _wordpress(folder: Path) -> list[Path]:
    return _files(folder, {"news.WordPress.2026-11-01.xml": WXR})


def _git(folder: Path) -> list[Path]:
    """A bundle, a bare copy and a folder that somebody works in, made by git itself."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    work = folder / "work"
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@exampleshire.example", "-c", "commit.gpgsign=false"]

    def git(*words: str) -> None:
        subprocess.run(["git", *who, *words], check=True, capture_output=True, timeout=60)

    git("init", "--quiet", str(work))
    (work / "bins.md").write_text("Hello\n")
    git("-C", str(work), "add", ".")
    git("-C", str(work), "commit", "--quiet", "--message", "Begin")
    git("-C", str(work), "bundle", "create", "--quiet", str(folder / "work.bundle"), "--all")
    git("clone", "--quiet", "--mirror", str(work), str(folder / "work.git"))
    return [folder / "work.bundle", folder / "work.git", work]


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
}
