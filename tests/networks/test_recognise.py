"""Which network a file is from, as the file itself shows: `manyhands import auto` on a sample of each."""

import gzip
import tarfile

import pytest

from manyhands.networks import registry
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.registry import NETWORKS, NOT_KNOWN, SEVERAL, recognise
from manyhands.networks.rules import archives, peek
from manyhands.networks.rules.peek import FilePeek, peeks
from tests.networks import exports, whole_files


@pytest.mark.parametrize("network", NETWORKS)
def test_a_sample_of_each_network_is_recognised_and_opens(tmp_path, network):
    samples = whole_files.SAMPLES[network](tmp_path)
    assert samples
    for path in samples:
        upload = tmp_path / "upload"
        path.rename(upload)  # an upload has lost its name
        assert recognise(upload).name == network, path.name
        with registry.open_export(network, upload, {"filename": path.name}) as export:
            assert export.workspace
        upload.rename(path)


def test_every_network_says_what_its_files_look_like():
    assert all(network.recognises for network in NETWORKS.values())
    assert [network.name for network in NETWORKS.values() if network.takes_rest] == ["table"]


def test_what_a_council_has_comes_first():
    names = [name for name, network in NETWORKS.items() if network.common]
    assert list(NETWORKS)[: len(names)] == names
    wanted = ["viva_engage", "teams", "slack", "meta", "x", "mediawiki", "table"]
    assert names == [name for name in wanted if name in NETWORKS]
    rest = [network.title for network in NETWORKS.values() if not network.common]
    assert rest == sorted(rest, key=str.lower)


@pytest.mark.parametrize("wrapped", ["folder/", "a/b/"])
def test_in_folders_or_another_zip(tmp_path, wrapped):
    path = exports.make_zip(tmp_path / "upload", exports.payload("slack"), below=wrapped)
    assert recognise(path).name == "slack"
    outer = exports.make_zip(tmp_path / "outer", {"export.zip": path.read_bytes(), "readme.txt": b"."})
    assert recognise(outer).name == "slack"


def test_an_unpacked_export(tmp_path):
    assert recognise(exports.PAYLOADS / "slack").name == "slack"
    assert recognise(exports.PAYLOADS / "viva_engage").name == "viva_engage"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"just a line of text",
        b"%PDF-1.7 and so on",
        b'[{"name": "a", "day": "b"},\n {"name": "c", "day": "d"}]',
        b"<html><body>one, two\nthree, four\nfive, six</body></html>",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
        bytes(70_000),
        gzip.compress(b"nothing of interest"),
        gzip.compress(b"cut off" * 1000)[:-20],
        b"BZh9 but not really",
        exports.zip_bytes({"holiday.jpg": b"\xff\xd8", "notes.txt": b"x"}),
        exports.zip_bytes({}),
    ],
)
def test_what_nobody_knows_gets_a_sentence(tmp_path, content):
    (tmp_path / "upload").write_bytes(content)
    with pytest.raises(UnreadableExport) as caught:
        recognise(tmp_path / "upload", "holiday.zip")
    assert caught.value.message in (NOT_KNOWN, archives.EMPTY)


def test_a_zip_that_is_not_to_be_trusted_is_not_looked_into(tmp_path):
    path = exports.make_zip(tmp_path / "upload", {**exports.payload("slack"), "../../etc/passwd": b"x"})
    with pytest.raises(UnreadableExport) as caught:
        recognise(path)
    assert caught.value.message == archives.OUTSIDE


def test_more_than_one_gets_a_sentence(tmp_path):
    both = {**exports.payload("slack"), **exports.payload("viva_engage")}
    with pytest.raises(UnreadableExport) as caught:
        recognise(exports.make_zip(tmp_path / "upload", both))
    assert caught.value.message == SEVERAL
    assert sorted(caught.value.fields["networks"]) == ["slack", "viva_engage"]


def test_a_look_takes_no_more_than_the_beginning(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 1_000_000)
    look = FilePeek(path)
    assert len(look.head) == peek.HEAD
    assert look.headings == {"a", "b"}
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert len(FilePeek(path).head) == peek.HEAD


def test_names_in_a_tar(tmp_path):
    (tmp_path / "realm.json").write_text("{}")
    with tarfile.open(tmp_path / "upload", "w:gz") as tar:
        tar.add(tmp_path / "realm.json", "./Export/realm.json")
        tar.add(tmp_path / "realm.json", "Export/messages-000001.json")
    look = FilePeek(tmp_path / "upload")
    assert look.names == {"export/realm.json", "export/messages-000001.json"}
    assert look.holds("realm.json", "messages-000001.json")
    assert not look.holds("realm.json", "users.json")


def test_files_have_to_lie_side_by_side(tmp_path):
    path = exports.make_zip(tmp_path / "upload", {"a/users.json": b"[]", "b/channels.json": b"[]", "x": b"hello"})
    with peeks(path) as looks:
        look = next(looks)
        assert not look.holds("users.json", "channels.json")
        assert look.holds("users.json")
        assert (look.start("channels.json"), look.start("sers.json"), look.start("x")) == (b"[]", b"", b"hello")
