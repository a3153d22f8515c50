"""Adding up, in whichever way it is done."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.measures import queries as measures
from manyhands.measures.rules import sums

ROWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(0, 50)), max_size=60)
NEVER = np.datetime64("0001-01-01")


def columns(rows):
    return np.array(rows, np.int64).reshape(-1, 3).T


@pytest.fixture(params=["small", "large"], scope="module")
def way(request):
    """Both ways of each: as small numbers and as large ones are done."""
    before = sums.ROOM, sums.DENSE
    if request.param == "large":
        sums.ROOM = sums.DENSE = 0
    yield request.param
    sums.ROOM, sums.DENSE = before


@given(rows=ROWS)
def test_sums_are_those_of_a_dictionary(way, rows):
    expected: dict[tuple[int, int], int] = {}
    for group, member, n in rows:
        expected[group, member] = expected.get((group, member), 0) + n
    found = list(zip(*(column.tolist() for column in sums.sums(*columns(rows))), strict=True))
    assert found == [(*key, n) for key, n in sorted(expected.items())]


@given(rows=ROWS)
def test_groups_with_the_largest_first(way, rows):
    group, _, n = columns(rows)
    found = list(zip(*(column.tolist() for column in sums.largest_first(group, n)), strict=True))
    assert found == sorted(zip(group.tolist(), n.tolist(), strict=True), key=lambda row: (row[0], -row[1]))


@given(rows=ROWS)
def test_different_members(way, rows):
    group, member, _ = columns(rows)
    expected = [len({m for g, m, _ in rows if g == at}) for at in range(8)]
    assert sums.distinct(group, member, 8).tolist() == expected


@given(rows=ROWS)
def test_the_last_day(way, rows):
    group, _, day = columns(rows)
    days = np.datetime64("2026-01-01") + day
    found = sums.latest(group, days, 8, NEVER)
    expected = [max((d for g, d in zip(group, days, strict=True) if g == at), default=NEVER) for at in range(8)]
    assert found.tolist() == np.array(expected, "datetime64[D]").tolist()


def test_amounts_that_leave_no_room_are_added_up_too():
    found = sums.sums([0, 1, 0], [2**40, 5, 2**40], [2**30, 1, 2**30])
    assert [column.tolist() for column in found] == [[0, 1], [2**40, 5], [2**31, 1]]


@given(rows=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9), st.integers(1, 50)), max_size=60))
def test_measures_of_groups_follow_from_their_spreads(rows):
    group, member, n = sums.sums(*columns(rows))
    spread: dict[tuple[int, int], int] = {}
    for each in zip(group.tolist(), n.tolist(), strict=True):
        spread[each] = spread.get(each, 0) + 1
    of, times, people = columns([(*key, count) for key, count in spread.items()])
    plain, found = measures.by_group(group, member, n, 8), measures.by_spread(of, times, people, 8)
    for name, one, other in zip(plain._fields, plain, found, strict=True):
        np.testing.assert_allclose(other, one, err_msg=name)
