"""Archives that are damaged, odd or huge, or that are somebody's own mailbox."""

import contextlib
import gzip
import itertools
import mailbox
import random
import tracemalloc

import pytest

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.mbox import export, mapping
from manyhands.networks.mbox.export import MboxExport
from manyhands.networks.mbox.messages import HELD, Mails, measure
from tests.networks import exports

MBOX = exports.PAYLOADS / "mbox" / "digital.mbox"
DATA = MBOX.read_bytes()


@pytest.fixture
def read(tmp_path):
    def reader(data):
        path = tmp_path / "upload"
        path.write_bytes(data)
        return exports.read(MboxExport(path, {"filename": "digital.mbox"}))

    return reader


def test_messages_are_cut_as_python_cuts_them(tmp_path):
    ours = [mail.headers.get(b"message-id") for mail in Mails(iter([DATA]))]
    # Python's begins a message at every line that begins with "From ", as one in the first message's text does.
    with contextlib.closing(mailbox.mbox(MBOX)) as box:
        theirs = [message["Message-ID"] for message in box if message.keys()]
    assert [id_ and id_.decode() for id_ in ours] == theirs
    assert len(ours) == 6


@pytest.mark.parametrize("size", [1, 7, 100, 4096])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_where_chunks_and_lines_end_makes_no_difference(size, end):
    def found(data, size):
        chunks = iter([data[at : at + size] for at in range(0, len(data), size)])
        return [(mail.headers, measure(mail)) for mail in Mails(chunks)]

    assert found(DATA.replace(b"\n", end), size) == found(DATA, len(DATA))


def test_lines_are_those_of_the_file(read):
    data = DATA.replace(b"Date: Mon, 15 Jan 2024 10", b"Date: Mon, 15 Jan 2074 10")
    data = data.replace(b"10:00:00 2024", b"10:00:00 2074")
    (bad,) = exports.rejected(read(data))
    line = data.count(b"\n", 0, data.index(b"From synthetic2")) + 1
    assert (bad.file, bad.line, bad.reason) == ("digital.mbox", line, mapping.BAD_TIME)


@pytest.mark.parametrize("author", [b"", b"nobody", b"<>", b"=?utf-8?q?broken"])
def test_authors_that_can_not_be_read(read, author):
    batches = read(DATA.replace(b"From: synthetic2 at example.org (Synthetic Two)", b"From: " + author))
    assert "two@mail.example.org" not in exports.acts(batches)
    assert [bad.reason for bad in exports.rejected(batches)] == [mapping.BAD_AUTHOR]


def test_cut_short(read):
    packed = gzip.compress(DATA + random.Random(1).randbytes(200_000))
    batches = read(packed[: len(packed) // 2])
    assert {"one@mail.example.org", "two@mail.example.org"} <= set(exports.acts(batches))
    assert [bad.reason for bad in exports.rejected(batches)] == [export.ENDS_EARLY]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"From the council\n\nDear all", b"Subject: a mail\n\nalone", b"\0" * 999]
)
def test_no_mbox(read, data):
    with pytest.raises(UnreadableExport) as caught:
        read(data)
    assert caught.value.message == export.NOT_AN_MBOX


@pytest.mark.parametrize("mark", [b"X-GM-THRID: 17", b"X-Mozilla-Status: 0001"])
def test_somebodys_own_mailbox_is_refused(read, mark):
    mail = b"From - Mon Jan 15 13:00:00 2024\n%s\nFrom: a@b.example\nDate: Mon, 15 Jan 2024 13:00:00 +0000\n\nDear\n\n"
    with pytest.raises(UnreadableExport) as caught:
        read(mail % mark)
    assert caught.value.message == export.PRIVATE


def test_noise_anywhere_breaks_nothing(read):
    luck = random.Random(3)
    for _ in range(150):
        data = bytearray(DATA)
        for _ in range(luck.randrange(1, 6)):
            at = luck.randrange(300, len(data))
            data[at : at + luck.randrange(3)] = luck.choice(
                [b"\n", b"\n\n", b"\x00", b"\xff", b"<", b"=?", b"--=_b", b""]
            )
        batches = read(bytes(data))
        assert sum(len(batch.acts) + len(batch.rejected) for batch in batches) <= 7
        assert "heron" not in repr(batches).lower()


def test_a_huge_message_is_not_held():
    piece = b"bm90IGEgdGV4dA==\n" * 50_000
    head = DATA[: DATA.index(b"\n\n")].replace(b"text/plain", b"application/pdf")
    chunks = itertools.chain([head, b"\n\n"], itertools.repeat(piece, 200), [b"\n", DATA])
    tracemalloc.start()
    mails = Mails(chunks)
    found = [(mails.line(), len(mail.headers), mail.end - mail.begin) for mail in mails]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 7
    assert found[1][0] == head.count(b"\n") + 3 + 200 * 50_000 + 1
    assert found[0][2] < 4 * HELD
    assert peak < 16 * HELD


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "nonsense", "cp1252", "x" * 100])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable", "nonsense"])
def test_any_charset_and_encoding_is_measured(read, charset, encoding):
    kind = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    batches = read(DATA.replace(b"Content-Type: text/plain; charset=utf-8\n\n", kind, 1))
    assert exports.acts(batches)["one@mail.example.org"].length is not None
