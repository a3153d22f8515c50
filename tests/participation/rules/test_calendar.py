"""Months are told apart only where five people contributed in them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.clock import months_between
from manyhands.participation.rules.calendar import Grain, Period, calendar


def of(*monthly: tuple[int, range]):
    """A calendar from months and the people who contributed in them."""
    month = np.concatenate([np.full(len(people), month) for month, people in monthly])
    return calendar(month, np.concatenate([np.array(people, int) for _, people in monthly]))


def test_thin_months_are_merged_until_five_people_contributed():
    found = of((201511, range(5)), (201512, range(3)), (201601, range(2, 6)), (201602, range(9)))
    assert found.blocks == ((201511, 201511), (201512, 201601), (201602, 201602))
    assert found.pending is None


def test_the_same_four_people_in_every_month_never_make_a_block():
    found = of((201511, range(4)), (201512, range(4)), (201601, range(4)))
    assert (found.blocks, found.pending) == ((), (201511, 201601))


def test_a_month_of_nobody_stands_alone_unless_a_block_has_begun():
    found = of((201501, range(5)), (201503, range(2)), (201505, range(6)))
    assert found.blocks == ((201501, 201501), (201502, 201502), (201503, 201505))


def test_months_left_over_at_the_end_wait_and_earlier_blocks_stay_as_they_were():
    before = of((201601, range(5)), (201602, range(3)))
    after = of((201601, range(5)), (201602, range(3)), (201603, range(3, 6)))
    assert before.pending == (201602, 201602)
    assert before.blocks == ((201601, 201601),)
    assert after.blocks == ((201601, 201601), (201602, 201603))


def test_years_and_quarters_are_made_of_whole_blocks():
    found = of((201511, range(5)), (201512, range(3)), (201601, range(2, 6)), (201604, range(9)))
    assert found.cells(Grain.YEAR) == ((201511, 201511), (201512, 201604))
    assert found.cells(Grain.QUARTER) == ((201511, 201511), (201512, 201603), (201604, 201604))
    assert found.cells(Grain.WHOLE) == ((201511, 201604),)
    assert found.within(Grain.QUARTER, Grain.YEAR).tolist() == [0, 1, 1]


def test_a_period_is_widened_to_whole_cells():
    found = of((201511, range(5)), (201512, range(3)), (201601, range(2, 6)), (201604, range(9)))
    assert found.widen(201601, 201601) == (201512, 201601)
    assert found.widen(201601, 201604, Grain.YEAR) == (201512, 201604)
    assert found.widen(None, None) == (201511, 201604)
    assert found.widen(201401, 201511) == Period(201511, 201511)
    assert found.widen(201701, None) is None


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), max_size=80))
def test_each_block_has_five_people_or_none_and_blocks_follow_each_other(contributions):
    month = np.array([201501 + at // 12 * 100 + at % 12 for at, _ in contributions], int)
    person = np.array([who for _, who in contributions], int)
    found = calendar(month, person)
    covered = [
        m for block in (*found.blocks, *([found.pending] if found.pending else [])) for m in months_between(*block)
    ]
    assert covered == (months_between(month.min(), month.max()) if len(month) else [])
    block = found.block_of(month)
    for at in range(len(found.blocks)):
        assert len(set(person[block == at])) not in range(1, 5)
    if found.pending:
        assert len(set(person[block == -1])) in range(1, 5)
