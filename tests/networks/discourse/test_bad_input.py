"""Files that are damaged, incomplete or hostile: good parts are kept, and each of the others gets its sentence."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyhands.networks.discourse import export as discourse
from manyhands.networks.discourse import files as parts
from manyhands.networks.discourse import mapping
from manyhands.networks.discourse.export import DiscourseExport
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules import csvs, json_values
from manyhands.networks.rules.json_values import BROKEN, NOT_JSON
from tests.networks import exports
from tests.networks.discourse import sample
from tests.networks.discourse.sample import page, post
from tests.networks.rules.test_json_values import JSON
from tests.networks.test_no_text import broken, check, said


def read(tmp_path, files):
    return exports.read(DiscourseExport(exports.make_zip(tmp_path / "upload.zip", files)))


def read_one(tmp_path, data):
    (tmp_path / "upload").write_bytes(data)
    return exports.read(DiscourseExport(tmp_path / "upload"))


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"{}", b"[]", b'{"posts": []}', b"a,b\n1,2\n", b"\0\0"])
def test_what_is_not_from_discourse(tmp_path, data):
    with pytest.raises(UnreadableExport) as caught:
        read_one(tmp_path, data)
    assert caught.value.message == parts.NOT_AN_EXPORT


@pytest.mark.parametrize("files", [{"readme.txt": b"x"}, {"settings.json": b'{"a": 1}'}, {"preferences.json": b"{}"}])
def test_an_archive_without_posts(tmp_path, files):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, files)
    assert caught.value.message == parts.NOT_AN_EXPORT


@pytest.mark.parametrize("preferences", [b"", b"[]", b"{", b'{"user": {"id": "x"}}'])
def test_an_archive_of_nobody(tmp_path, preferences):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, sample.archive(preferences_json=preferences))
    assert caught.value.message == discourse.NO_OWNER


BAD = [
    ({"id": 1}, mapping.BAD_SHAPE),
    (5, mapping.BAD_SHAPE),
    (post(9, 30, cooked=5), mapping.BAD_SHAPE),
    (post(9, 30, post_number=exports.CANARY), mapping.BAD_SHAPE),
    (post(9, 30, created_at="2999-01-01T00:00:00Z"), mapping.BAD_TIME),
    (post(9, 30, created_at="1985-01-01T00:00:00Z"), mapping.BAD_TIME),
    (post(9, 30, created_at=exports.CANARY), mapping.BAD_TIME),
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
def test_one_bad_record_costs_only_itself(tmp_path, caplog, bad, reason):
    data = sample.dumped(page([post(1), bad, post(2)]), 1)
    batches = read_one(tmp_path, data)
    (record,) = exports.rejected(batches)
    lines = data.decode().split("\n")
    first = lines.index("  {" if isinstance(bad, dict) else "  5,", lines.index("  },"))
    assert (record.file, record.line, record.reason) == ("upload", first + 1, reason)
    assert exports.acts(batches).keys() == {"topic/7/1", "topic/7/2"}
    check(repr(batches), caplog)


@pytest.mark.parametrize(("bad", "reason"), [*BAD, (None, NOT_JSON)])
def test_one_bad_line_costs_only_itself(tmp_path, bad, reason):
    lines = [sample.dumped(post(1)), b"{not JSON" if bad is None else sample.dumped(bad), sample.dumped(post(2))]
    batches = read_one(tmp_path, b"\n".join(lines))
    assert [(record.line, record.reason) for record in exports.rejected(batches)] == [(2, reason)]
    assert exports.acts(batches).keys() == {"topic/7/1", "topic/7/2"}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("where", [0.3, 0.6, 0.95])
def test_posts_that_break_off(tmp_path, where, indent):
    posts = [post(number) for number in range(1, 11)]
    whole = exports.acts(read_one(tmp_path, sample.dumped(page(posts))))
    data = sample.dumped(page(posts), indent)
    batches = read_one(tmp_path, data[: int(len(data) * where)])
    (record,) = exports.rejected(batches)
    assert record.reason == BROKEN
    assert (record.line > 5) == bool(indent)
    acts = exports.acts(batches)
    assert acts == {key: whole[key] for key in acts}
    assert int(10 * where) - 1 <= len(acts) < 10


def test_a_topic_that_breaks_off_may_have_been_private(tmp_path):
    data = sample.dumped(sample.topic([post(1, 8)], archetype="private_message"))
    batches = read_one(tmp_path, data[: data.index(b'"archetype"')])
    assert exports.acts(batches) == {}
    assert [record.reason for record in exports.rejected(batches)] == [BROKEN]


def test_bytes_that_are_not_utf_8(tmp_path):
    data = sample.dumped(page([post(1, cooked="Caf\xe9")])).replace(b"\\u00e9", b"\xe9")
    assert exports.acts(read_one(tmp_path, data))["topic/7/1"].length == 4


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"id": "x"}, mapping.BAD_COUNT),
        ({"posts_read_count": exports.CANARY}, mapping.BAD_COUNT),
        ({"time_read": "-5"}, mapping.BAD_COUNT),
        ({"likes_given": "9" * 40}, mapping.BAD_COUNT),
    ],
)
def test_a_bad_line_of_the_list_of_users(tmp_path, caplog, bad, reason):
    users = [sample.user(1), sample.user(2, **bad), sample.user(3)]
    batches = read_one(tmp_path, sample.table(users, sample.USER_COLUMNS))
    assert [(record.line, record.reason) for record in exports.rejected(batches)] == [(3, reason)]
    assert [usage.external_id for batch in batches for usage in batch.usage] == ["1", "3"]
    check(repr(batches), caplog)


def test_a_line_of_another_width(tmp_path):
    data = sample.table([sample.user(1), sample.user(2)], sample.USER_COLUMNS)
    head, first, second, _ = data.split(b"\r\n")
    batches = read_one(tmp_path, b"\r\n".join([head, first.removesuffix(b",staff"), second.removesuffix(b",,staff")]))
    assert [(record.line, record.reason) for record in exports.rejected(batches)] == [(3, csvs.WRONG_WIDTH)]
    assert exports.accounts(batches).keys() == {"1"}  # who is in no group has one cell less


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"url": "https://forum.example/u/ann"}, mapping.BAD_SHAPE),
        ({"created_at": "2999-01-01 00:00:00 UTC"}, mapping.BAD_TIME),
        ({"created_at": exports.CANARY}, mapping.BAD_TIME),
    ],
)
def test_a_bad_line_of_an_archive(tmp_path, bad, reason):
    rows = [sample.line(7, 1), sample.line(7, 2, **bad), sample.line(7, 3)]
    batches = read(tmp_path, sample.archive(user_archive_csv=sample.table(rows, sample.ARCHIVE_COLUMNS)))
    assert [(record.line, record.reason) for record in exports.rejected(batches)] == [(3, reason)]
    assert {"topic/7/1", "topic/7/3"} <= exports.acts(batches).keys()


@pytest.mark.parametrize("day", ["", "soon", "2999-01-01", "1980-01-01"])
def test_a_visit_on_no_day(tmp_path, day):
    rows = sample.table([{"visited_at": day, "posts_read": 1}], ["visited_at", "posts_read", "mobile", "time_read"])
    (record,) = exports.rejected(read(tmp_path, sample.archive(visits_csv=rows)))
    assert (record.file, record.line, record.reason) == ("visits.csv", 2, mapping.BAD_TIME)


def test_memory_does_not_grow_with_the_posts(tmp_path, monkeypatch):
    monkeypatch.setattr("manyhands.networks.rules.filling.BATCH", 100)
    monkeypatch.setattr(json_values, "STRETCH", 1000)
    posts = [post(number) for number in range(1, 1001)]
    for data in (sample.dumped(page(posts)), b"\n".join(map(sample.dumped, posts))):
        batches = read_one(tmp_path, data)
        assert max(len(batch.acts) for batch in batches) == 100
        assert len(exports.acts(batches)) == 1000


POST = st.fixed_dictionaries({}, optional=dict.fromkeys(mapping.Post.__struct_fields__, JSON))
DOCUMENT = st.dictionaries(
    st.sampled_from(["latest_posts", "private_posts", "post_stream", "category_list", "categories", "archetype"]),
    JSON | st.lists(POST | JSON, max_size=2) | st.fixed_dictionaries({"posts": st.lists(POST, max_size=2) | JSON}),
)


@given(st.lists(POST | JSON | DOCUMENT, max_size=4), st.booleans())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_records_never_stop_the_rest(tmp_path, odd, as_lines):
    posts = [post(1, 31), *odd, post(2, 31)]
    data = b"\n".join(map(sample.dumped, posts)) if as_lines else sample.dumped(posts)
    batches = read_one(tmp_path, data)
    assert {"topic/31/1", "topic/31/2"} <= {act.source_id for batch in batches for act in batch.acts}


@pytest.mark.parametrize("made", [sample.site, sample.archive])
@pytest.mark.parametrize("seed", range(30))
def test_no_text_gets_out_of_broken_files(tmp_path, caplog, made, seed):
    luck = random.Random(seed)
    files = {name: broken(data, luck) for name, data in made().items()}
    check(said(exports.make_zip(tmp_path / "upload.zip", files), "discourse", {}), caplog)


@pytest.mark.parametrize("made", [sample.site, sample.archive])
def test_no_text_gets_out_of_sound_ones(tmp_path, caplog, made):
    assert exports.CANARY in json.dumps(sample.POSTS)
    text = said(exports.make_zip(tmp_path / "upload.zip", made()), "discourse", {})
    assert "Create" in text
    assert "192.0.2.1" not in text
    check(text, caplog)
