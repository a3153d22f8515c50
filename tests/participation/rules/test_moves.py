"""What is held against what, and when a move is more than chance."""

import pytest

from manyhands.measures import queries as measures
from manyhands.participation.rules.calendar import Period
from manyhands.participation.rules.moves import Ends, beyond_chance, sides


@pytest.mark.parametrize(
    ("first", "last", "after", "before"),
    [
        (202401, 202512, (202501, 202512), (202401, 202412)),
        (202001, 202512, (202501, 202512), (202401, 202412)),  # a year is the most
        (202505, 202610, (202602, 202610), (202505, 202601)),
        (202505, 202509, (202508, 202509), (202506, 202507)),  # an odd month stays out
        (202511, 202512, (202512, 202512), (202511, 202511)),
    ],
)
def test_the_last_months_and_as_many_before(first, last, after, before):
    assert sides(first, last) == (Period(*after), Period(*before))


@pytest.mark.parametrize(("first", "last"), [(202501, 202501), (202502, 202501), (202505, 202501)])
def test_without_a_complete_period_before_there_are_no_sides(first, last):
    assert sides(first, last) is None


def test_how_many_months_a_side_has():
    assert sides(202505, 202610).months == 9


@pytest.mark.parametrize(
    "parts", [((5, 20), (15, 20)), ((8, 20), (11, 20)), ((30, 100), (45, 100)), ((9, 30), (9, 30))]
)
def test_of_proportions_it_says_what_newcombe_does(parts):
    before, after = (Ends(part / whole, *measures.proportion(part, whole)[1:3]) for part, whole in parts)
    assert beyond_chance(before, after) is measures.difference(*parts).beyond_chance
    assert beyond_chance(after, before) is beyond_chance(before, after)


def test_ends_that_are_rounded_outward_say_so_less_often():
    assert beyond_chance(Ends(0.3, 0.24, 0.36), Ends(0.5, 0.41, 0.59))
    assert not beyond_chance(Ends(0.3, 0.15, 0.45), Ends(0.5, 0.35, 0.65))
