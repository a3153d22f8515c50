"""Exports that are damaged, incomplete or hostile: good parts are kept, and each of the others gets its sentence."""

import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.slack import export as slack
from manyhands.networks.slack import mapping, records
from manyhands.networks.slack.export import SlackExport
from tests.networks import exports

DAY = "general/2024-01-15.json"
ALL = 32  # acts in the sample


@pytest.fixture
def files():
    return exports.payload("slack")


def message(ts: str, **more) -> dict:
    return {"type": "message", "user": "U0SYNTH01", "ts": ts, "text": exports.CANARY} | more


def read(tmp_path, files):
    return exports.read(SlackExport(exports.make_zip(tmp_path / "export.zip", files)))


@pytest.mark.parametrize("below", ["", "Example Slack export Jan 2024/", "a/b/"])
def test_nested_folders(tmp_path, files, below):
    batches = exports.read(SlackExport(exports.make_zip(tmp_path / "export.zip", files, below=below)))
    assert len(exports.acts(batches)) == ALL


def test_zipped_again(tmp_path, files):
    inner = exports.zip_bytes({f"export/{name}": data for name, data in files.items()})
    outer = exports.make_zip(tmp_path / "export.zip", {"export.zip": inner, "__MACOSX/._export.zip": b"junk"})
    assert len(exports.acts(exports.read(SlackExport(outer)))) == ALL
    assert [path.name for path in tmp_path.iterdir()] == ["export.zip"]  # the copy has no name


def test_junk_of_other_systems_is_ignored(tmp_path, files):
    junk = {"__MACOSX/general/._2024-01-15.json": b"\0", ".DS_Store": b"\0", "general/.DS_Store": b"\0"}
    batches = read(tmp_path, files | junk)
    assert exports.rejected(batches) == []
    assert exports.skipped(batches)[slack.NOT_DAYS] == 1


@pytest.mark.parametrize(
    ("missing", "sentence"), [("users.json", slack.NO_USERS), ("channels.json", slack.NO_CHANNELS)]
)
def test_a_list_is_missing(tmp_path, files, missing, sentence):
    del files[missing]
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, files)
    assert caught.value.message == sentence


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'[{"id": "U1"}', b"\xff\xfe\x00", b"[" * 100_000])
def test_a_list_is_damaged(tmp_path, files, data):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, files | {"users.json": data})
    assert caught.value.message == slack.BAD_LIST


def test_a_private_channel_that_is_listed_as_public(tmp_path, files):
    channels = json.loads(files["channels.json"])
    channels[0]["is_private"] = True
    batches = read(tmp_path, files | {"channels.json": json.dumps(channels).encode()})
    assert not any(act.place == "C0SYNTH01" for act in exports.acts(batches).values())
    assert exports.skipped(batches)[slack.UNREAD] == 5


def test_no_messages_at_all(tmp_path, files):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, {name: data for name, data in files.items() if "/" not in name})
    assert caught.value.message == slack.NO_MESSAGES


def test_a_broken_day_file_among_good_ones(tmp_path, files):
    good = len(exports.acts(read(tmp_path, files)))
    whole = json.dumps([message("1705300000.000100"), message("1705300001.000100")], indent=4).encode()
    batches = read(tmp_path, files | {"general/2024-01-14.json": whole[: whole.rindex(b'"ts"')]})
    (broken,) = exports.rejected(batches)
    assert (broken.file, broken.line, broken.reason) == ("general/2024-01-14.json", 8, records.BROKEN)
    assert len(exports.acts(batches)) == good + 1  # what came before the break is kept


@pytest.mark.parametrize("data", [b"", b"{}", b"null", b"not JSON", b"\0\0\0"])
def test_a_day_file_that_is_no_list(tmp_path, files, data):
    (bad,) = exports.rejected(read(tmp_path, files | {DAY: data}))
    assert (bad.file, bad.line, bad.reason) == (DAY, 1, records.NOT_A_LIST)


def test_one_bad_record_costs_only_itself(tmp_path, files):
    day = [message("1705300000.000100"), {"type": "message", "ts": 5}, "?", message("1705300001.000100")]
    batches = read(tmp_path, files | {DAY: json.dumps(day, indent=1).encode()})
    assert [(bad.line, bad.reason) for bad in exports.rejected(batches)] == [
        (8, mapping.BAD_SHAPE),
        (12, mapping.BAD_SHAPE),
    ]
    assert {"C0SYNTH01/1705300000.000100", "C0SYNTH01/1705300001.000100"} <= exports.acts(batches).keys()


@pytest.mark.parametrize("ts", ["", "soon", "nan", "inf", "-1", "0", "631151999.0", "99999999999.0", "1e9" + "0" * 99])
def test_times_out_of_range(tmp_path, files, ts):
    day = [message("1705300000.000100"), message(ts)]
    batches = read(tmp_path, files | {DAY: json.dumps(day, indent=1).encode()})
    (bad,) = exports.rejected(batches)
    assert (bad.file, bad.line, bad.reason) == (DAY, 8, mapping.BAD_TIME)
    assert "C0SYNTH01/1705300000.000100" in exports.acts(batches)


def test_an_author_that_is_no_id(tmp_path, files):
    day = [message("1705300000.000100", user=exports.CANARY)]
    (bad,) = exports.rejected(read(tmp_path, files | {DAY: json.dumps(day).encode()}))
    assert (bad.line, bad.reason) == (1, mapping.BAD_AUTHOR)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings(tmp_path, files, encoding):
    day = json.dumps([message("1705300000.000100", text="Café £5")], ensure_ascii=False).encode(encoding)
    users = files["users.json"].decode().encode(encoding)
    batches = read(tmp_path, files | {DAY: day, "users.json": users})
    assert exports.acts(batches)["C0SYNTH01/1705300000.000100"].length == 7


def test_a_file_damaged_in_the_zip(tmp_path, files):
    path = exports.make_zip(tmp_path / "export.zip", files)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(DAY).header_offset + 30 + len(DAY) + 20
    data = bytearray(path.read_bytes())
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)
    batches = exports.read(SlackExport(path))
    (bad,) = exports.rejected(batches)
    assert (bad.file, bad.line, bad.reason) == (DAY, 0, records.DAMAGED)
    assert len(exports.acts(batches)) > 10


@pytest.mark.parametrize("attempts", [0, 50])
def test_a_large_day_file_is_read_in_stretches(tmp_path, files, monkeypatch, attempts):
    monkeypatch.setattr(records, "ATTEMPTS", attempts)
    day = [message(f"17053000{second:02d}.000100", text='"}], [{"\\') for second in range(60)]
    day[30] = {"type": "message", "ts": "soon", "user": "U0SYNTH01"}
    for indent in (None, 4):
        data = json.dumps(day, indent=indent).encode()
        monkeypatch.setattr(records, "LARGE", 2**20)
        whole = read(tmp_path, files | {DAY: data})
        monkeypatch.setattr(records, "LARGE", 250)
        parts = read(tmp_path, files | {DAY: data})
        assert exports.acts(parts) == exports.acts(whole)
        assert exports.rejected(parts) == exports.rejected(whole)
        assert len(exports.rejected(parts)) == 1


@pytest.mark.parametrize("cut", range(40, 400, 7))
def test_a_large_day_file_that_breaks_off(tmp_path, files, monkeypatch, cut):
    data = json.dumps([message(f"170530000{second}.000100") for second in range(4)], indent=1).encode()[:cut]
    whole = read(tmp_path, files | {DAY: data})
    monkeypatch.setattr(records, "LARGE", 30)
    parts = read(tmp_path, files | {DAY: data})
    assert exports.acts(parts) == exports.acts(whole)
    assert exports.rejected(parts) == exports.rejected(whole)


class OneDay:
    """An archive of one day file."""

    def __init__(self, data: bytes) -> None:
        self.data, self.sizes = data, {DAY: len(data)}

    def read(self, name: str) -> bytes:
        return self.data

    def close(self) -> None:
        pass


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=5,
)
RECORD = st.dictionaries(st.sampled_from(mapping.Message.__struct_fields__), JSON, max_size=6)
ODD_DAYS = st.binary(max_size=200) | st.lists(RECORD | JSON, max_size=4).map(lambda day: json.dumps(day).encode())


@given(ODD_DAYS)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_day_file_ever_raises(data):
    for stretch in records.stretches(OneDay(data), DAY):
        assert all(
            line >= 1 and reason in {records.BROKEN, records.NOT_A_LIST, mapping.BAD_SHAPE}
            for line, reason in stretch.bad
        )
        for index, one in enumerate(stretch.messages):
            assert isinstance(one, mapping.Message)
            assert stretch.line(index) >= 1


@given(st.lists(RECORD, max_size=4), st.integers(0, 300))
@settings(max_examples=150, deadline=None)
def test_odd_records_are_kept_or_rejected_and_never_stop_the_rest(odd, cut):
    sound = message("1705300000.000100")
    export = SlackExport(exports.PAYLOADS / "slack")
    for data in (json.dumps([sound, *odd]).encode(), json.dumps([sound, *odd]).encode()[: 200 + cut]):
        export.archive = OneDay(data)
        export.days = [slack.DayFile("2024-01-15.json", "C0SYNTH01", DAY)]
        batches = list(export.read())
        assert "C0SYNTH01/1705300000.000100" in {act.source_id for batch in batches for act in batch.acts}
