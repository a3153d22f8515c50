"""What each of a mailing list's shapes becomes, on the synthetic sample in tests/payloads/mbox."""

import gzip

import pytest

from manyhands.networks.mbox import mapping
from manyhands.networks.mbox.export import MboxExport
from manyhands.networks.mbox.messages import Mail
from manyhands.networks.registry import recognise
from tests.networks import exports

MBOX = exports.PAYLOADS / "mbox" / "digital.mbox"
LIST = "list/digital.lists.example.org"


@pytest.fixture(scope="module")
def batches():
    return exports.read(MboxExport(MBOX))


@pytest.fixture(scope="module")
def acts(batches):
    return exports.acts(batches)


@pytest.mark.parametrize(
    ("source_id", "actor", "reply", "published", "length"),
    [
        ("one@mail.example.org", "synthetic1@example.org", None, 1705305600.0, 85),  # without its signature
        ("two@mail.example.org", "synthetic2@example.org", "one@mail.example.org", 1705312800.0, 4),  # nor quotations
        ("three@mail.example.org", "synthetic3@example.org", "two@mail.example.org", 1705316400.0, 7),
    ],
)
def test_a_message(acts, source_id, actor, reply, published, length):
    act = acts[source_id]
    assert (act.actor, act.in_reply_to, act.published, act.length) == (actor, reply, published, length)
    assert (act.type, act.contributing, act.object_type, act.place) == ("Create", True, "Note", LIST)


def test_a_date_in_the_future_gives_way_to_when_it_came(acts):
    assert acts["three@mail.example.org"].published == 1705316400.0  # its own says 2074


def test_hashtags(acts):
    assert acts["one@mail.example.org"].hashtags == ("council",)


def test_accounts(batches):
    assert {a.external_id: (a.name, a.email, a.kind) for a in exports.accounts(batches).values()} == {
        "synthetic1@example.org": ("Sînthetic One", "synthetic1@example.org", "unknown"),
        "synthetic2@example.org": ("Synthetic Two", "synthetic2@example.org", "unknown"),  # masked in the archive
        "synthetic3@example.org": ("", "synthetic3@example.org", "unknown"),  # sent in the list's name
        "noreply@example.org": ("News", "noreply@example.org", "bot"),
    }


def test_private_mail_is_never_read(batches, acts):
    assert "private@mail.example.org" not in acts
    assert "synthetic4" not in repr(batches)
    assert exports.skipped(batches) == {mapping.AUTOMATIC: 1, mapping.NOT_LISTED: 1}


def test_a_message_without_an_id_has_one_that_stays(acts):
    (other,) = {key for key in acts if key.startswith("like/")}
    assert acts[other].length == len("Good\N{NO-BREAK SPACE}news")
    assert other in exports.acts(exports.read(MboxExport(MBOX)))


def test_places_and_leaving_out():
    preview = MboxExport(MBOX).preview()
    assert {p.external_id: (p.name, p.count, p.leave_out) for p in preview.places} == {
        LIST: ("Digital people", 4, False),
        "list/unison.lists.example.org": ("Unison branch", 1, True),
    }
    batches = exports.read(MboxExport(MBOX), leave_out=["list/unison.lists.example.org"])
    assert {act.place for act in exports.acts(batches).values()} == {LIST}
    assert exports.skipped(batches)[mapping.LEFT_OUT] == 1


def test_no_text_gets_out(batches):
    assert exports.CANARY.lower().encode() in MBOX.read_bytes().lower()
    assert "heron" not in (repr(batches) + repr(MboxExport(MBOX).preview())).lower()


def test_reading_twice_yields_the_same(batches):
    export = MboxExport(MBOX)
    assert list(export.read()) == list(export.read()) == batches


MONTH = b"""From ann at example.org  Tue Jan  2 09:00:00 2024
From: ann at example.org (Ann)
Date: Tue, 2 Jan 2024 09:00:00 +0000
Subject: %sbins
Message-ID: <%d@example.org>

Hello

"""


@pytest.mark.parametrize(
    ("file", "tag", "name"),
    [
        ("2024-January.txt.gz", b"[Bins] ", "Bins"),
        ("2024-January.txt.gz", b"", "list"),
        ("housing-2024-01.mbox", b"", "housing"),
        ("housing (2).mbox", b"", "housing"),
    ],
)
def test_a_list_that_is_not_named_in_its_messages(tmp_path, file, tag, name):
    path = tmp_path / "upload"
    path.write_bytes(gzip.compress(MONTH % (tag, 1) + MONTH % (tag, 2)))
    batches = exports.read(MboxExport(path, {"filename": file}))
    assert [place.name for place in exports.places(batches).values()] == [name]
    assert set(exports.acts(batches)) == {"1@example.org", "2@example.org"}


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        (b"Mon, 15 Jan 2024 09:00:00 +0100", 1705305600.0),
        (b"15 Jan 2024 09:00 -0000", 1705309200.0),
        (b"Mon, 15 Jan 2024 09:00:00 GMT", 1705309200.0),
        (b"Mon, 15 Jan 2024 04:00:00 EST", 1705309200.0),
        (b"Mon, 15 January 2024 09:00:00 +0000 (GMT)", 1705309200.0),
        (b"Mon, 45 Jan 2024 09:00:00 +0000", None),
        (b"soon", None),
        (b"", None),
    ],
)
def test_dates(date, seconds):
    assert mapping.seconds(date) == seconds


def test_an_id_that_is_not_in_brackets_is_one_too():
    mail = Mail({b"message-id": b"a@b", b"in-reply-to": b"Your message of Monday <c@d>"}, b"", 0, 0, 0)
    assert (mapping.source_id(mail), mapping.replied_to(mail)) == ("a@b", "c@d")


def test_it_is_recognised(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(gzip.compress(MBOX.read_bytes()))
    assert recognise(path).name == "mbox"
