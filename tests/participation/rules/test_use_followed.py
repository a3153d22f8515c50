"""Whether use followed help: against a count by hand, and against sets of days for any rows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from manyhands.participation.rules.use_followed import Followed, first_help, followed


def columns(rows):
    rows = list(rows)
    return tuple(np.array(column, np.int64) for column in zip(*rows, strict=True)) if rows else (np.zeros(0, int),) * 2


def test_twelve_people_by_hand():
    # All were helped on day 100; of persons 10 and 11 too little is known since.
    helped, on = columns([*((person, 100) for person in range(10)), (10, 111), (11, 140)])
    contributions = [
        (0, 101),  # the day after
        (1, 130),  # the thirtieth day
        (2, 131),  # a day late
        (3, 100),  # on the day itself: no use that followed
        (4, 99),  # before only
        (5, 99), (5, 110), (5, 111),  # both, and often
        (6, 69),  # too long before
        (10, 112), (11, 141),  # too early to say
        (99, 110),  # somebody else
    ]  # fmt: skip
    found = followed(helped, on, *columns(contributions), until=140, within=30)
    assert found == Followed(people=10, used=3, used_before=2, waiting=2)


def test_nobody_and_nothing():
    nothing = np.zeros(0, np.int64)
    assert followed(nothing, nothing, nothing, nothing, until=10, within=30) == Followed(0, 0, 0, 0)
    assert followed(*columns([(1, 5)]), nothing, nothing, until=40, within=30) == Followed(1, 0, 0, 0)


def test_the_first_help_counts():
    people, day = first_help(*columns([(7, 20), (3, 5), (7, 10), (3, 5)]))
    assert (people.tolist(), day.tolist()) == ([3, 7], [5, 10])


rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 120)), max_size=40)


@given(rows, rows, st.integers(0, 120), st.sampled_from([5, 30]))
def test_any_rows_person_by_person(help_rows, contributions, until, within):
    helped, on = first_help(*columns(help_rows))
    found = followed(helped, on, *columns(contributions), until=until, within=within)
    first = {person: min(day for who, day in help_rows if who == person) for person, _day in help_rows}
    days = {person: {day for who, day in contributions if who == person} for person in first}
    known = {person: day for person, day in first.items() if day + within <= until}
    assert found == Followed(
        len(known),
        sum(bool(days[person] & set(range(day + 1, day + within + 1))) for person, day in known.items()),
        sum(bool(days[person] & set(range(day - within, day))) for person, day in known.items()),
        len(first) - len(known),
    )
