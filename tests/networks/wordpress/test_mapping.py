"""What each of WXR's shapes becomes, on the synthetic sample in tests/payloads/wordpress; and when it is damaged."""

import random

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.registry import recognise
from manyhands.networks.wordpress import export as wordpress
from manyhands.networks.wordpress import mapping, records
from manyhands.networks.wordpress.export import WordPressExport
from tests.networks import exports

WXR = exports.PAYLOADS / "wordpress" / "export.xml"
DATA = WXR.read_bytes()
WHOLE = {"post/4", "post/4/changed/1705395600", "comment/10", "comment/11", "post/7"}


@pytest.fixture(scope="module")
def batches():
    return exports.read(WordPressExport(WXR))


@pytest.fixture
def read(tmp_path):
    def reader(data, options=None):
        path = tmp_path / "upload"
        path.write_bytes(data)
        return exports.read(WordPressExport(path, {"filename": "export.xml", **(options or {})}))

    return reader


def test_posts_pages_and_comments(batches):
    acts = exports.acts(batches)
    assert set(acts) == WHOLE
    post, change = acts["post/4"], acts["post/4/changed/1705395600"]
    assert (post.actor, post.type, post.contributing, post.object_type) == ("user/2", "Create", True, "Article")
    assert (post.length, post.hashtags, post.published) == (53, ("council",), 1705309200.0)
    assert (change.type, change.contributing, change.object) == ("Update", False, "post/4")
    assert (acts["post/7"].object_type, acts["post/7"].actor) == ("Page", "user/3")
    assert acts["comment/10"].in_reply_to == "post/4"
    assert (acts["comment/11"].in_reply_to, acts["comment/11"].actor) == ("comment/10", "user/3")


def test_who_is_outside_is_known_by_a_name_and_no_address(batches, read):
    (guest,) = (account for account in exports.accounts(batches).values() if not account.is_member)
    assert (guest.name, guest.email, guest.kind) == ("Resident", "", "unknown")
    assert "resident@" not in repr(batches)
    assert "192.0.2.5" not in repr(batches)
    assert exports.acts(read(DATA, {"key": "another"}))["comment/10"].actor != guest.external_id


def test_authors_are_listed_with_their_address(batches):
    listed = [a for a in exports.accounts(batches).values() if a.is_member]
    assert [(a.external_id, a.handle, a.name, a.email) for a in listed] == [
        ("user/2", "synthetic2", "Synthetic Two", "synthetic2@example.org"),
        ("user/3", "synthetic3", "Synthetic Three", "synthetic3@example.org"),
    ]


def test_what_is_not_public_is_not_read(batches):
    assert exports.skipped(batches) == {mapping.UNPUBLISHED: 2, mapping.UNAPPROVED: 1, mapping.OTHER: 1}
    assert "heron" not in (repr(batches) + repr(WordPressExport(WXR).preview())).lower()


@pytest.mark.parametrize("status", [b"private", b"pending", b"future", b"trash"])
def test_no_comment_on_what_is_not_public_is_read(read, status):
    batches = read(DATA.replace(b"<![CDATA[publish]]>", status))
    assert set(exports.acts(batches)) == {"post/7"}


def test_the_site(batches):
    export = WordPressExport(WXR)
    assert export.workspace == "blog.example.org/news"
    assert [(p.name, p.count) for p in export.preview().places] == [("Synthetic blog", 5)]
    assert exports.acts(exports.read(export, leave_out=["site"])) == {}


def test_reading_twice_yields_the_same(batches):
    export = WordPressExport(WXR)
    assert list(export.read()) == list(export.read()) == batches


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"<rss version='2.0'></rss>", b"\0" * 99])
def test_no_export(read, data):
    with pytest.raises(UnreadableExport) as caught:
        read(data)
    assert caught.value.message == wordpress.NOT_WXR


def test_cut_short(read):
    batches = read(DATA[: DATA.index(b"A page")])
    assert set(exports.acts(batches)) == WHOLE - {"post/7"}
    assert [bad.reason for bad in exports.rejected(batches)] == [records.ENDS_EARLY]


def test_what_xml_forbids_and_bytes_that_are_not_utf8_are_mended(read):
    batches = read(DATA.replace(b"Opening", b"Op\x08\xff\xfeen\x00ing"))
    assert exports.acts(batches)["post/7"].length == len("Opening hours") + 2
    assert exports.rejected(batches) == []


def test_damage_costs_only_the_item_that_it_is_in(read):
    data = DATA.replace(b"<title>A picture</title>", b"<title>A & picture</titel>")
    batches = read(data)
    assert set(exports.acts(batches)) == WHOLE
    line = data.count(b"\n", 0, data.index(b"A & picture")) + 1
    assert [(bad.line, bad.reason) for bad in exports.rejected(batches)] == [(line, records.BROKEN)]


def test_a_definition_of_a_language_is_not_read_on(read):
    data = DATA.replace(b"<rss ", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss ', 1)
    with pytest.raises(UnreadableExport):
        read(data)


@pytest.mark.parametrize("date", [b"2074-01-17 09:00:00", b"0000-00-00 00:00:00", b"soon"])
def test_dates_that_are_not_believed(read, date):
    data = DATA.replace(b"2024-01-17 09:00:00", date).replace(
        b"<pubDate>Wed, 17 Jan 2024 09:00:00 +0000</pubDate>", b""
    )
    batches = read(data)
    assert set(exports.acts(batches)) == WHOLE - {"post/7"}
    assert [bad.reason for bad in exports.rejected(batches)] == [mapping.BAD_TIME]


def test_noise_anywhere_breaks_nothing(read):
    luck = random.Random(5)
    for _ in range(100):
        data = bytearray(DATA)
        for _ in range(luck.randrange(1, 5)):
            at = luck.randrange(1_200, len(data))
            data[at : at + luck.randrange(3)] = luck.choice([b"<", b">", b"\x00", b"\xff", b"]]>", b"&", b""])
        assert "heron" not in repr(read(bytes(data))).lower()


def test_it_is_recognised(tmp_path):
    path = exports.make_zip(tmp_path / "upload", {"export.xml": DATA})
    assert recognise(path).name == "wordpress"
    assert set(exports.acts(exports.read(WordPressExport(path)))) == WHOLE


def test_parts_of_a_large_site_in_one_zip(tmp_path, batches):
    cut = DATA.index(b"\t<item>\n\t\t<title>A picture")
    heading = DATA[: DATA.index(b"\t<item>")]
    parts = {"site.000.xml": DATA[:cut] + b"</channel></rss>", "site.001.xml": heading + DATA[cut:]}
    path = exports.make_zip(tmp_path / "upload", parts)
    assert recognise(path).name == "wordpress"
    export = WordPressExport(path)
    assert export.preview().places[0].count == 5
    assert export.preview().accounts == 2
    read = exports.read(export)
    assert exports.acts(read) == exports.acts(batches)
    assert exports.skipped(read) == exports.skipped(batches)
    assert read[-1].done == export.size == sum(map(len, parts.values()))
