"""Active hands by place, who could lend one, and where it may be said: on places worked out by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from manyhands.participation.rules.relief import (
    HandsBand,
    Rows,
    bands_of_hands,
    largest_group,
    ranks_away,
    ready_for,
)


def rows(*pairs: tuple[int, int]) -> Rows:
    """Rows from (person, place), one contribution each."""
    person, place = np.array(pairs, np.int64).reshape(-1, 2).T
    return Rows(person, place, np.ones(len(person), np.int64))


# Place 0 has one hand (person 0), place 1 has two (0 and 1), place 2 has four, place 3 none.
NOW = rows((0, 0), (0, 1), (1, 1), (2, 2), (3, 2), (4, 2), (5, 2))
BEFORE = rows((0, 0))
OPEN = np.array([True, True, True, True])


def test_exactly_there_is_a_row_for_none_one_two_and_more():
    assert bands_of_hands((NOW, BEFORE), OPEN, exactly=True) == (
        HandsBand(0, 0, (1, 3)),
        HandsBand(1, 1, (1, 1)),
        HandsBand(2, 2, (1, 0)),
        HandsBand(3, None, (1, 0)),
    )


def test_for_everybody_bands_are_joined_until_five_people_stand_behind_them():
    many = rows((0, 0), *((person, 1) for person in range(1, 7)))
    found = bands_of_hands((many,), OPEN, exactly=False)
    assert found == (HandsBand(0, 0, (2,)), HandsBand(1, None, (2,)))


def test_of_a_time_of_one_to_four_people_nothing_is_said():
    found = bands_of_hands((NOW, BEFORE), OPEN, exactly=False)
    assert found == (HandsBand(0, 0, (1, None)), HandsBand(1, 4, (3, None)), HandsBand(5, None, (0, None)))


def test_that_places_have_one_hand_each_is_not_said():
    five = rows(*((person, person) for person in range(5)), *((person, 5) for person in range(5, 12)))
    found = bands_of_hands((five,), np.ones(7, bool), exactly=False)
    assert found == (HandsBand(0, 0, (1,)), HandsBand(1, 4, (5,)), HandsBand(5, None, (1,)))


def test_one_person_who_is_the_only_hand_of_many_places_is_not_told_apart():
    alone = rows(*((0, place) for place in range(6)), *((person, 6) for person in range(1, 7)))
    found = bands_of_hands((alone,), np.ones(7, bool), exactly=False)
    assert found == (HandsBand(0, 0, (0,)), HandsBand(1, None, (7,)))


def test_closed_places_are_not_counted():
    found = bands_of_hands((NOW,), np.array([True, True, True, False]), exactly=True)
    assert found[0].places == (0,)


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 8)), unique=True, max_size=60),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 8)), unique=True, max_size=60),
)
def test_no_band_but_the_last_is_about_one_to_four_people(now, before):
    """Of a time at which all there are are one to four nothing is said."""
    times = (rows(*now), rows(*before))
    found = bands_of_hands(times, np.ones(9, bool), exactly=False)
    for at, time in enumerate(times):
        hands = time.hands(9)
        if len(set(time.person.tolist())) in (1, 2, 3, 4):
            assert {band.places[at] for band in found} <= {None}
            continue
        assert sum(band.places[at] for band in found) == 9
        for band in found[1:]:
            places = np.flatnonzero((hands >= band.low) & (hands <= (band.high or 99)))
            assert band.places[at] == len(places)
            people = set(time.person[np.isin(time.place, places)].tolist())
            assert len(people) not in (1, 2, 3, 4)


def test_how_many_may_be_away():
    assert ranks_away(7, exactly=True) == (1, 2, 3, 4, 5, 6, 7)
    assert ranks_away(40, exactly=True) == tuple(range(1, 11))
    assert ranks_away(9, exactly=False) == ()
    assert ranks_away(10, exactly=False) == (5,)
    assert ranks_away(40, exactly=False) == (6,)


def test_members_of_a_place_who_are_active_elsewhere_could_take_a_part():
    found = ready_for(0, NOW, np.array([0, 1, 2, 9]))
    assert found.people.tolist() == [1, 2]
    assert (found.place, found.there) == (1, 1)


def test_where_members_are_not_known_those_in_places_that_share_a_hand():
    found = ready_for(0, NOW, None)
    assert found.people.tolist() == [1]
    assert (found.place, found.there) == (1, 1)


def test_for_a_place_without_a_hand_everybody_who_is_active():
    found = ready_for(3, NOW, None)
    assert found.people.tolist() == [0, 1, 2, 3, 4, 5]
    assert (found.place, found.there) == (2, 4)


def test_for_everybody_few_hands_of_a_place_leave_no_trace_in_who_could_help():
    """Place 3 has no hand, or one to four of any: the answer is the same."""
    others = [(person, person % 2) for person in range(12)]
    found = [ready_for(3, rows(*others, *((who, 3) for who in hands)), None, exactly=False) for hands in ((0,), (1, 2))]
    assert [each.people.tolist() for each in found] == [list(range(12))] * 2
    assert (found[0].place, found[0].there) == (found[1].place, found[1].there) == (0, 6)


def test_for_everybody_places_share_five_hands():
    shared = [(person, 0) for person in range(6)] + [(person, 1) for person in range(1, 12)] + [(0, 2), (20, 2)]
    assert ready_for(0, rows(*shared), None, exactly=False).people.tolist() == [6, 7, 8, 9, 10, 11]
    assert 20 in ready_for(0, rows(*shared), None).people


def test_nobody_else_is_active():
    found = ready_for(0, BEFORE, None)
    assert (found.people.size, found.place, found.there) == (0, -1, 0)


def test_the_group_that_most_are_in():
    assert largest_group(np.array([0, 1, 2, 3, 9]), np.array([1, 1, 0, -1])) == (1, 2)
    assert largest_group(np.array([3, 9]), np.array([1, 1, 0, -1])) == (-1, 0)
