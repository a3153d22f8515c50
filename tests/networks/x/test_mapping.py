"""What each of X's shapes becomes."""

import pytest

from manyhands.networks.registry import recognise
from manyhands.networks.types import Account, Place
from manyhands.networks.x import NETWORK, mapping
from manyhands.networks.x.export import LEFT_OUT, XExport
from tests.networks import exports
from tests.networks.x import sample
from tests.networks.x.sample import ALICE, BOB, OWN


def opened(tmp_path, files=None):
    return XExport(exports.make_zip(tmp_path / "upload", files or sample.files()))


@pytest.fixture
def batches(tmp_path):
    return exports.read(opened(tmp_path))


@pytest.fixture
def acts(batches):
    return exports.acts(batches)


def test_the_account_is_a_place_and_the_organisations(batches):
    owner = exports.accounts(batches)[OWN]
    assert (owner.kind, owner.is_member, owner.handle, owner.name) == ("corporate", True, "council", "Example Council")
    assert owner.email == ""
    assert exports.places(batches) == {OWN: Place(OWN, "@council", kind="account")}


def test_others_are_no_members(batches):
    others = [account for who, account in exports.accounts(batches).items() if who != OWN]
    assert others == [
        Account(BOB, handle="Bob", name="The Bob", is_member=False),
        Account(ALICE, handle="alice", is_member=False),
    ]


def test_a_post_is_measured(acts):
    act = acts["post/1001"]
    assert (act.type, act.actor, act.place, act.contributing, act.object_type) == ("Create", OWN, OWN, True, "Note")
    assert act.length == len(f"{exports.CANARY} & went")
    assert act.hashtags == ("rivers",)
    assert act.mentions == (BOB,)
    assert act.published == 1539202764.0
    assert act.in_reply_to is None


def test_replies(acts):
    assert (acts["post/1002"].in_reply_to, acts["post/1002"].mentions) == ("post/1001", ())
    assert (acts["post/1003"].in_reply_to, acts["post/1003"].mentions) == ("post/555", (ALICE,))


def test_a_repost_is_of_the_one_named_first(acts):
    act = acts["post/1004"]
    assert (act.type, act.contributing, act.object, act.length, act.hashtags) == ("Announce", True, None, None, ())
    assert act.mentions == (BOB,)


def test_an_edited_post_keeps_its_first_number_and_time(acts):
    first = f"post/{sample.EDITED_FIRST}"
    assert acts[first].published == pytest.approx(1_700_000_000, abs=0.002)
    edit = acts[f"{first}/edited/{sample.EDITED_LAST}"]
    assert (edit.type, edit.contributing, edit.object, edit.published) == ("Update", False, first, 1_700_000_600.0)
    assert f"post/{sample.EDITED_LAST}" not in acts


def test_every_part_is_read(acts):
    assert acts["post/1006"].type == "Create"


def test_parts_are_read_in_the_order_of_their_numbers(tmp_path):
    parts = {
        f"data/tweets-part{part}.js": sample.script("tweets", [sample.post(str(part))], part) for part in (10, 2, 1)
    }
    export = opened(tmp_path, sample.files([]) | parts)
    names = [name for name, _ in export.files]
    assert names[:4] == ["tweets.js", "tweets-part1.js", "tweets-part2.js", "tweets-part10.js"]
    assert {"post/1", "post/2", "post/10"} <= exports.acts(exports.read(export)).keys()


def test_older_archives_have_no_wrapping(tmp_path):
    files = sample.files([])
    files["data/tweet.js"] = sample.script("tweet", [sample.post("1001")["tweet"] | {"id": 1001}])
    del files["data/tweets.js"], files["data/tweets-part1.js"]
    assert exports.acts(exports.read(opened(tmp_path, files)))["post/1001"].type == "Create"


def test_likes_bear_the_time_of_what_was_liked(batches, acts):
    liked = sample.number(1_700_000_000)
    act = acts[f"like/{liked}"]
    assert (act.type, act.contributing, act.object) == ("Like", False, f"post/{liked}")
    assert act.published == pytest.approx(1_700_000_000, abs=0.002)
    assert acts[f"like/{sample.number(1_400_000_000)}"].published == 1420070400.0  # when the account began
    assert exports.skipped(batches) == {mapping.UNDATED: 1}


def test_deletions(acts):
    act = acts["post/1009/deleted"]
    assert (act.type, act.object, act.published, act.length) == ("Delete", "post/1009", 1705399200.0, None)
    assert "post/1009" not in acts


def test_only_these_files_are_opened(tmp_path, monkeypatch):
    export = opened(tmp_path)
    asked, open_ = [], export.archive.open
    monkeypatch.setattr(export.archive, "open", lambda name: asked.append(name) or open_(name))
    exports.read(export)
    assert asked == ["tweets.js", "tweets-part1.js", "deleted-tweets.js", "like.js"]


def test_reading_twice_gives_the_same(tmp_path):
    export, again = opened(tmp_path), opened(tmp_path)
    assert list(export.read()) == list(export.read()) == list(again.read())
    assert again.workspace == export.workspace == OWN
    again.close()
    export.close()


def test_preview(tmp_path):
    export = opened(tmp_path)
    (place,) = export.preview().places
    assert (place.external_id, place.name, place.count, place.leave_out) == (OWN, "@council", 6, False)
    assert list(export.read())[-1].done == export.size
    export.close()


def test_leaving_it_out(tmp_path):
    batches = exports.read(opened(tmp_path), leave_out=[OWN])
    assert exports.acts(batches) == exports.places(batches) == {}
    assert exports.skipped(batches) == {LEFT_OUT: 1}


def test_it_is_recognised(tmp_path):
    assert recognise(exports.make_zip(tmp_path / "zip", sample.files())) == NETWORK
    assert recognise(exports.make_zip(tmp_path / "below", sample.files(), below="twitter-2024/")) == NETWORK


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("Wed Oct 10 20:19:24 +0000 2018", 1539202764.0),
        ("Sat Dec 31 23:59:60 +0000 2016", 1483228799.0),
        ("2018-10-10T20:19:24.000Z", 1539202764.0),
        ("Wed Foo 10 20:19:24 +0000 2018", None),
        ("Wed Feb 30 20:19:24 +0000 2018", None),
        (exports.CANARY, None),
    ],
)
def test_times(written, seconds):
    assert mapping.when(written, "20") == seconds


def test_a_number_holds_a_time():
    assert mapping.when(None, "1050118621198921728") == pytest.approx(1539202764.0, abs=1)
    assert mapping.when(None, "20") is None
