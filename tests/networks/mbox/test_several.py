"""Several mbox files in one archive: a file for each list, as Google Takeout gives them, or for each month."""

import gzip

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.mbox import export, mapping
from manyhands.networks.mbox.export import MboxExport
from manyhands.networks.registry import recognise
from tests.networks import exports

LISTED = (exports.PAYLOADS / "mbox" / "digital.mbox").read_bytes()


def mail(number, subject="Bins", header=""):
    return (
        f"From a Mon Jan 15 10:00:00 2024\nFrom: Ann <ann{number}@x.example>\nMessage-ID: <{number}@x.example>\n"
        f"Date: Mon, 15 Jan 2024 10:00:00 +0000\nSubject: {subject}\n{header}\nHello\n\n"
    ).encode()


def opened(tmp_path, files, make=exports.make_zip, file="post.zip"):
    path = make(tmp_path / "upload", files)
    assert recognise(path).name == "mbox"
    return MboxExport(path, {"filename": file})


def counted(of):
    return {place.name: place.count for place in of.preview().places}


@pytest.mark.parametrize("make", [exports.make_zip, exports.make_7z])
def test_files_of_months_are_one_list(tmp_path, make):
    files = {
        "pipermail/2024-January.txt": mail(1),
        "pipermail/2024-February.txt.gz": gzip.compress(mail(2) + mail(3)),
        "pipermail/index.html": b"<html>",
    }
    of = opened(tmp_path, files, make, "digital.zip")
    assert counted(of) == {"pipermail": 3}
    batches = exports.read(of)
    assert exports.acts(batches).keys() == {"1@x.example", "2@x.example", "3@x.example"}
    assert exports.rejected(batches) == []
    assert {act.place for act in exports.acts(batches).values()} == {"named/pipermail"}
    assert batches[-1].done == of.size


def test_months_without_a_folder_are_called_as_their_archive_is(tmp_path):
    assert counted(opened(tmp_path, {"2024-January.txt": mail(1), "2024-March.txt": mail(2)}, file="Bins.zip")) == {
        "Bins": 2
    }
    tagged = {"2024-01.txt": mail(1, "[Rivers] a"), "2024-02.txt": mail(2, "Re: [Rivers] b") + mail(3, "c")}
    assert counted(opened(tmp_path, tagged, file="post.zip")) == {"Rivers": 3}


def test_takeout_has_a_folder_for_each_group(tmp_path):
    files = {
        "Takeout/archive_browser.html": b"<html>",
        "Takeout/Groups/bins@x.example/topics.mbox": mail(1) + mail(2),
        "Takeout/Groups/parks@x.example/topics.mbox": mail(3),
        "Takeout/Groups/digital@x.example/topics.mbox": LISTED,
    }
    found = counted(opened(tmp_path, files))
    assert (found["bins"], found["parks"]) == (2, 1)
    assert sum(found.values()) > 5  # what came through a list says which


def test_a_mailbox_among_lists_is_never_read(tmp_path):
    private = mail(8, header="X-GM-THRID: 1\n") + mail(9, header="X-GM-THRID: 1\n")
    files = {"Takeout/Mail/All mail.mbox": private, "Takeout/Groups/bins@x.example/topics.mbox": mail(1)}
    batches = exports.read(opened(tmp_path, files))
    assert exports.acts(batches).keys() == {"1@x.example"}
    assert exports.skipped(batches) == {mapping.NOT_LISTED: 2}
    with pytest.raises(UnreadableExport) as caught:
        opened(tmp_path, {"Takeout/Mail/All mail.mbox": private, "Takeout/Mail/Sent.mbox": private})
    assert caught.value.message == export.PRIVATE


def test_what_is_no_mbox_or_is_damaged_costs_only_itself(tmp_path):
    packed = gzip.compress(mail(2) + b"".join(map(mail, range(1000, 40_000))))
    files = {
        "a.mbox": mail(1),
        "b.mbox.gz": packed[: len(packed) // 2],
        "c.mbox": mail(3),
        "readme.txt": b"What is in here",
    }
    batches = exports.read(opened(tmp_path, files))
    acts = exports.acts(batches)
    assert {"1@x.example", "2@x.example", "3@x.example"} < acts.keys()
    assert {(bad.file, bad.reason) for bad in exports.rejected(batches)} == {
        ("b.mbox.gz", export.ENDS_EARLY),
        ("readme.txt", export.NO_MBOX),
    }


def test_reading_twice_yields_the_same(tmp_path):
    of = opened(tmp_path, {"a.mbox": mail(1), "b.mbox": LISTED})
    first, second = list(of.read()), list(of.read())
    of.close()
    assert first == second
