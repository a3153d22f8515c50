"""What each of Bluesky's shapes becomes, in a repository that its own server gave out."""

import shutil

from manyhands.networks.bluesky import NETWORK, mapping
from manyhands.networks.bluesky.export import LEFT_OUT, BlueskyExport
from manyhands.networks.registry import recognise
from manyhands.networks.types import Account, Place
from tests.networks import exports
from tests.networks.bluesky import sample
from tests.peers.bluesky import Server

OWN = "did:plc:uicaw7mjnpcwahexq5akvbjo"
BOB = "did:plc:freeceep54xkgle23wa7exqj"
MADE = {
    "theirs": f"at://{BOB}/app.bsky.feed.post/3n2tfgd5q5c2l",
    "first": f"at://{OWN}/app.bsky.feed.post/3n2tfgdcu7c2l",
    "reply": f"at://{OWN}/app.bsky.feed.post/3n2tfgdfgac2l",
    "answer": f"at://{OWN}/app.bsky.feed.post/3n2tfgdhcrs2l",
    "repost": f"at://{OWN}/app.bsky.feed.repost/3n2tfgdjqvs2l",
    "like": f"at://{OWN}/app.bsky.feed.like/3n2tfgdmisc2l",
    "follow": f"at://{OWN}/app.bsky.graph.follow/3n2tfgdqye22l",
    "block": f"at://{OWN}/app.bsky.graph.block/3n2tfgdt2r22l",
    "future": f"at://{OWN}/app.bsky.feed.post/3n2tfgdva3s2l",
}
WHEN = 1705312800.25


def check(batches, own: str, other: str, made: dict[str, str]) -> None:
    """That a repository which `sample.fill` filled was read as it should be."""
    acts = exports.acts(batches)
    owner, stranger = exports.accounts(batches).values()
    assert (owner.external_id, owner.name, owner.kind, owner.is_member) == (own, "Example Council", "corporate", True)
    assert stranger == Account(other, is_member=False)
    assert exports.places(batches) == {own: Place(own, "Example Council", kind="account")}
    assert len(acts) == 3 + 100 + 3
    assert {act.actor for act in acts.values()} == {act.place for act in acts.values()} == {own}
    assert {act.published for act in acts.values()} == {WHEN}

    first = acts[made["first"]]
    assert (first.type, first.contributing, first.object_type, first.in_reply_to) == ("Create", True, "Note", None)
    assert first.length == len(f"{exports.CANARY} @bob.test #Rivers")
    assert (first.hashtags, first.mentions) == (("trees", "rivers"), (other,))
    assert (acts[made["reply"]].in_reply_to, acts[made["reply"]].mentions) == (made["first"], ())
    assert (acts[made["answer"]].in_reply_to, acts[made["answer"]].mentions) == (made["theirs"], (other,))

    repost, like, follow = (acts[made[name]] for name in ("repost", "like", "follow"))
    assert (repost.type, repost.contributing, repost.object) == ("Announce", True, made["theirs"])
    assert repost.mentions == (other,)
    assert (like.type, like.contributing, like.object) == ("Like", False, made["theirs"])
    assert (follow.type, follow.contributing, follow.object_type) == ("Follow", False, "Person")
    assert (follow.object, follow.mentions) == (f"person/{other}", (other,))

    assert not {made["block"], made["future"]} & acts.keys()
    (future,) = exports.rejected(batches)
    assert future.reason == mapping.BAD_TIME
    assert exports.skipped(batches) == {mapping.OTHER: 2}  # the profile and the block
    assert exports.CANARY not in repr(batches)


def test_a_repository_of_a_real_server():
    check(exports.read(BlueskyExport(sample.CAPTURED)), OWN, BOB, MADE)


def test_one_of_a_server_that_runs_here(server: Server, tmp_path):
    own, other = server.sign_up("council"), server.sign_up("bob")
    made = {name: where["uri"] for name, where in sample.fill(server, own, other).items()}
    path = tmp_path / "upload"
    path.write_bytes(server.repository(own))
    check(exports.read(BlueskyExport(path)), own.did, other.did, made)
    assert recognise(path) == NETWORK

    before = exports.acts(exports.read(BlueskyExport(path)))
    server.create(own, "app.bsky.feed.post", {"text": "later", "createdAt": sample.WHEN})
    path.write_bytes(server.repository(own))
    after = exports.acts(exports.read(BlueskyExport(path)))
    assert before.items() < after.items()  # a newer one overlaps it
    assert len(after) == len(before) + 1


def test_reading_twice_gives_the_same(tmp_path):
    export, again = BlueskyExport(sample.CAPTURED), BlueskyExport(shutil.copy(sample.CAPTURED, tmp_path / "upload"))
    assert list(export.read()) == list(export.read()) == list(again.read())
    assert export.workspace == again.workspace == OWN
    again.close()
    export.close()


def test_preview():
    export = BlueskyExport(sample.CAPTURED)
    (place,) = export.preview().places
    assert (place.external_id, place.name, place.count) == (OWN, "Example Council", 105)
    assert list(export.read())[-1].done == export.size == sample.CAPTURED.stat().st_size
    export.close()


def test_an_account_without_a_profile(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(sample.car({sample.key(1): sample.post()}))
    assert exports.places(exports.read(BlueskyExport(path)))[sample.DID].name == sample.DID


def test_leaving_it_out():
    batches = exports.read(BlueskyExport(sample.CAPTURED), leave_out=[OWN])
    assert exports.acts(batches) == exports.places(batches) == {}
    assert exports.skipped(batches) == {LEFT_OUT: 1}


def test_it_is_recognised():
    assert recognise(sample.CAPTURED) == NETWORK
