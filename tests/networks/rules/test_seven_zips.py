"""Archives by 7-Zip that somebody uploaded, made by py7zr in the test."""

import lzma
import tracemalloc
from contextlib import suppress

import py7zr
import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import seven_zips
from manyhands.networks.rules.archives import OUTSIDE, DamagedFile
from manyhands.networks.rules.seven_zips import SevenZip

FILES = {"b.xml": b"<b/>" * 50_000, "a/c.xml": b"<c/>" * 70_000, "d.xml": b"tiny", "e.xml": b""}
METHODS = {
    "lzma2": [{"id": lzma.FILTER_LZMA2, "preset": 6}],
    "turned": [{"id": py7zr.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 6}],
    "lzma": [{"id": py7zr.FILTER_LZMA, "preset": 6}],
    "bzip2": [{"id": py7zr.FILTER_BZIP2}],
    "copy": [{"id": py7zr.FILTER_COPY}],
}


def make(path, files, method="lzma2", **more):
    with py7zr.SevenZipFile(
        path, "w", filters=METHODS[method] if isinstance(method, str) else method, **more
    ) as target:
        for name, content in files.items():
            target.writestr(content, name)
    return path


def message(path):
    with pytest.raises(UnreadableExport) as caught:
        SevenZip(path)
    return caught.value.message


@pytest.mark.parametrize("method", METHODS)
def test_files_in_any_order(tmp_path, method):
    archive = SevenZip(make(tmp_path / "upload", FILES, method))
    assert archive.sizes == {name: len(content) for name, content in FILES.items()}
    for name in ("d.xml", "e.xml", "b.xml", "a/c.xml", "a/c.xml", "d.xml"):
        assert archive.read(name) == FILES[name]
    with archive.open("b.xml") as one, archive.open("a/c.xml") as other:  # by turns, of one packed stretch
        assert one.read(5) + other.read(7) + one.read() == FILES["b.xml"][:5] + b"<c/><c/" + FILES["b.xml"][5:]
        assert other.read() == FILES["a/c.xml"][7:]
    archive.close()


def test_memory_does_not_grow_with_the_file(tmp_path):
    large = b"".join(b"heron %d\n" % number for number in range(2_000_000))
    path = make(tmp_path / "upload", {"wiki.xml": large}, [{"id": lzma.FILTER_LZMA2, "preset": 0}])
    archive = SevenZip(path)
    tracemalloc.start()
    read = 0
    with archive.open("wiki.xml") as stream:
        while chunk := stream.read(2**18):
            read += len(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    archive.close()
    assert read == len(large) > 25_000_000
    assert peak < 4_000_000


def test_what_can_not_be_trusted(tmp_path, monkeypatch):
    assert message(make(tmp_path / "secret", FILES, None, password="heron")) == seven_zips.ENCRYPTED
    assert message(make(tmp_path / "hidden", FILES, None, password="heron", header_encryption=True)) == (
        seven_zips.ENCRYPTED
    )
    assert message(make(tmp_path / "ppmd", FILES, [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}])) == (
        seven_zips.METHOD
    )
    monkeypatch.setattr(seven_zips, "MAX_DICTIONARY", 2**20)
    assert message(make(tmp_path / "large", FILES)) == seven_zips.METHOD
    monkeypatch.undo()
    monkeypatch.setattr(seven_zips, "RATIO_FROM", 2**20)
    assert message(make(tmp_path / "bomb", {"a.xml": bytes(60_000_000)})) == seven_zips.BOMB
    (tmp_path / "outside").symlink_to("/etc/passwd")
    with py7zr.SevenZipFile(tmp_path / "links", "w") as target:
        target.write(tmp_path / "outside", "wiki.xml")
    assert message(tmp_path / "links") == OUTSIDE


def test_names_that_lead_out(tmp_path, monkeypatch):
    monkeypatch.setattr(py7zr.py7zr, "check_archive_path", lambda name: True)
    monkeypatch.setattr(py7zr.SevenZipFile, "_sanitize_archive_arcname", staticmethod(lambda name: name))
    for name in ("../../wiki.xml", "/etc/wiki.xml", "C:\\wiki.xml"):
        assert message(make(tmp_path / "upload", {name: b"<mediawiki/>"})) == OUTSIDE


@pytest.mark.parametrize("kept", [5, 31, 200, -1, -40])
def test_only_part_of_one(tmp_path, kept):
    path = make(tmp_path / "upload", FILES)
    path.write_bytes(path.read_bytes()[:kept])
    assert message(path) == seven_zips.NOT_A_7Z


@pytest.mark.parametrize("method", ["lzma2", "lzma", "bzip2", "copy"])
def test_damage_inside_is_noticed(tmp_path, method):
    path = make(tmp_path / "upload", {"wiki.xml": bytes(range(256)) * 4000}, method)
    data = bytearray(path.read_bytes())
    data[32 + 300] ^= 0xFF
    path.write_bytes(data)
    archive = SevenZip(path)
    with pytest.raises(DamagedFile):
        archive.read("wiki.xml")
    archive.close()


def test_every_byte_may_be_wrong(tmp_path):
    """Whatever is damaged, it is read, refused or noticed: nothing else comes of it."""
    whole = make(tmp_path / "whole", {"wiki.xml": b"<mediawiki/>" * 20, "b.xml": b"heron"}).read_bytes()
    for at in range(len(whole)):
        (tmp_path / "upload").write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            archive = SevenZip(tmp_path / "upload")
        except UnreadableExport:
            continue
        for name in archive.sizes:
            with suppress(DamagedFile):
                archive.read(name)
        archive.close()
