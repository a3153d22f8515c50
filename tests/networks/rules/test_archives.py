"""Archives that somebody uploaded: refused where they are hostile or damaged, each with its sentence."""

import io
import os
import stat
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import archives
from manyhands.networks.rules.archives import DamagedFile, Folder, Zip, open_archive
from tests.networks.exports import make_zip, zip_bytes

MISSING = "There is no users.json."


def open_it(path):
    return open_archive(path, markers=["users.json"], missing=MISSING)


def refused(path):
    with pytest.raises(UnreadableExport) as caught:
        open_it(path)
    return caught.value.message


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", archives.EMPTY),
        (b"%PDF-1.7", archives.NOT_A_ZIP),
        (b"PK\x03\x04" + b"\0" * 100, archives.NOT_A_ZIP),
        (b"PK\x05\x06", archives.NOT_A_ZIP),
        (b"PK\x05\x06" + b"\xff" * 18, archives.NOT_A_ZIP),
        (zip_bytes({"users.json": b"[]"})[:-30], archives.NOT_A_ZIP),
        (zip_bytes({}), MISSING),
    ],
)
def test_not_a_zip(tmp_path, data, sentence):
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    assert refused(path) == sentence


@pytest.mark.parametrize("name", ["/etc/passwd", "../users.json", "a/../../b", "a\\..\\b", "C:\\users.json", "\\a"])
def test_names_that_lead_outside(tmp_path, name):
    assert refused(make_zip(tmp_path / "export.zip", {"users.json": b"[]", name: b""})) == archives.OUTSIDE


def test_two_dots_in_a_name_are_harmless(tmp_path):
    archive = open_it(make_zip(tmp_path / "export.zip", {"users.json": b"[]", "and so on..json": b"1"}))
    assert archive.read("and so on..json") == b"1"


def test_links(tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as target:
        info = zipfile.ZipInfo("users.json")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        target.writestr(info, "/etc/passwd")
    assert refused(path) == archives.OUTSIDE


def test_links_in_a_folder_are_not_followed(tmp_path):
    (tmp_path / "secret").write_text("[]")
    export = tmp_path / "export"
    export.mkdir()
    os.symlink(tmp_path / "secret", export / "users.json")
    assert refused(export) == MISSING


def test_a_password(tmp_path):
    data = bytearray(zip_bytes({"users.json": b"[]"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    assert refused(path) == archives.ENCRYPTED


def test_a_bomb(tmp_path):
    files = {"users.json": b"[]", "general/2024-01-15.json": bytes(archives.RATIO_FROM + 1)}
    assert refused(make_zip(tmp_path / "export.zip", files)) == archives.BOMB


def test_a_bomb_in_a_zip_in_a_zip(tmp_path):
    inner = zip_bytes({"users.json": bytes(archives.RATIO_FROM + 1)})
    assert refused(make_zip(tmp_path / "export.zip", {"inner.zip": inner})) == archives.BOMB


def test_files_that_share_their_bytes(tmp_path):
    """The newer sort of bomb: many entries of the list of contents point to one file."""
    data = zip_bytes({"users.json": os.urandom(1_000)})
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[at:end]
    many = b"".join(entry.replace(b"users.json", b"users%d.jso" % number)[: len(entry)] for number in range(9))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 10, 10, len(entry + many), at, 0)
    path = tmp_path / "export.zip"
    path.write_bytes(data[:at] + entry + many + tail)
    assert refused(path) == archives.BOMB


def test_an_absurd_total(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_TOTAL", 10)
    assert refused(make_zip(tmp_path / "export.zip", {"users.json": b"[]", "a": bytes(9)})) == archives.BOMB


def test_a_list_of_contents_too_large_for_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_DIRECTORY", 500)
    files = {"users.json": b"[]"} | {f"{number}.json": b"" for number in range(20)}
    assert refused(make_zip(tmp_path / "export.zip", files)) == archives.BOMB


def test_words_that_repeat_are_no_bomb(tmp_path):
    """An app that posts the same alert each minute."""
    day = b"[" + b",\n".join(b'{"ts": "17053%05d.000100", "text": "All is well"}' % n for n in range(400_000)) + b"]"
    assert len(day) > archives.RATIO_FROM
    archive = open_it(make_zip(tmp_path / "export.zip", {"users.json": b"[]", "alerts/day.json": day}))
    assert archive.read("alerts/day.json") == day


def test_zips_inside_zips(tmp_path):
    data = zip_bytes({"export/users.json": b"[1]"})
    for depth in range(archives.MAX_DEPTH):
        path = make_zip(tmp_path / "export.zip", {"export.zip": data})
        if depth + 1 < archives.MAX_DEPTH:
            assert open_it(path).read("users.json") == b"[1]"
        data = path.read_bytes()
    assert refused(path) == archives.TOO_DEEP


def test_the_copy_of_an_inner_zip_has_no_name(tmp_path):
    path = make_zip(tmp_path / "export.zip", {"export.zip": zip_bytes({"users.json": b"[]"})})
    archive = open_it(path)
    assert list(tmp_path.iterdir()) == [path]
    archive.close()


def test_several_inner_zips_are_not_guessed_from(tmp_path):
    inner = zip_bytes({"users.json": b"[]"})
    assert refused(make_zip(tmp_path / "export.zip", {"a.zip": inner, "b.zip": inner})) == MISSING


def test_the_shallowest_root_is_taken(tmp_path):
    files = {"a/b/users.json": b"[2]", "a/Users.JSON": b"[1]", "a/general/day.json": b"[3]", "x/y.json": b"[4]"}
    archive = open_it(make_zip(tmp_path / "export.zip", files))
    assert archive.read("general/day.json") == b"[3]"
    assert "y.json" not in archive.sizes


def test_names_in_utf_8_that_do_not_say_so(tmp_path):
    data = zip_bytes({"users.json": b"[]", "caf\u00e9/day.json": b"1"})
    data = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index("café".encode()) if mark == b"PK\x03\x04" else data.rindex("café".encode())
        flags = data.rindex(mark, 0, at) + offset
        data[flags : flags + 2] = b"\0\0"
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    assert open_it(path).read("café/day.json") == b"1"


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=str
)
def test_reads_what_zipfile_reads(tmp_path, method):
    path = tmp_path / "export.zip"
    contents = {f"{number}.json": os.urandom(number * 100) + bytes(number * 50) for number in range(20)}
    with zipfile.ZipFile(path, "w", method) as target:
        for name, data in contents.items():
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HH90s", 0x9999, 90, b"")  # longer in the file's own header
            target.writestr(info, data, method)
    archive = Zip(path.open("rb"))
    for name, data in contents.items():
        assert archive.read(name) == data
        assert archive.open(name).read() == data


def test_a_file_that_unpacks_to_more_than_it_says(tmp_path):
    data = bytearray(zip_bytes({"users.json": b"[]" * 500}))
    size = data.index(b"PK\x01\x02") + 24
    data[size : size + 4] = (10).to_bytes(4, "little")
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    with pytest.raises(DamagedFile):
        open_it(path).read("users.json")


def test_a_file_too_large_to_be_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_WHOLE", 3)
    path = make_zip(tmp_path / "export.zip", {"users.json": b"1234"})
    with pytest.raises(DamagedFile):
        open_it(path).read("users.json")


def test_a_folder(tmp_path):
    (tmp_path / "export" / "general").mkdir(parents=True)
    (tmp_path / "export" / "users.json").write_bytes(b"[]")
    (tmp_path / "export" / "general" / "day.json").write_bytes(b"[1]")
    archive = open_it(tmp_path)
    assert archive.read("general/day.json") == archive.open("general/day.json").read() == b"[1]"
    assert archive.sizes == {"users.json": 2, "general/day.json": 3}
    assert isinstance(archive.archive, Folder)


SOUND = zip_bytes({"users.json": b"[]", "general/2024-01-15.json": b'[{"ts": "1"}]' * 30})


@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=12))
@settings(max_examples=300)
def test_a_damaged_zip_is_refused_or_its_good_files_are_read(changes):
    data = bytearray(SOUND)
    for at, value in changes:
        data[at] = value
    with suppress(UnreadableExport):
        archive = Zip(io.BytesIO(data))
        for name in archive.sizes:
            with suppress(DamagedFile):
                assert len(archive.read(name)) == archive.sizes[name]
                archive.open(name).close()
