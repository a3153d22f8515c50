"""Dumps that are damaged, odd, packed or huge."""

import bz2
import gzip
import itertools
import lzma
import random
import tracemalloc

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.mediawiki import export as mediawiki
from manyhands.networks.mediawiki import mapping, scan
from manyhands.networks.mediawiki.export import MediaWikiExport
from manyhands.networks.mediawiki.scan import Scanner
from manyhands.networks.rules import packed, seven_zips
from tests.networks import exports

DATA = (exports.PAYLOADS / "mediawiki" / "dump.xml").read_bytes()
HEAD = DATA[: DATA.index(b"<page>")]
REVISION = b"""<revision><id>%d</id><timestamp>2024-01-15T08:00:00Z</timestamp>
<contributor><username>Ann</username><id>5</id></contributor><text bytes="%d" xml:space="preserve">"""


@pytest.fixture
def read(tmp_path):
    def reader(data, options=None):
        path = tmp_path / "upload"
        path.write_bytes(data)
        return exports.read(MediaWikiExport(path, {"filename": "dump.xml", **(options or {})}))

    return reader


def facts(batches):
    return set(exports.acts(batches)), [(bad.line, bad.reason) for bad in exports.rejected(batches)]


WHOLE = {"page/7", "rev/71", "rev/73", "rev/74", "page/8", "rev/81", "rev/90"}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_packed(read, pack):
    assert facts(read(pack(DATA))) == (WHOLE, [])
    half = len(DATA) // 2
    assert facts(read(pack(DATA[:half]) + pack(DATA[half:]))) == (WHOLE, [])  # as Wikimedia packs: in several streams


def test_in_a_zip(read):
    assert facts(read(exports.zip_bytes({"wiki/dump.xml": DATA}))) == (WHOLE, [])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_packed_and_cut_short(read, pack):
    half = DATA.index(b"<id>81</id>")
    found, bad = facts(read(pack(DATA[:half]) + pack(DATA[half:])[:-20]))
    assert found >= WHOLE - {"rev/81", "rev/90"}
    assert [reason for _, reason in bad] in ([scan.ENDS_EARLY], [])  # gz may hold all but its check
    with pytest.raises(UnreadableExport):
        read(pack(DATA)[:30])


def test_7z_that_is_none_gets_advice(read):
    with pytest.raises(UnreadableExport) as caught:
        read(b"7z\xbc\xaf\x27\x1c" + DATA)
    assert caught.value.message == seven_zips.NOT_A_7Z


def test_a_bomb(read, monkeypatch):
    monkeypatch.setattr(packed, "RATIO_FROM", 2**20)
    monkeypatch.setattr(packed, "MAX_RATIO", 100)
    with pytest.raises(UnreadableExport) as caught:
        read(gzip.compress(DATA.replace(b"ask?", b"ask?" + b" " * 2**23)))
    assert caught.value.message == packed.BOMB


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<rss></rss>", mediawiki.NOT_A_DUMP),
        (b'<mediawiki version="0.11"><page></page></mediawiki>', mediawiki.NO_SITE),
    ],
)
def test_no_dump(read, data, message):
    with pytest.raises(UnreadableExport) as caught:
        read(data)
    assert caught.value.message == message


@pytest.mark.parametrize("mark", [b"<id>81</id>", b"ask? &lt;b", b"Jane Tal"])
def test_cut_short(read, mark):
    at = DATA.index(mark) + len(mark) // 2
    found, bad = facts(read(DATA[:at]))
    assert found == {"page/7", "rev/71", "rev/73", "rev/74"} | ({"page/8"} if mark != b"Jane Tal" else set())
    assert bad == [(DATA.count(b"\n", 0, at) + 1, scan.ENDS_EARLY)]


def test_every_cut_keeps_what_is_before_it(read):
    luck = random.Random(7)
    for at in sorted(luck.sample(range(len(HEAD), len(DATA) - 15), 60)):
        found, bad = facts(read(DATA[:at]))
        assert found <= WHOLE
        assert len(found) >= DATA[:at].count(b"</text>\n      <sha1>") - DATA[:at].count(b"<content>") - 1
        assert [reason for _, reason in bad] == [scan.ENDS_EARLY]


def test_damage_costs_only_the_revision_that_it_is_in(read):
    data = DATA.replace(b"<id>71</id>", b"<id71</id>")
    found, bad = facts(read(data))
    assert found == WHOLE - {"rev/71"}
    assert [reason for _, reason in bad] == [scan.BROKEN]
    line = data.count(b"\n", 0, data.index(b"<id71")) + 1
    assert abs(bad[0][0] - line) <= 1


def test_a_hole_in_the_middle(read):
    begin, end = DATA.index(b"<ip>"), DATA.index(b"<id>2</id>")  # from one revision into the one after the next
    found, bad = facts(read(DATA[:begin] + DATA[end:]))
    assert found == WHOLE - {"rev/71", "rev/73"}
    assert [reason for _, reason in bad] == [scan.BROKEN]


def test_a_page_that_can_not_be_told_loses_its_revisions(read):
    found, bad = facts(read(DATA.replace(b"<id>8</id>", b"<id></id>")))
    assert found == WHOLE - {"page/8", "rev/81"}
    assert [reason for _, reason in bad] == [scan.BROKEN] * 2


def test_bytes_that_are_not_utf8(read):
    batches = read(DATA.replace(b"stood still &lt;\xc3\xa9", b"stood \xff\xfe\xc3&lt;").replace(b"Jane", b"J\xffne"))
    found, bad = facts(batches)
    assert (found, bad) == (WHOLE, [])
    assert exports.accounts(batches)["user/3"].name == "J\ufffdne Talbot"


def test_noise_anywhere_breaks_nothing(read):
    luck = random.Random(11)
    for _ in range(150):
        data = bytearray(DATA)
        for _ in range(luck.randrange(1, 5)):
            at = luck.randrange(len(HEAD), len(data))
            data[at : at + luck.randrange(3)] = luck.choice([b"<", b">", b"\x00", b"\xff", b"</", b"<page>", b""])
        batches = read(bytes(data))
        assert len({act.source_id for batch in batches for act in batch.acts}) <= 9
        assert "heron" not in repr(batches).lower()


@pytest.mark.parametrize("time", [b"2074-01-15T08:00:00Z", b"1970-01-01T00:00:00Z", b"soon", b"", b"2024-01-15"])
def test_times_that_are_not_believed(read, time):
    found, bad = facts(read(DATA.replace(b"2024-01-16T08:00:00Z", time)))
    assert found == WHOLE - {"rev/71"}
    assert [reason for _, reason in bad] == [mapping.BAD_TIME]


def chunked(data, size):
    return iter([data[at : at + size] for at in range(0, len(data), size)])


@pytest.mark.parametrize("size", [1, 7, 100, 1000])
def test_where_chunks_end_makes_no_difference(size):
    expected = list(Scanner(iter([DATA])).revisions())
    assert len(expected) == 8
    assert list(Scanner(chunked(DATA, size)).revisions()) == expected


def test_the_careful_way_and_the_fast_one_find_the_same(monkeypatch):
    def revisions():
        found = Scanner(iter([DATA])).revisions()
        return [
            revision._replace(contributor=b"".join(revision.contributor.split(b"\n        "))) for revision in found
        ]

    expected = revisions()
    monkeypatch.setattr(Scanner, "_fast", lambda self: iter(()))
    assert revisions() == expected


@pytest.mark.parametrize(("stated", "megabytes"), [(True, 300), (False, 30)])
def test_a_huge_text_is_measured_and_never_held(stated, megabytes):
    piece = ("é &lt;" * 100_000).encode()
    count = megabytes * 10**6 // len(piece)
    size = 4 * 100_000 * count  # é is two bytes; "é <" are four
    begin = HEAD + b"<page>\n<title>T</title>\n<ns>0</ns>\n<id>5</id>\n" + REVISION % (1, size)
    if not stated:
        begin = begin.replace(b'bytes="%d" ' % size, b"")
    end = b"</text>\n</revision>\n" + REVISION % (2, 4) + b"four</text></revision></page></mediawiki>"
    chunks = itertools.chain([begin], itertools.repeat(piece, count), [end])
    tracemalloc.start()
    scanner = Scanner(chunks)
    found = [(revision.id, revision.length) for revision in scanner.revisions()]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [(b"1", 3 * 100_000 * count), (b"2", 4)]
    assert scanner.problems == []
    assert peak < 20 * 2**20


def test_memory_does_not_grow_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(mediawiki, "BATCH", 500)
    page = DATA[DATA.index(b"  <page>") : DATA.index(b"</mediawiki>")]
    peaks = []
    for times in (200, 500):
        path = tmp_path / "upload"
        path.write_bytes(HEAD + page * times + b"</mediawiki>")
        export = MediaWikiExport(path)
        tracemalloc.start()
        assert sum(len(batch.acts) for batch in export.read()) == 7 * times
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2
