"""Archives that are damaged, incomplete or hostile: good parts are kept, and each of the others gets its sentence."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.mastodon import export as mastodon
from manyhands.networks.mastodon import mapping
from manyhands.networks.mastodon.export import MastodonExport
from manyhands.networks.rules import json_values
from manyhands.networks.rules.json_values import BROKEN, DAMAGED
from tests.networks import exports
from tests.networks.mastodon import sample
from tests.networks.mastodon.sample import OWN
from tests.networks.rules.test_json_values import JSON
from tests.networks.test_no_text import broken, check, said


def read(tmp_path, files):
    return exports.read(MastodonExport(exports.make_zip(tmp_path / "upload", files)))


@pytest.mark.parametrize(
    ("missing", "sentence"), [("outbox.json", mastodon.NO_OUTBOX), ("actor.json", mastodon.NO_ACTOR)]
)
def test_a_file_is_missing(tmp_path, missing, sentence):
    files = sample.files()
    del files[missing]
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, files)
    assert caught.value.message == sentence


@pytest.mark.parametrize(
    "actor", [b"", b"[]", b"{", b'{"id": 5}', b'{"id": "council"}', b'{"id": "https://' + b"x" * 300 + b'"}']
)
def test_an_actor_that_is_none(tmp_path, actor):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, sample.files(actor_json=actor))
    assert caught.value.message == mastodon.NO_ACTOR


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"type": "Create"}, mapping.BAD_SHAPE),
        (5, mapping.BAD_SHAPE),
        (sample.post(1) | {"object": exports.CANARY}, mapping.BAD_SHAPE),
        (sample.post(1, id=exports.CANARY), mapping.BAD_SHAPE),
        (sample.post(1, id="https://social.example/" + "x" * 300), mapping.BAD_SHAPE),
        (sample.boost(1, exports.CANARY), mapping.BAD_SHAPE),
        (sample.boost(1, None), mapping.BAD_SHAPE),
        (sample.post(1, when="2999-01-01T00:00:00Z"), mapping.BAD_TIME),
        (sample.post(1, when="1989-12-31T23:59:59Z"), mapping.BAD_TIME),
        (sample.post(1, when=exports.CANARY), mapping.BAD_TIME),
        (sample.boost(1, f"{OWN}/statuses/2", when=""), mapping.BAD_TIME),
        (sample.post(1) | {"actor": sample.BOB}, mapping.BAD_AUTHOR),
    ],
)
def test_one_bad_record_costs_only_itself(tmp_path, caplog, bad, reason):
    data = sample.outbox([sample.post(2), bad, sample.post(3)], indent=1)
    batches = read(tmp_path, sample.files(outbox_json=data))
    (record,) = exports.rejected(batches)
    lines = data.decode().split("\n")
    first = lines.index("  {" if isinstance(bad, dict) else "  5,", lines.index("  },"))
    assert (record.file, record.line, record.reason) == ("outbox.json", first + 1, reason)
    assert exports.acts(batches).keys() == {f"{OWN}/statuses/2", f"{OWN}/statuses/3"}
    check(repr(batches), caplog)


def test_other_activities_are_counted(tmp_path):
    batches = read(tmp_path, sample.files([sample.post(1) | {"type": "Follow"}]))
    assert exports.skipped(batches)[mapping.OTHER] == 1


@pytest.mark.parametrize("where", [0.3, 0.6, 0.95])
def test_an_outbox_that_breaks_off(tmp_path, where):
    whole = exports.acts(read(tmp_path, sample.files()))
    data = sample.outbox(sample.ITEMS, indent=1)
    batches = read(tmp_path, sample.files(outbox_json=data[: int(len(data) * where)]))
    (record,) = exports.rejected(batches)
    assert (record.file, record.reason) == ("outbox.json", BROKEN)
    assert record.line > 5
    acts = exports.acts(batches)
    assert acts == {key: whole[key] for key in acts}
    assert 0 < len(acts) < len(whole)
    assert exports.skipped(batches)[mapping.LIKES] == 3  # the next file is read


def test_bytes_that_are_not_utf_8(tmp_path):
    data = sample.outbox([sample.post(1, content="Caf\xe9")]).replace(b"\\u00e9", b"\xe9")
    assert exports.acts(read(tmp_path, sample.files(outbox_json=data)))[f"{OWN}/statuses/1"].length == 4


def test_an_outbox_damaged_in_the_zip(tmp_path):
    path = exports.make_zip(tmp_path / "upload", sample.files())
    data = bytearray(path.read_bytes())
    at = data.index(b"outbox.json") + 60
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)
    records = exports.rejected(exports.read(MastodonExport(path)))
    assert {(record.file, record.reason) for record in records} <= {("outbox.json", DAMAGED), ("outbox.json", BROKEN)}
    assert len(records) == 1


def test_memory_does_not_grow_with_the_outbox(tmp_path, monkeypatch):
    monkeypatch.setattr("manyhands.networks.rules.filling.BATCH", 100)
    monkeypatch.setattr(json_values, "STRETCH", 1000)
    items = [sample.post(number) for number in range(1, 1001)]
    batches = read(tmp_path, sample.files(items))
    assert max(len(batch.acts) for batch in batches) == 100
    assert len(exports.acts(batches)) == 1000
    done = [batch.done for batch in batches]
    assert done == sorted(done)
    assert done[1] < done[-1] / 2


NOTE = st.fixed_dictionaries({}, optional=dict.fromkeys(mapping.Note.__struct_fields__, JSON))
ITEM = st.fixed_dictionaries({}, optional=dict.fromkeys(mapping.Item.__struct_fields__, JSON | NOTE))


@given(st.lists(ITEM | JSON, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_records_never_stop_the_rest(tmp_path, odd):
    batches = read(tmp_path, sample.files([*odd, sample.post(1)]))
    assert f"{OWN}/statuses/1" in exports.acts(batches)


@pytest.mark.parametrize("seed", range(30))
def test_no_text_gets_out_of_broken_archives(tmp_path, caplog, seed):
    luck = random.Random(seed)
    files = {
        name: broken(data, luck) for name, data in sample.files(outbox_json=sample.outbox(sample.ITEMS, 1)).items()
    }
    check(said(exports.make_zip(tmp_path / "upload", files), "mastodon", {}), caplog)


def test_no_text_gets_out_of_sound_ones(tmp_path, caplog):
    assert exports.CANARY in json.dumps(sample.ITEMS)
    text = said(exports.make_tar(tmp_path / "upload", sample.files()), "mastodon", {})
    assert "Announce" in text
    check(text, caplog)
