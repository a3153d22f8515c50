"""Repositories that are damaged, incomplete or hostile: good parts are kept, and each of the others is told of."""

import libipld
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manyhands.networks.bluesky import mapping, repository
from manyhands.networks.bluesky.export import FILE, BlueskyExport
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.archives import EMPTY
from manyhands.networks.types import Rejected
from tests.networks import exports
from tests.networks.bluesky import sample
from tests.networks.bluesky.sample import DID, Blocks, key, post
from tests.networks.rules.test_json_values import JSON
from tests.networks.test_no_text import check, said


def read(tmp_path, data):
    (tmp_path / "upload").write_bytes(data)
    return exports.read(BlueskyExport(tmp_path / "upload"))


def posts(batches):
    return {act.source_id.rpartition("/")[2] for act in exports.acts(batches).values()}


def names(*numbers):
    return {key(number).partition("/")[2] for number in numbers}


@pytest.mark.parametrize("count", [1, 3, 4, 50])
def test_trees_of_any_height(tmp_path, count):
    batches = read(tmp_path, sample.car({key(number): post() for number in range(count)}))
    assert posts(batches) == names(*range(count))
    assert exports.rejected(batches) == []


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", EMPTY),
        (b"\0", repository.NOT_A_CAR),
        (b"%PDF-1.7 and so on", repository.NOT_A_CAR),
        (b"\xff" * 100, repository.NOT_A_CAR),
        (sample.car({key(1): post()})[:60], repository.NOT_A_CAR),
    ],
)
def test_what_is_no_repository(tmp_path, data, sentence):
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, data)
    assert caught.value.message == sentence


@pytest.mark.parametrize(
    ("commit", "sentence"),
    [
        ({"version": 9}, repository.NEW_VERSION),
        ({"data": "tree"}, repository.NEW_VERSION),
        ({"did": 5}, repository.NOT_A_CAR),
        ({"did": exports.CANARY}, repository.NOT_A_CAR),
    ],
)
def test_a_commit_of_another_form(tmp_path, commit, sentence):
    blocks = Blocks()
    with pytest.raises(UnreadableExport) as caught:
        read(tmp_path, blocks.car(blocks.tree([]), **commit))
    assert caught.value.message == sentence


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"text": exports.CANARY}, mapping.BAD_SHAPE),
        ([5], mapping.BAD_SHAPE),
        (post(text=5), mapping.BAD_SHAPE),
        (post(reply=exports.CANARY), mapping.BAD_SHAPE),
        (post(createdAt="2999-01-01T00:00:00Z"), mapping.BAD_TIME),
        (post(createdAt="1970-01-01T00:00:00Z"), mapping.BAD_TIME),
        (post(createdAt=exports.CANARY), mapping.BAD_TIME),
    ],
)
def test_one_bad_record_costs_only_itself(tmp_path, caplog, bad, reason):
    batches = read(tmp_path, sample.car({key(1): post(), key(2): bad, key(3): post()}))
    assert exports.rejected(batches) == [Rejected(FILE, 2, reason)]
    assert posts(batches) == names(1, 3)
    check(repr(batches), caplog)


@pytest.mark.parametrize(
    ("collection", "bad"),
    [
        ("app.bsky.feed.like", {"subject": {"uri": exports.CANARY}, "createdAt": sample.WHEN}),
        ("app.bsky.feed.repost", {"subject": "at://x/y", "createdAt": sample.WHEN}),
        ("app.bsky.graph.follow", {"subject": "bob.test", "createdAt": sample.WHEN}),
    ],
)
def test_references_to_nothing(tmp_path, collection, bad):
    batches = read(tmp_path, sample.car({f"{collection}/3l": bad}))
    assert exports.rejected(batches) == [Rejected(FILE, 1, mapping.BAD_SHAPE)]


def test_a_block_that_is_missing(tmp_path):
    blocks = Blocks()
    entries = [(key(number), blocks.add(post(text=str(number)))) for number in range(3)]
    tree = blocks.tree(entries)
    del blocks.data[entries[1][1]]
    batches = read(tmp_path, blocks.car(tree))
    assert exports.rejected(batches) == [Rejected(FILE, 2, repository.MISSING)]
    assert posts(batches) == names(0, 2)


def test_a_block_that_was_changed(tmp_path):
    data = sample.car({key(1): post(text="one"), key(2): post(text="two")})
    batches = read(tmp_path, data.replace(b"two", b"owt"))
    assert exports.rejected(batches) == [Rejected(FILE, 2, repository.MISSING)]
    assert posts(batches) == names(1)


def test_a_part_of_the_tree_that_is_missing(tmp_path):
    blocks = Blocks()
    entries = [(key(number), blocks.add(post(text=str(number)))) for number in range(20)]
    tree = blocks.tree(entries)
    node = next(libipld.decode_dag_cbor(data) for name, data in blocks.data.items() if name == tree)
    del blocks.data[node["e"][0]["t"]]
    batches = read(tmp_path, blocks.car(tree))
    assert posts(batches) == names(*range(6), *range(10, 20))  # a node of the second storey held keys 6 to 9
    assert [record.reason for record in exports.rejected(batches)] == [repository.MISSING]


def test_a_repository_that_breaks_off(tmp_path):
    blocks = Blocks()
    entries = [(key(number), blocks.add(post(text=f"{number} " * 50))) for number in range(4)]
    data = blocks.car(blocks.node(None, [(*entry, None) for entry in entries]))
    batches = read(tmp_path, data[:-400])  # the first to be written stands last
    reasons = [(record.line, record.reason) for record in exports.rejected(batches)]
    assert reasons[0] == (5, repository.BREAKS_OFF)
    assert {reason for _, reason in reasons[1:]} == {repository.MISSING}
    assert posts(batches) | names(0, 1) == names(0, 1, 2, 3)
    assert names(2, 3) <= posts(batches)


def test_a_tree_that_leads_to_itself_many_times_ends(tmp_path):
    """Ten thousand million ways through twenty blocks: keys that don't ascend, and nodes without any."""
    blocks = Blocks()
    record = blocks.add(post())
    node = blocks.node(None, [(key(1), record, None)])
    for _ in range(33):
        node = blocks.add({"l": node, "e": [{"p": 0, "k": key(1).encode(), "v": record, "t": node}] * 2})
    batches = read(tmp_path, blocks.car(node))
    assert posts(batches) == names(1)
    empty = blocks.add({"l": None, "e": []})
    for _ in range(33):
        empty = blocks.add({"l": empty, "e": [{"p": 0, "k": key(1).encode(), "v": record, "t": empty}] * 2})
    assert posts(read(tmp_path, blocks.car(empty))) == names(1)


@pytest.mark.parametrize(
    "entry",
    [
        5,
        {},
        {"p": 999, "k": b"x", "v": b"y", "t": None},
        {"p": -1, "k": b"x", "v": b"y", "t": None},
        {"p": 0, "k": "x", "v": b"y", "t": None},
        {"p": 0, "k": b"x" * 2000, "v": b"y", "t": None},
        {"p": 0, "k": b"app.bsky.feed.post/x", "v": b"y", "t": None},
    ],
)
def test_an_entry_that_is_none(tmp_path, entry):
    blocks = Blocks()
    record = blocks.add(post())
    sound = {"p": 0, "k": key(1).encode(), "v": record, "t": None}
    batches = read(tmp_path, blocks.car(blocks.add({"l": None, "e": [sound, entry]})))
    assert posts(batches) == names(1)
    assert exports.rejected(batches) == [Rejected(FILE, 2, repository.MISSING)]


def test_batches_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("manyhands.networks.rules.filling.BATCH", 100)
    batches = read(tmp_path, sample.car({key(number): post() for number in range(1000)}))
    assert max(len(batch.acts) for batch in batches) == 100
    assert len(exports.acts(batches)) == 1000
    done = [batch.done for batch in batches]
    assert done == sorted(done)
    assert done[0] < done[-1]


POST = st.fixed_dictionaries({}, optional=dict.fromkeys(mapping.Post.__struct_fields__, JSON))


@given(POST | JSON, st.sampled_from([mapping.POST, mapping.LIKE, mapping.REPOST, mapping.FOLLOW, mapping.PROFILE]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_records_never_stop_the_rest(tmp_path, odd, collection):
    batches = read(tmp_path, sample.car({key(1, collection): odd, key(2): post(), f"{collection}/self": odd}))
    assert f"at://{DID}/{key(2)}" in exports.acts(batches)


@given(st.integers(0, 28_000), st.binary(min_size=1, max_size=3))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_raises_or_tells_a_text(tmp_path, caplog, at, junk):
    data = bytearray(sample.CAPTURED.read_bytes())
    data[at : at + len(junk)] = junk
    (tmp_path / "upload").write_bytes(data)
    check(said(tmp_path / "upload", "bluesky", {}), caplog)


@given(st.integers(1, 28_000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cut_raises_or_tells_a_text(tmp_path, caplog, cut):
    (tmp_path / "upload").write_bytes(sample.CAPTURED.read_bytes()[:cut])
    check(said(tmp_path / "upload", "bluesky", {}), caplog)
