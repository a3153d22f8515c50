"""What each of a dump's shapes becomes, on the synthetic sample in tests/payloads/mediawiki."""

import gzip

import pytest

from manyhands.networks.mediawiki import mapping
from manyhands.networks.mediawiki.export import MediaWikiExport
from manyhands.networks.registry import recognise
from tests.networks import exports

DUMP = exports.PAYLOADS / "mediawiki" / "dump.xml"


@pytest.fixture(scope="module")
def batches():
    return exports.read(MediaWikiExport(DUMP))


@pytest.fixture(scope="module")
def acts(batches):
    return exports.acts(batches)


def test_the_wiki_is_known_by_its_host_and_database():
    assert MediaWikiExport(DUMP).workspace == "wiki.example.org/synthwiki"
    assert MediaWikiExport(DUMP, {"workspace": "ours"}).workspace == "ours"


@pytest.mark.parametrize(
    ("source_id", "actor", "kind", "place", "thing", "reply", "length"),
    [
        ("page/7", "user/1", "Create", "ns/0", None, None, 42),  # characters, not the 43 bytes
        ("rev/73", "user/2", "Update", "ns/0", "page/7", None, 12),  # its text and comment are hidden
        ("rev/74", "user/1", "Update", "ns/0", "page/7", None, 0),  # it has a second slot
        ("page/8", "user/3", "Create", "ns/1", None, None, 4),
        ("rev/81", "name/elsewhere>Ann & Co", "Update", "ns/1", "page/8", "page/8", 22),  # the dump states no size
        ("rev/90", "user/4", "Update", "ns/100", "page/9", None, 3),  # first in the file, not of its page
    ],
)
def test_a_revision(acts, source_id, actor, kind, place, thing, reply, length):
    act = acts[source_id]
    assert (act.actor, act.type, act.place, act.object, act.in_reply_to, act.length) == (
        actor, kind, place, thing, reply, length,
    )  # fmt: skip
    assert act.contributing
    assert act.object_type == "Article"


def test_times(acts):
    assert acts["page/7"].published == 1705305600.0


def test_an_address_is_known_by_its_digest_alone(batches, acts):
    actor = acts["rev/71"].actor
    assert actor.startswith("ip/")
    assert "192.0.2.44" not in repr(batches)
    account = exports.accounts(batches)[actor]
    assert (account.is_member, account.kind, account.handle) == (False, "unknown", "")
    keyed = exports.acts(exports.read(MediaWikiExport(DUMP, {"key": "another"})))["rev/71"].actor
    assert keyed != actor


def test_a_hidden_author_is_counted_and_nobody(batches, acts):
    assert exports.skipped(batches) == {mapping.HIDDEN: 1}
    assert "rev/72" not in acts


def test_accounts(batches):
    accounts = exports.accounts(batches)
    assert accounts["user/1"].handle == "Synthetic one, renamed"  # the newer name of one account
    assert {a.external_id: a.kind for a in accounts.values() if a.kind == "bot"} == {"user/2": "bot"}
    assert {a.external_id for a in accounts.values() if not a.is_member and a.handle} == {
        "name/elsewhere>Ann & Co",  # of another wiki
        "user/4",  # a temporary account, in place of an address
    }


def test_an_older_name_that_comes_later_in_the_file_does_not_replace_a_newer_one(tmp_path):
    data = DUMP.read_bytes().replace(b"2024-01-19T08:00:00Z", b"2023-01-19T08:00:00Z")
    path = tmp_path / "upload"
    path.write_bytes(data)
    assert exports.accounts(exports.read(MediaWikiExport(path)))["user/1"].handle == "Synthetic 1"


def test_places_are_namespaces(batches):
    assert {place.external_id: place.name for place in exports.places(batches).values()} == {
        "ns/0": mapping.MAIN,
        "ns/1": "Talk",
        "ns/100": "Unison branch",
    }


def test_the_preview_counts_revisions_and_proposes_to_leave_out():
    preview = MediaWikiExport(DUMP).preview()
    assert {place.external_id: (place.count, place.leave_out) for place in preview.places} == {
        "ns/0": (5, False),
        "ns/1": (2, False),
        "ns/100": (1, True),
    }
    assert preview.workspace == "Synthetic & wiki"


def test_leaving_out_a_namespace():
    batches = exports.read(MediaWikiExport(DUMP), leave_out=["ns/100", "ns/1"])
    assert {act.place for act in exports.acts(batches).values()} == {"ns/0"}
    assert exports.skipped(batches) == {mapping.LEFT_OUT: 3, mapping.HIDDEN: 1}
    assert "Talbot" not in repr(batches)


def test_no_text_title_or_comment_gets_out(batches):
    assert exports.CANARY.encode() in DUMP.read_bytes()
    assert "heron" not in (repr(batches) + repr(MediaWikiExport(DUMP).preview())).lower()


def test_reading_twice_yields_the_same(batches):
    export = MediaWikiExport(DUMP)
    assert list(export.read()) == list(export.read())
    assert exports.acts(list(export.read())) == exports.acts(batches)


def test_all_bytes_are_counted(batches):
    assert batches[-1].done == MediaWikiExport(DUMP).size == DUMP.stat().st_size


def test_older_dumps_have_the_namespace_in_the_title_alone(tmp_path, acts):
    data = DUMP.read_bytes()
    for number in (b"0", b"1", b"100"):
        data = data.replace(b"    <ns>" + number + b"</ns>\n", b"")
    path = tmp_path / "upload"
    path.write_bytes(data.replace(b"0.11", b"0.5"))
    assert exports.acts(exports.read(MediaWikiExport(path))) == acts


def test_it_is_recognised(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(gzip.compress(DUMP.read_bytes()))
    assert recognise(path).name == "mediawiki"
    exports.make_zip(path, {"dump.xml": DUMP.read_bytes()})
    assert recognise(path).name == "mediawiki"
