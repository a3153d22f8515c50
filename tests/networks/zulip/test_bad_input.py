"""Exports that are damaged, incomplete or hostile: good parts are kept, and each of the others gets its sentence."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import json_values
from manyhands.networks.rules.json_values import BROKEN, NOT_JSON
from manyhands.networks.zulip import export as zulip
from manyhands.networks.zulip import mapping, realm
from manyhands.networks.zulip.export import ZulipExport
from tests.networks import exports
from tests.networks.rules.test_json_values import JSON
from tests.networks.test_no_text import broken, check, said
from tests.networks.zulip import sample

FILE = "messages-000001.json"


def read(tmp_path, files):
    return exports.read(ZulipExport(exports.make_zip(tmp_path / "upload", files)))


@pytest.mark.parametrize(("missing", "sentence"), [("realm.json", zulip.NO_REALM), ("messages", zulip.NO_MESSAGES)])
def test_a_file_is_missing(tmp_path, missing, sentence):
    files = {name: data for name, data in sample.files().items() if missing not in name}
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, files)
    assert caught.value.message == sentence


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"zerver_realm": [', sample.files()["realm.json"][:-10]])
def test_a_realm_that_is_damaged(tmp_path, data):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, sample.files(realm_json=data))
    assert caught.value.message == realm.BAD_LIST


def test_a_bad_row_of_the_realm_costs_only_itself(tmp_path):
    rows = sample.REALM | {"zerver_stream": [{"id": 11, "name": "general"}, *sample.REALM["zerver_stream"][1:]]}
    batches = read(tmp_path, sample.files(realm=rows, indent=1))
    (record,) = exports.rejected(batches)
    line = json.dumps(rows, indent=1).split("\n").index(' "zerver_stream": [') + 2
    assert (record.file, record.line, record.reason) == ("realm.json", line, mapping.BAD_SHAPE)
    assert exports.places(batches).keys() == {"13"}  # a channel that does not say that it is open is private
    assert exports.skipped(batches)[mapping.HIDDEN] == 9


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"id": 1}, mapping.BAD_SHAPE),
        (5, mapping.BAD_SHAPE),
        (sample.message(1, sender=exports.CANARY), mapping.BAD_SHAPE),
        (sample.message(1, content=5), mapping.BAD_SHAPE),
        (sample.message(1, date_sent=32503680000.0), mapping.BAD_TIME),
        (sample.message(1, date_sent=0), mapping.BAD_TIME),
        (sample.message(1, date_sent=-1.5), mapping.BAD_TIME),
    ],
)
def test_one_bad_record_costs_only_itself(tmp_path, caplog, bad, reason):
    files = sample.files([sample.message(2), bad, sample.message(3)], indent=1)
    batches = read(tmp_path, files)
    (record,) = exports.rejected(batches)
    lines = files[FILE].decode().split("\n")
    first = lines.index("  {" if isinstance(bad, dict) else "  5,", lines.index("  },"))
    assert (record.file, record.line, record.reason) == (FILE, first + 1, reason)
    assert {"message/2", "message/3", "message/109"} <= exports.acts(batches).keys()
    assert "message/1" not in exports.acts(batches)
    check(repr(batches), caplog)


@pytest.mark.parametrize("where", [0.3, 0.6, 0.8])
def test_messages_that_break_off(tmp_path, where):
    whole = exports.acts(read(tmp_path, sample.files()))
    data = sample.files(indent=1)[FILE]
    batches = read(tmp_path, sample.files(messages_000001_json=data[: int(len(data) * where)]))
    (record,) = exports.rejected(batches)
    assert (record.file, record.reason) == (FILE, BROKEN)
    assert record.line > 5
    acts = exports.acts(batches)
    assert acts == {key: whole[key] for key in acts}
    assert {"message/101", "message/109"} <= acts.keys()
    assert len(acts) < len(whole)


@pytest.mark.parametrize("data", [b"", b"null", b"not JSON"])
def test_a_file_of_messages_that_is_none(tmp_path, data):
    batches = read(tmp_path, sample.files(messages_000001_json=data))
    (record,) = exports.rejected(batches)
    assert (record.file, record.line, record.reason) == (FILE, 1, NOT_JSON)
    assert "message/109" in exports.acts(batches)


def test_bytes_that_are_not_utf_8(tmp_path):
    data = sample.files([sample.message(1, content="Caf\xe9")])[FILE].replace(b"\\u00e9", b"\xe9")
    assert exports.acts(read(tmp_path, sample.files(messages_000001_json=data)))["message/1"].length == 4


def test_an_export_without_reactions(tmp_path):
    rows = {key: value for key, value in sample.REALM.items() if key != "zerver_reaction"}
    acts = exports.acts(read(tmp_path, sample.files(realm=rows)))
    assert "message/101" in acts
    assert not any(act.type == "Like" for act in acts.values())


def test_memory_does_not_grow_with_the_messages(tmp_path, monkeypatch):
    monkeypatch.setattr("manyhands.networks.rules.filling.BATCH", 100)
    monkeypatch.setattr(json_values, "STRETCH", 1000)
    batches = read(tmp_path, sample.files([sample.message(number) for number in range(1001, 2001)]))
    assert max(len(batch.acts) for batch in batches) < 105
    assert sum(act.type == "Create" for act in exports.acts(batches).values()) == 1001


MESSAGE = st.fixed_dictionaries({}, optional=dict.fromkeys(mapping.Message.__struct_fields__, JSON))


@given(st.lists(MESSAGE | JSON, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_records_never_stop_the_rest(tmp_path, odd):
    batches = read(tmp_path, sample.files([*odd, sample.message(1001)]))
    assert "message/1001" in {act.source_id for batch in batches for act in batch.acts}


@pytest.mark.parametrize("seed", range(30))
def test_no_text_gets_out_of_broken_exports(tmp_path, caplog, seed):
    luck = random.Random(seed)
    files = {name: broken(data, luck) for name, data in sample.files(indent=1).items()}
    check(said(exports.make_zip(tmp_path / "upload", files), "zulip", {}), caplog)


def test_no_text_gets_out_of_sound_ones(tmp_path, caplog):
    assert exports.CANARY in json.dumps(sample.MESSAGES)
    text = said(exports.make_tar(tmp_path / "upload", sample.files()), "zulip", {})
    assert "Create" in text
    check(text, caplog)
