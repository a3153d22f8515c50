"""Tars, packed or not, that somebody uploaded."""

import os
import tarfile

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import archives, tars
from manyhands.networks.rules.archives import DamagedFile
from tests.networks import exports

FILES = {"realm.json": b"{}", "media/photo.jpg": b"\xff\xd8" * 1000, "messages.json": b"[1]" * 100}


def opened(path, **more):
    return tars.open_packed(path, markers=["realm.json"], missing="missing", suffixes=(".json",), **more)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("below", ["", "export/", "./a/b/"])
def test_files_that_are_wanted(tmp_path, mode, below):
    archive = opened(exports.make_tar(tmp_path / "upload", FILES, mode=mode, below=below))
    assert archive.sizes == {"realm.json": 2, "messages.json": 300}
    assert archive.read("messages.json") == FILES["messages.json"]
    with archive.open("messages.json") as one, archive.open("realm.json") as other:
        assert (one.read(3), other.read(), one.read(3)) == (b"[1]", b"{}", b"[1]")
        assert one.tell() == 6
        one.seek(0)
        assert one.read() == FILES["messages.json"]
    archive.close()
    assert os.listdir(tmp_path) == ["upload"]  # the copy has no name


def test_a_zip_and_a_folder_too(tmp_path):
    archive = opened(exports.make_zip(tmp_path / "upload", FILES))
    assert archive.sizes["messages.json"] == 300
    archive.close()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "realm.json").write_bytes(b"{}")
    assert opened(tmp_path / "folder").sizes == {"realm.json": 2}


def test_a_tar_that_breaks_off_is_kept_as_far_as_it_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(tars, "CHUNK", 1000)
    path = exports.make_tar(tmp_path / "upload", {"realm.json": b"{}", "messages.json": b"x" * 100_000}, mode="w")
    path.write_bytes(path.read_bytes()[:50_000])
    archive = opened(path)
    assert archive.read("realm.json") == b"{}"
    assert 0 < archive.sizes["messages.json"] < 50_000
    assert set(archive.read("messages.json")) == {ord("x")}
    archive.close()


@pytest.mark.parametrize("name", ["../realm.json", "/realm.json", "a/../../realm.json"])
def test_names_that_leave_it(tmp_path, name):
    with pytest.raises(UnreadableExport) as caught:
        opened(exports.make_tar(tmp_path / "upload", {name: b"{}"}))
    assert caught.value.message == archives.OUTSIDE


def test_links_are_not_followed(tmp_path):
    path = tmp_path / "upload"
    with tarfile.open(path, "w:gz") as tar:
        link = tarfile.TarInfo("realm.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(UnreadableExport) as caught:
        opened(path)
    assert caught.value.message == "missing"


def test_a_bomb(tmp_path, monkeypatch):
    path = exports.make_tar(tmp_path / "upload", {"realm.json": bytes(3_000_000)})
    opened(path).close()
    monkeypatch.setattr(tars, "RATIO_FROM", 2**20)
    with pytest.raises(UnreadableExport) as caught:
        opened(path)
    assert caught.value.message == tars.BOMB


@pytest.mark.parametrize("data", [b"\x1f\x8b", b"\x1f\x8bjunk", b"BZh9junk", b"\xfd7zXZ\0junk"])
def test_what_is_no_tar(tmp_path, data):
    (tmp_path / "upload").write_bytes(data)
    with pytest.raises(UnreadableExport) as caught:
        opened(tmp_path / "upload")
    assert caught.value.message == tars.NOT_A_TAR


def test_an_empty_file(tmp_path):
    (tmp_path / "upload").write_bytes(b"")
    with pytest.raises(UnreadableExport) as caught:
        opened(tmp_path / "upload")
    assert caught.value.message == archives.EMPTY


def test_a_file_too_large_to_be_read_whole(tmp_path, monkeypatch):
    archive = opened(exports.make_tar(tmp_path / "upload", FILES))
    monkeypatch.setattr(tars, "MAX_WHOLE", 100)
    with pytest.raises(DamagedFile):
        archive.read("messages.json")
    with archive.open("messages.json") as stream:
        assert len(stream.read()) == 300
    archive.close()
