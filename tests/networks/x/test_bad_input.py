"""Archives that are damaged, incomplete or hostile: good parts are kept, and each of the others gets its sentence."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import json_values
from manyhands.networks.rules.json_values import BROKEN, NOT_JSON
from manyhands.networks.x import export as x
from manyhands.networks.x import mapping
from manyhands.networks.x.export import XExport
from tests.networks import exports
from tests.networks.rules.test_json_values import JSON
from tests.networks.test_no_text import broken, check, said
from tests.networks.x import sample


def read(tmp_path, files):
    return exports.read(XExport(exports.make_zip(tmp_path / "upload", files)))


@pytest.mark.parametrize(("missing", "sentence"), [("account.js", x.NO_ACCOUNT), ("tweets", x.NO_POSTS)])
def test_a_file_is_missing(tmp_path, missing, sentence):
    files = {name: data for name, data in sample.files().items() if missing not in name}
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, files)
    assert caught.value.message == sentence


@pytest.mark.parametrize(
    "account",
    [b"", b"[]", b"= [", b"= [{}]", b'= [{"account": {"accountId": 5}}]', b'= [{"account": {"accountId": "x"}}]'],
)
def test_an_account_that_is_none(tmp_path, account):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, sample.files(account_js=account))
    assert caught.value.message == x.NO_ACCOUNT


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"tweet": {}}, mapping.BAD_SHAPE),
        (5, mapping.BAD_SHAPE),
        (sample.post(exports.CANARY), mapping.BAD_SHAPE),
        (sample.post("1", full_text=5), mapping.BAD_SHAPE),
        (sample.post("1", when="Fri Jan 01 00:00:00 +0000 2999"), mapping.BAD_TIME),
        (sample.post("1", when="Fri Jan 01 00:00:00 +0000 1988"), mapping.BAD_TIME),
        (sample.post("1", when=exports.CANARY), mapping.BAD_TIME),
        (sample.post("1", when=""), mapping.BAD_TIME),
    ],
)
def test_one_bad_record_costs_only_itself(tmp_path, caplog, bad, reason):
    data = sample.script("tweets", [sample.post("2"), bad, sample.post("3")])
    batches = read(tmp_path, sample.files([], tweets_js=data))
    (record,) = exports.rejected(batches)
    lines = data.decode().split("\n")
    first = lines.index("  {" if isinstance(bad, dict) else "  5,", lines.index("  },"))
    assert (record.file, record.line, record.reason) == ("tweets.js", first + 1, reason)
    assert {"post/2", "post/3"} <= exports.acts(batches).keys()
    assert "post/1" not in exports.acts(batches)
    check(repr(batches), caplog)


@pytest.mark.parametrize(
    ("like", "reason"),
    [({}, mapping.BAD_SHAPE), ({"tweetId": "x"}, mapping.BAD_SHAPE), ({"tweetId": "9" * 19}, mapping.BAD_TIME)],
)
def test_a_like_that_is_none(tmp_path, like, reason):
    batches = read(tmp_path, sample.files(like_js=sample.script("like", [{"like": like}])))
    (record,) = exports.rejected(batches)
    assert (record.file, record.line, record.reason) == ("like.js", 2, reason)


@pytest.mark.parametrize("deleted_at", [None, "", "2999-01-01T00:00:00Z", exports.CANARY])
def test_a_deletion_without_a_time(tmp_path, deleted_at):
    data = sample.script("deleted_tweets", [sample.post("1009", deleted_at=deleted_at)])
    files = sample.files() | {"data/deleted-tweets.js": data}
    (record,) = exports.rejected(read(tmp_path, files))
    assert (record.file, record.reason) == ("deleted-tweets.js", mapping.BAD_TIME)


def test_a_script_without_records(tmp_path):
    batches = read(tmp_path, sample.files(tweets_js=b"[]"))
    (record,) = exports.rejected(batches)
    assert (record.file, record.line, record.reason) == ("tweets.js", 1, NOT_JSON)
    assert "post/1006" in exports.acts(batches)


@pytest.mark.parametrize("where", [0.3, 0.6, 0.95])
def test_posts_that_break_off(tmp_path, where):
    whole = exports.acts(read(tmp_path, sample.files()))
    data = sample.script("tweets", sample.POSTS)
    batches = read(tmp_path, sample.files(tweets_js=data[: int(len(data) * where)]))
    (record,) = exports.rejected(batches)
    assert (record.file, record.reason) == ("tweets.js", BROKEN)
    assert record.line > 5
    acts = exports.acts(batches)
    assert acts == {key: whole[key] for key in acts}
    assert {"post/1001", "post/1006", "post/1009/deleted"} <= acts.keys()
    assert len(acts) < len(whole)


def test_bytes_that_are_not_utf_8(tmp_path):
    data = sample.script("tweets", [sample.post("1", text="Caf\xe9")]).replace(b"\\u00e9", b"\xe9")
    assert exports.acts(read(tmp_path, sample.files(tweets_js=data)))["post/1"].length == 4


def test_memory_does_not_grow_with_the_posts(tmp_path, monkeypatch):
    monkeypatch.setattr("manyhands.networks.rules.filling.BATCH", 100)
    monkeypatch.setattr(json_values, "STRETCH", 1000)
    batches = read(tmp_path, sample.files([sample.post(str(number)) for number in range(1, 1001)]))
    assert max(len(batch.acts) for batch in batches) == 100
    assert sum(act.type == "Create" for act in exports.acts(batches).values()) == 1000


TWEET = st.fixed_dictionaries({}, optional=dict.fromkeys(mapping.Tweet.__struct_fields__, JSON))


@given(st.lists(TWEET | JSON | st.fixed_dictionaries({"tweet": TWEET}), max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_records_never_stop_the_rest(tmp_path, odd):
    batches = read(tmp_path, sample.files([*odd, sample.post("1001")]))
    assert "post/1001" in {act.source_id for batch in batches for act in batch.acts}


@pytest.mark.parametrize("seed", range(30))
def test_no_text_gets_out_of_broken_archives(tmp_path, caplog, seed):
    luck = random.Random(seed)
    files = {name: broken(data, luck) for name, data in sample.files().items()}
    check(said(exports.make_zip(tmp_path / "upload", files), "x", {}), caplog)


def test_no_text_gets_out_of_sound_ones(tmp_path, caplog):
    assert exports.CANARY in json.dumps(sample.POSTS)
    text = said(exports.make_zip(tmp_path / "upload", sample.files()), "x", {})
    assert "Announce" in text
    assert "private@example.org" not in text
    check(text, caplog)
