"""What each of Mastodon's shapes becomes."""

import pytest

from manyhands.networks.mastodon import NETWORK, mapping
from manyhands.networks.mastodon.export import LEFT_OUT, MastodonExport
from manyhands.networks.registry import recognise
from manyhands.networks.types import Place
from tests.networks import exports
from tests.networks.mastodon import sample
from tests.networks.mastodon.sample import BOB, OWN


def opened(tmp_path, files=None):
    return MastodonExport(exports.make_tar(tmp_path / "upload", files or sample.files()))


@pytest.fixture
def batches(tmp_path):
    return exports.read(opened(tmp_path))


@pytest.fixture
def acts(batches):
    return exports.acts(batches)


def said(number):
    return f"{OWN}/statuses/{number}"


def test_the_account_is_a_place_and_the_organisations(batches):
    owner = exports.accounts(batches)[OWN]
    assert (owner.kind, owner.is_member, owner.handle) == ("corporate", True, "council@social.example")
    assert exports.places(batches) == {OWN: Place(OWN, "council@social.example", kind="account")}


def test_a_bot_says_so_of_itself(tmp_path):
    actor = b'{"id": "https://social.example/users/bot", "type": "Service", "preferredUsername": "bot"}'
    files = sample.files(items=[], actor_json=actor)
    assert exports.accounts(exports.read(opened(tmp_path, files)))["https://social.example/users/bot"].kind == "bot"


def test_others_are_no_members(batches):
    others = {who: account for who, account in exports.accounts(batches).items() if who != OWN}
    assert {who: account.handle for who, account in others.items()} == {
        BOB: "bob@elsewhere.example",
        "https://social.example/users/alice": "",
    }
    assert not any(account.is_member for account in others.values())


def test_more_than_the_total_says_is_read(acts):
    assert sum(act.type == "Create" for act in acts.values()) == 4  # totalItems says 2


def test_a_post_is_measured(acts):
    act = acts[said(1)]
    assert (act.type, act.actor, act.place, act.contributing, act.object_type) == ("Create", OWN, OWN, True, "Note")
    assert act.length == len(f"{exports.CANARY} & went.")
    assert act.hashtags == ("rivers",)
    assert act.mentions == (BOB,)
    assert act.published == 1705312800.0
    assert act.in_reply_to is None


def test_replies_name_posts_by_their_addresses(acts):
    assert acts[said(2)].in_reply_to == said(1)
    assert acts[said(2)].mentions == ()  # of oneself, which is none
    assert acts[said(10)].in_reply_to == "https://elsewhere.example/users/bob/statuses/9"
    assert acts[said(10)].published == 1709251200.25


def test_a_boosts_object_is_an_address(acts):
    act = acts[f"{said(5)}/activity"]
    assert (act.type, act.contributing, act.object) == (
        "Announce",
        True,
        "https://social.example/users/alice/statuses/77",
    )
    assert act.mentions == ("https://social.example/users/alice",)
    assert acts[f"{said(6)}/activity"].object == said(1)


def test_an_edit(acts):
    act = acts[f"{said(8)}/edited/1706778000"]
    assert (act.type, act.contributing, act.object, act.published) == ("Update", False, said(8), 1706778000.0)


@pytest.mark.parametrize("updated", ["2024-01-15T10:00:00Z", "2024-01-15T09:00:00Z", "2999-01-01T00:00:00Z", "", None])
def test_no_edit(tmp_path, updated):
    batches = exports.read(opened(tmp_path, sample.files([sample.post(1, updated=updated)])))
    assert exports.acts(batches).keys() == {said(1)}


def test_what_is_not_for_everybody_is_never_read(batches, acts):
    assert exports.skipped(batches) == {mapping.HIDDEN: 4, mapping.LIKES: 3}
    assert not {said(3), said(4), said(9), f"{said(7)}/activity"} & acts.keys()


def test_a_post_whose_own_audience_is_narrower(tmp_path):
    item = sample.post(1, audience=sample.DIRECT) | sample.LISTED
    batches = exports.read(opened(tmp_path, sample.files([item])))
    assert exports.acts(batches) == {}
    assert exports.skipped(batches)[mapping.HIDDEN] == 1


@pytest.mark.parametrize("public", ["as:Public", "Public", [sample.PUBLIC]])
def test_public_by_any_of_its_names(tmp_path, public):
    item = sample.post(1, audience={"to": public, "cc": []})
    assert said(1) in exports.acts(exports.read(opened(tmp_path, sample.files([item]))))


def test_reading_twice_gives_the_same(tmp_path):
    export = opened(tmp_path)
    assert list(export.read()) == list(export.read())
    again = opened(tmp_path)
    assert list(again.read()) == list(export.read())
    assert again.workspace == export.workspace == OWN
    again.close()
    export.close()


def test_preview(tmp_path):
    export = opened(tmp_path)
    (place,) = export.preview().places
    assert (place.external_id, place.name, place.count, place.leave_out) == (OWN, "council@social.example", 6, False)
    assert list(export.read())[-1].done == export.size
    export.close()


def test_leaving_it_out(tmp_path):
    batches = exports.read(opened(tmp_path), leave_out=[OWN])
    assert exports.acts(batches) == exports.places(batches) == {}
    assert exports.skipped(batches) == {LEFT_OUT: 1}


def test_it_is_recognised(tmp_path):
    tar = exports.make_tar(tmp_path / "archive", sample.files())
    assert recognise(tar) == NETWORK
    assert recognise(exports.make_zip(tmp_path / "zip", sample.files(), below="archive/")) == NETWORK
