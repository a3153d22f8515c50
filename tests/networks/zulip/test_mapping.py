"""What each of Zulip's shapes becomes."""

import pytest

from manyhands.networks.registry import recognise
from manyhands.networks.types import Place
from manyhands.networks.zulip import NETWORK, mapping
from manyhands.networks.zulip.export import ZulipExport
from tests.networks import exports
from tests.networks.zulip import sample
from tests.networks.zulip.sample import CLOSED, GENERAL, WHEN

BELOW = "zulip-export-abc123/"


def opened(tmp_path, files=None):
    return ZulipExport(exports.make_tar(tmp_path / "upload", files or sample.files(), below=BELOW))


@pytest.fixture
def batches(tmp_path):
    return exports.read(opened(tmp_path))


@pytest.fixture
def acts(batches):
    return exports.acts(batches)


def test_members_and_their_kinds(batches):
    accounts = exports.accounts(batches)
    assert {who: account.kind for who, account in accounts.items() if account.is_member} == {
        "1": "staff",
        "2": "staff",
        "3": "peer",
    }
    assert (accounts["1"].name, accounts["1"].email) == ("Ann Example", "person1@council.example")
    assert {who: account.kind for who, account in accounts.items() if not account.is_member} == {
        "4": "staff",  # deactivated
        "5": "bot",
        "6": "staff",  # of another system, never signed in
        "77": "unknown",  # belongs to a channel, and is not listed
        "88": "unknown",  # writes, and is not listed
        "90": "bot",
    }


def test_channels_that_everybody_can_join(batches):
    assert exports.places(batches) == {
        str(GENERAL): Place(str(GENERAL), "general", kind="channel", members=("1", "2", "77")),
        str(CLOSED): Place(str(CLOSED), "wellbeing", kind="channel", closed=True, members=()),
    }


def test_private_channels_and_direct_messages_are_never_read(batches, acts):
    assert exports.skipped(batches) == {mapping.HIDDEN: 4}
    assert not {f"message/{number}" for number in (105, 106, 107, 110)} & acts.keys()
    assert "reaction/502" not in acts
    assert "reorganisation" not in repr(batches)


def test_a_message_is_measured(acts):
    act = acts["message/101"]
    assert (act.type, act.actor, act.place, act.contributing, act.object_type) == ("Create", "1", "11", True, "Note")
    assert act.published == WHEN + 101
    assert act.length == len(sample.MESSAGES[0]["content"])
    assert act.hashtags == ("rivers",)
    assert act.mentions == ("2", "1")  # neither "all", nor nobody, nor a name that two bear
    assert act.in_reply_to is None  # it begins its topic


def test_topics_are_threads(acts):
    assert acts["message/102"].in_reply_to == "message/101"  # in whichever case
    assert acts["message/103"].in_reply_to is None
    assert acts["message/104"].in_reply_to == "message/101"  # the one it quotes, not the topic's first
    assert acts["message/104"].mentions == ("1",)
    assert acts["message/109"].in_reply_to == "message/101"  # across files


def test_reactions_bear_the_messages_time(acts):
    likes = [act for act in acts.values() if act.type == "Like"]
    assert [(act.source_id, act.actor, act.object, act.published, act.contributing) for act in likes] == [
        ("reaction/500", "3", "message/101", WHEN + 101, False),
        ("reaction/501", "2", "message/101", WHEN + 101, False),
    ]


def test_edits(acts):
    act = acts[f"message/103/edited/{WHEN + 500:.0f}"]
    assert (act.type, act.contributing, act.object, act.published) == ("Update", False, "message/103", WHEN + 500)


def test_when_people_joined(acts):
    joins = {act.actor: act for act in acts.values() if act.type == "Join"}
    assert joins.keys() == {"1", "2", "3", "4", "6"}  # a bot joins nothing
    assert (joins["1"].source_id, joins["1"].published, joins["1"].place) == ("user/1/joined", 1700000000.5, None)


def test_an_account_is_told_of_before_or_with_its_first_act(batches):
    known = set()
    for batch in batches:
        known |= {account.external_id for account in batch.accounts}
        assert {act.actor for act in batch.acts} | {who for act in batch.acts for who in act.mentions} <= known


def test_the_organisation_is_named_by_its_id(tmp_path):
    export = opened(tmp_path)
    export.close()
    assert export.workspace == "0b9c2ff3-0000-4000-8000-000000000001"
    assert mapping.workspace(mapping.Realm(2, "council")) == "council"
    assert mapping.workspace(mapping.Realm(2, "")) == "realm 2"


def test_reading_twice_gives_the_same(tmp_path):
    export = opened(tmp_path)
    again = ZulipExport(exports.make_zip(tmp_path / "zip", sample.files()))
    assert list(export.read()) == list(export.read()) == list(again.read())
    assert again.workspace == export.workspace
    again.close()
    export.close()


def test_preview(tmp_path):
    export = opened(tmp_path)
    preview = export.preview()
    assert [(p.external_id, p.name, p.count, p.members, p.leave_out) for p in preview.places] == [
        ("11", "general", 5, 3, False),
        ("13", "wellbeing", 1, 0, True),
    ]
    assert preview.accounts == 6
    assert list(export.read())[-1].done == export.size
    export.close()


def test_leaving_out_a_channel(tmp_path):
    batches = exports.read(opened(tmp_path), leave_out=[str(GENERAL)])
    assert exports.places(batches).keys() == {str(CLOSED)}
    assert {act.place for act in exports.acts(batches).values()} == {None, str(CLOSED)}
    assert exports.skipped(batches)[mapping.LEFT_OUT] == 5


def test_it_is_recognised(tmp_path):
    assert recognise(exports.make_tar(tmp_path / "tar", sample.files(), below=BELOW)) == NETWORK
    assert recognise(exports.make_zip(tmp_path / "zip", sample.files())) == NETWORK
