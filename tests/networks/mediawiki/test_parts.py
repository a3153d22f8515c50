"""A dump in parts, or packed by 7-Zip, reads as the dump in one file does. The .7z are made by py7zr in the test."""

import bz2
import gzip
import itertools
import re
import subprocess

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.mediawiki import export
from manyhands.networks.mediawiki.export import MediaWikiExport
from manyhands.networks.mediawiki.scan import ENDS_EARLY
from manyhands.networks.registry import recognise
from manyhands.networks.rules import seven_zips
from tests.networks import exports

DUMP = (exports.PAYLOADS / "mediawiki" / "dump.xml").read_bytes()
HEAD, *PAGES = re.split(rb"(?=\n *<page>)", DUMP.removesuffix(b"</mediawiki>\n"))
END = b"\n</mediawiki>\n"


def parts(names=("wiki-history1.xml-p1p7", "wiki-history2.xml-p8p8", "wiki-history3.xml-p9p99")):
    """A dump cut into files of whole pages, each with the wiki's own description, as Wikimedia's are."""
    cut = [HEAD + b"".join(pages) + END for pages in (PAGES[:1], PAGES[1:2], PAGES[2:])]
    return dict(zip(names, cut, strict=True))


def said(path):
    batches = exports.read(MediaWikiExport(path, {"filename": "dump.xml"}))
    places = {place.external_id for place in exports.places(batches).values()}
    return exports.acts(batches), places, exports.skipped(batches), [bad.reason for bad in exports.rejected(batches)]


@pytest.fixture(scope="module")
def whole():
    return said(exports.PAYLOADS / "mediawiki" / "dump.xml")


def test_the_sample_has_pages_to_share():
    assert len(PAGES) == 3


@pytest.mark.parametrize("below", ["", "dumps/2026/"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_parts_in_a_zip(tmp_path, whole, pack, below):
    end = {gzip.compress: ".gz", bz2.compress: ".bz2"}.get(pack, "")
    files = {name + end: pack(content) for name, content in parts().items()} | {"md5sums.txt": b"00"}
    path = exports.make_zip(tmp_path / "upload", files, below=below)
    assert recognise(path).name == "mediawiki"
    assert said(path) == whole
    opened = MediaWikiExport(path)
    counted = {place.external_id: place.count for place in opened.preview().places}
    assert counted == {place.external_id: place.count for place in MediaWikiExport(
        exports.PAYLOADS / "mediawiki" / "dump.xml").preview().places}  # fmt: skip
    done = [batch.done for batch in opened.read()]
    assert done == sorted(done)
    assert done[-1] == opened.size
    opened.close()


def test_a_7z(tmp_path, whole):
    path = exports.make_7z(tmp_path / "upload", {"wiki.xml": DUMP})
    assert recognise(path).name == "mediawiki"
    assert said(path) == whole
    path = exports.make_7z(tmp_path / "parts", parts())
    assert recognise(path).name == "mediawiki"
    assert said(path) == whole


def test_a_7z_by_7_zip_itself(tmp_path, whole):
    program = next((name for name in ("7zz", "7z", "7za", "7zr") if exports.has_program(name)), None)
    if program is None:
        pytest.skip("7-Zip is not installed")
    for name, content in parts().items():
        (tmp_path / name).write_bytes(content)
    for method in ("LZMA", "LZMA2", "BZip2"):
        made = tmp_path / f"{method}.7z"
        if program == "7zr" and method == "BZip2":
            continue
        subprocess.run(
            [program, "a", f"-m0={method}", str(made), *parts()], cwd=tmp_path, check=True, capture_output=True
        )
        assert said(made) == whole


def test_solid_parts_are_unpacked_once(tmp_path, monkeypatch):
    many = {f"wiki{number:03}.xml": content for number, content in enumerate(itertools.islice(
        itertools.cycle(parts().values()), 60))}  # fmt: skip
    path = exports.make_7z(tmp_path / "upload", many)
    begun = []
    unpacking = seven_zips._Unpacking
    monkeypatch.setattr(seven_zips, "_Unpacking", lambda *args: begun.append(1) or unpacking(*args))
    opened = MediaWikiExport(path)
    assert sum(len(batch.acts) for batch in opened.read()) > 60
    opened.close()
    assert len(begun) == 2  # to know the wiki, and to read


def test_a_part_of_another_wiki_and_what_is_no_part(tmp_path):
    other = DUMP.replace(b"synthwiki", b"otherwiki")
    files = {"a.xml": DUMP, "b.xml": other, "c.xml": b"<rss/>"}
    batches = exports.read(MediaWikiExport(exports.make_zip(tmp_path / "upload", files)))
    known = [
        bad.reason
        for bad in exports.rejected(exports.read(MediaWikiExport(exports.PAYLOADS / "mediawiki" / "dump.xml")))
    ]
    assert [(bad.file, bad.line, bad.reason) for bad in exports.rejected(batches) if bad.file != "a.xml"] == [
        ("b.xml", 0, export.OTHER_WIKI),
        ("c.xml", 0, export.NO_PART),
    ]
    assert len(exports.rejected(batches)) == len(known) + 2
    with pytest.raises(UnreadableExport) as caught:
        MediaWikiExport(exports.make_zip(tmp_path / "none", {"c.xml": b"<rss/>"}))
    assert caught.value.message == export.NOT_A_DUMP


def test_a_part_that_breaks_off_costs_only_its_rest(tmp_path, whole):
    first, second, third = parts().items()
    files = dict([first, (second[0], second[1][:-200]), third])
    batches = exports.read(MediaWikiExport(exports.make_zip(tmp_path / "upload", files)))
    bad = exports.rejected(batches)
    assert (second[0], ENDS_EARLY) in {(each.file, each.reason) for each in bad}
    assert exports.acts(batches).keys() < whole[0].keys()
    assert {act.source_id for act in exports.acts(exports.read(MediaWikiExport(
        exports.make_zip(tmp_path / "third", dict([third]))))).values()} < exports.acts(batches).keys()  # fmt: skip
