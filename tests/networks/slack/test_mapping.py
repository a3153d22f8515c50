"""What each of Slack's shapes becomes, on the synthetic sample in tests/payloads/slack."""

import pytest

from manyhands.networks.slack import mapping
from manyhands.networks.slack.export import LEFT_OUT, NOT_DAYS, UNREAD, SlackExport
from manyhands.networks.slack.mapping import Channel, Message, User
from tests.networks import exports

GENERAL = "C0SYNTH01"
FIRST = f"{GENERAL}/1705305700.000200"


@pytest.fixture(scope="module")
def batches():
    return exports.read(SlackExport(exports.PAYLOADS / "slack"))


@pytest.fixture(scope="module")
def acts(batches):
    return exports.acts(batches)


def test_members_and_their_kinds(batches):
    accounts = exports.accounts(batches)
    assert {account.external_id: account.kind for account in accounts.values() if account.is_member} == {
        "U0SYNTH01": "staff",
        "U0SYNTH02": "staff",
        "U0SYNTH03": "peer",  # a guest
        "U0SYNTH04": "peer",  # of another workspace
        "U0SYNTH05": "staff",  # deactivated since
        "U0SYNTH06": "bot",
    }
    assert accounts["U0SYNTH01"].email == "synthetic1@example.org"
    assert accounts["U0SYNTH01"].name == "Synthetic Person 1"


def test_accounts_that_are_not_listed(batches):
    strangers = {a.external_id: a.kind for a in exports.accounts(batches).values() if not a.is_member}
    assert strangers == {
        "W0ABSENT1": "unknown",  # only mentioned
        "B0SYNTH02": "bot",
        "USLACKBOT": "bot",
        "U0FOREIGN": "peer",
        "U0UNKNOWN": "unknown",
        "U0LURKER": "unknown",  # only reacted
    }


def test_an_account_is_told_of_before_or_with_its_first_act(batches):
    known = set()
    for batch in batches:
        known |= {account.external_id for account in batch.accounts}
        assert {act.actor for act in batch.acts} <= known
        assert {mention for act in batch.acts for mention in act.mentions} <= known


def test_channels(batches):
    places = exports.places(batches)
    assert places[GENERAL].members == ("U0SYNTH01", "U0SYNTH02", "U0SYNTH03", "U0SYNTH05", "U0SYNTH06")
    assert places["C0SYNTH02"].name == "library-café"
    assert [place.external_id for place in places.values() if place.closed] == ["C0SYNTH03"]


def test_a_message_is_measured(acts):
    act = acts[FIRST]
    assert (act.type, act.contributing, act.place, act.object_type) == ("Create", True, GENERAL, "Note")
    assert act.published == 1705305700.0002
    assert act.length == 200
    assert act.hashtags == ("digital", "café")  # neither the number, nor the channel, nor the address's fragment
    assert act.mentions == ("U0SYNTH02", "W0ABSENT1")
    assert act.in_reply_to is None  # it starts its thread


@pytest.mark.parametrize(
    ("ts", "actor"),
    [
        ("1705305800.000300", "U0SYNTH02"),  # a reply in a thread
        ("1705305900.000400", "U0SYNTH02"),  # the same, also sent to the channel
        ("1705306000.000500", "U0SYNTH03"),  # /me
        ("1705306100.000600", "B0SYNTH02"),  # a bot without a user
        ("1705306200.000700", "U0SYNTH06"),  # a bot with one
        ("1705306300.000800", "USLACKBOT"),
        ("1705306400.000900", "U0SYNTH02"),  # a file, as older exports have it
        ("1705306500.001000", "U0SYNTH02"),  # a file, as newer ones do
        ("1705306600.001100", "U0SYNTH03"),  # a comment on a file
    ],
)
def test_contributions(acts, ts, actor):
    act = acts[f"{GENERAL}/{ts}"]
    assert (act.actor, act.contributing, act.type) == (actor, True, "Create")


def test_threads(acts):
    assert acts[f"{GENERAL}/1705305800.000300"].in_reply_to == FIRST
    assert acts[f"{GENERAL}/1705305900.000400"].in_reply_to == FIRST


def test_a_like_for_each_reaction_and_user(acts):
    likes = {source_id: act for source_id, act in acts.items() if act.type == "Like" and act.object == FIRST}
    assert sorted(likes) == [
        f"{FIRST}/reaction:+1::skin-tone-3/U0SYNTH02",
        f"{FIRST}/reaction:+1::skin-tone-3/U0SYNTH03",
        f"{FIRST}/reaction:tada/U0SYNTH02",
    ]
    assert {act.published for act in likes.values()} == {acts[FIRST].published}
    assert not any(act.contributing for act in likes.values())


@pytest.mark.parametrize(
    ("source_id", "kind", "object_type", "thing"),
    [
        ("1705305600.000100", "Join", "Group", f"place/{GENERAL}"),
        ("1706780008.000100", "Leave", "Group", f"place/{GENERAL}"),
        ("1706780000.000100", "Update", "Group", f"place/{GENERAL}"),  # topic
        ("1706780003.000100", "Add", "Note", None),  # pinned
        ("1705305700.000200/edited/1705305760.000000", "Update", "Note", FIRST),
        ("1705306400.000900/edited/1706780007.000100", "Update", "Note", f"{GENERAL}/1705306400.000900"),
        ("1705305700.000250/deleted", "Delete", "Note", f"{GENERAL}/1705305700.000250"),  # tombstone
        ("1705306500.001000/deleted", "Delete", "Note", f"{GENERAL}/1705306500.001000"),
    ],
)
def test_other_acts(acts, source_id, kind, object_type, thing):
    act = acts[f"{GENERAL}/{source_id}"]
    assert (act.type, act.contributing, act.object_type, act.object) == (kind, False, object_type, thing)
    assert act.length is None


def test_private_channels_and_direct_messages_are_never_read(batches, acts):
    assert not any("1705910400" in source_id for source_id in acts)
    assert not any(batch.file.startswith(("D0", "mpdm", "reorganisation")) for batch in batches)
    assert "reorganisation" not in repr(batches)


def test_what_is_skipped_is_counted(batches):
    assert exports.skipped(batches) == {UNREAD: 3, NOT_DAYS: 1, mapping.NOTICE: 2, mapping.NO_AUTHOR: 1}


def test_leaving_out_a_channel():
    batches = exports.read(SlackExport(exports.PAYLOADS / "slack"), leave_out=["C0SYNTH04"])
    assert not any(act.place == "C0SYNTH04" for act in exports.acts(batches).values())
    assert "C0SYNTH04" not in exports.places(batches)
    assert exports.skipped(batches)[LEFT_OUT] == 1


def test_a_union_is_proposed_for_leaving_out():
    preview = SlackExport(exports.PAYLOADS / "slack").preview()
    assert [place.name for place in preview.places if place.leave_out] == ["unison-branch"]


def test_reading_twice_yields_the_same():
    export = SlackExport(exports.PAYLOADS / "slack")
    assert list(export.read()) == list(export.read())


def test_an_odd_emoji_does_not_get_into_an_id():
    message = Message(ts="1705305600.000100", reactions=[mapping.Reaction("a whole sentence", ["U1"])])
    (act,) = mapping.reaction_acts(message, "C1", 1705305600.0001)
    assert "sentence" not in act.source_id


WORKSPACES = {
    "Slackbot's": ([User("U1", "T1"), User("U2", "T1"), User("USLACKBOT", "T2")], "T2"),
    "the owner's": ([User("U1", "T1"), User("U2", "T1"), User("U3", "T2", is_primary_owner=True)], "T2"),
    "most": ([User("U1", "T2"), User("U2", "T1"), User("U3", "T1")], "T1"),
    "a stranger's is never": ([User("U1", "T2", is_stranger=True, is_primary_owner=True), User("U2", "T1")], "T1"),
    "none": ([User("U1")], "with C7"),
}


@pytest.mark.parametrize(("users", "expected"), WORKSPACES.values(), ids=WORKSPACES)
def test_the_workspace_is_the_same_in_every_export_of_it(users, expected):
    channels = [Channel("C9", "new", created=1500000000), Channel("C7", "old", created="1400000000")]
    assert mapping.workspace(users, channels) == expected
    assert mapping.workspace(users[::-1], channels[::-1]) == expected
