"""JSON as a stream of values."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.networks.rules import json_values
from manyhands.networks.rules.archives import DamagedFile
from manyhands.networks.rules.json_values import BROKEN, NOT_JSON, UNREADABLE, BrokenJson, lines, values, whole

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=5), inside, max_size=4),
    max_leaves=12,
)


def read(data, **more):
    return [(key, line, value) for key, line, value in values(io.BytesIO(data), **more)]


def sound(data):
    """What is given before a break, and the break."""
    found, stream = [], values(io.BytesIO(data))
    try:
        for value in stream:
            found.append(value.value)
    except BrokenJson as broken:
        return found, broken
    return found, None


def test_a_list():
    assert read(b'[{"a": 1},\n2, "x"]') == [("", 1, {"a": 1}), ("", 2, 2), ("", 2, "x")]


def test_an_object_of_lists_and_others():
    data = b'{"one": [1,\n 2],\n "name": "x",\n "two": [], "three": {"a": [3]}}'
    assert read(data) == [("one", 1, 1), ("one", 2, 2), ("name", 3, "x"), ("three", 4, {"a": [3]})]


def test_javascript_before_it():
    assert read(b"window.YTD.tweets.part0 = [ 1 ]", after="=") == [("", 1, 1)]
    with pytest.raises(BrokenJson) as caught:
        read(b"[ 1 ]", after="=")
    assert caught.value.reason == NOT_JSON


@pytest.mark.parametrize("data", [b"", b"  ", b"5", b"null", b'"text"', b"\0\0", b"<html>"])
def test_what_is_neither_list_nor_object(data):
    with pytest.raises(BrokenJson) as caught:
        read(data)
    assert (caught.value.line, caught.value.reason) == (1, NOT_JSON)


def test_what_comes_before_a_break_is_given():
    found, broken = sound(b'[\n{"a": 1},\n{"b": 2},\n{"c": ')
    assert found == [{"a": 1}, {"b": 2}]
    assert (broken.line, broken.reason) == (4, BROKEN)


@pytest.mark.parametrize(
    "data", [b'{"a": [1, 2,', b'{"a": [1, 2]', b'{"a": [1, 2], "b', b'{"a": [1, 2], "b":', b'{"a": [1, 2] 5}']
)
def test_an_object_that_breaks_off(data):
    found, broken = sound(data)
    assert found == [1, 2]
    assert broken.reason == BROKEN


@pytest.mark.parametrize(
    ("cut", "found"), [(b"[1, 1", [1]), (b"[1, 10", [1]), (b'[1, "a"', [1, "a"]), (b"[1, {}", [1, {}])]
)
def test_a_value_that_may_go_on_is_not_given(cut, found):
    assert sound(cut)[0] == found


def test_a_number_is_read_to_its_end(monkeypatch):
    monkeypatch.setattr(json_values, "STRETCH", 1)
    assert [value for _, _, value in read(b"[12345, 67]")] == [12345, 67]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings(encoding):
    assert read('["Café"]'.encode(encoding)) == [("", 1, "Café")]


def test_bytes_that_are_not_utf_8_cost_nothing():
    assert read(b'["Caf\xe9", "\xc3\xa9"]') == [("", 1, "Café"), ("", 1, "é")]


@pytest.mark.parametrize("data", [b"[" * 200_000, b"[1, " + b"9" * 10_000 + b"]", b'{"a":' * 100_000])
def test_hostile_depth_and_numbers_break_off(data):
    with pytest.raises(BrokenJson):
        read(data)


def test_one_value_is_not_looked_at_for_ever(monkeypatch):
    monkeypatch.setattr(json_values, "STRETCH", 10)
    monkeypatch.setattr(json_values, "MAX_VALUE", 100)
    found, broken = sound(b'[1, "' + b"x" * 5000 + b'", 2]')
    assert found == [1]
    assert broken.reason == BROKEN


@given(st.lists(JSON, max_size=8), st.sampled_from([None, 1]), st.integers(1, 40))
@settings(deadline=None)
def test_stretches_change_nothing(items, indent, stretch):
    data = json.dumps(items, indent=indent).encode()
    once = json_values.STRETCH
    try:
        json_values.STRETCH = stretch
        assert [value for _, _, value in read(data)] == items
        named = json.dumps({"list": items, "last": 1}, indent=indent).encode()
        assert read(named)[-1][2] == 1
        assert [value for key, _, value in read(named) if key == "list"] == items
    finally:
        json_values.STRETCH = once


@given(st.lists(JSON, min_size=1, max_size=5), st.integers(0, 300))
def test_a_cut_loses_only_what_comes_after_it(items, cut):
    data = json.dumps(items).encode()
    found, broken = sound(data[:cut])
    assert found == items[: len(found)]
    assert (broken is None) == (cut >= len(data))
    assert cut < len(data) or found == items


@given(st.binary(max_size=200))
def test_no_file_raises_anything_else(data):
    sound(data)
    list(lines(io.BytesIO(data)))


def test_json_lines():
    data = b'{"a": 1}\n\nnot JSON\n{"b": "\xe9"}'
    assert list(lines(io.BytesIO(data))) == [(1, {"a": 1}), (3, UNREADABLE), (4, {"b": "é"})]


def test_whole():
    assert whole(b'{"a": [1]}') == {"a": [1]}
    assert whole('"\\ud800"') == "\ud800"
    assert whole(b"{") is UNREADABLE
    assert whole(b"\xff") is UNREADABLE


def test_a_file_that_can_not_be_unpacked():
    class Damaged(io.BytesIO):
        def read(self, size=-1):
            raise EOFError

    damaged = values(Damaged(b"[1]"))
    with pytest.raises(DamagedFile):
        next(damaged)
