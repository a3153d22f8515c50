"""Where somebody could take part, small groups as part of larger ones, and what came of a round."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from manyhands.measures import queries as measures
from manyhands.participation.rules.cohorts import cohorts, together
from manyhands.participation.rules.nearby import elsewhere
from manyhands.participation.rules.outcomes import Round, counted, first_steps, last_day
from manyhands.participation.rules.rolled_up import rolled_up


def ints(*values):
    return np.array(values, np.int64)


def test_elsewhere_is_where_one_belongs_and_has_not_been():
    person, place = elsewhere(
        ints(0, 0, 1, 2), ints(0, 3, 1, -1), {0: ints(0, 1), 1: ints(0, 1)}, {0: ints(3)}, {0: ints(0, 2)}
    )
    assert list(zip(person.tolist(), place.tolist(), strict=True)) == [(0, 1), (1, 0), (2, 3)]


def test_nobody_could_be_anywhere_without_places():
    person, place = elsewhere(ints(), ints(), {}, {}, {})
    assert (person.size, place.size) == (0, 0)


def test_few_count_in_the_service_above():
    parent = [-1, 0, 0, -1]  # an area with two teams, and a team by itself
    people = ints(*[1] * 5, *[2] * 3, *[0] * 2, *[3] * 4)
    assert np.bincount(rolled_up(people, parent, 5) + 1, minlength=5).tolist() == [4, 5, 5, 0, 0]
    assert (rolled_up(people, parent, 1) == people).all()


@given(st.lists(st.integers(-1, 7), max_size=60), st.lists(st.integers(-1, 6), min_size=8, max_size=8))
def test_no_service_is_left_with_few(people, above):
    parent = [min(up, at - 1) for at, up in enumerate(above)]
    found = rolled_up(ints(*people), parent, 5)
    sizes = np.bincount(found[found >= 0], minlength=8)
    assert ((sizes == 0) | (sizes >= 5)).all()
    assert len(found) == len(people)


def test_cohorts_wait_until_enough_began():
    rows = [(1, 202601), (2, 202602), (3, 202602), (1, 202602), (4, 202604)]
    found = measures.retention(*zip(*rows, strict=True), 202604)
    exact = cohorts(found)
    assert [(row.since, row.until, row.size) for row in exact] == [
        (202601, 202601, 1),
        (202602, 202602, 2),
        (202604, 202604, 1),
    ]
    assert exact[0].active == (1, 0, 0)
    assert exact[1].active == (0, 0, None)
    assert [(row.since, row.until, row.size, row.active) for row in cohorts(found, 3)] == [
        (202601, 202602, 3, (1, 0, None))
    ]
    assert together(found) == [(3, 1), (3, 0), (1, 0)]


def test_the_last_day_of_a_comparison():
    assert last_day(100, [], 130) == 130
    assert last_day(100, [], 129) is None
    assert last_day(100, [121], 120) == 120
    assert last_day(100, [114], 400) == 0


def test_each_side_by_service():
    of = Round(100, ints(1, 2, 3, 4, 5), ints(0, 0, 1, 1, -1), np.array([True, True, False, False, True]))
    took = first_steps(ints(1, 2, 3, 5, 9), ints(100, 101, 130, 131, 120), of.person, 100, 130)
    assert took.tolist() == [False, True, True, False, False]
    assert [side.tolist() for side in counted(of, took, True)] == [[0, 1], [1, 2]]
    assert counted(of, took, False).sums == (1, 2)
