"""Two groups compared: Newcombe's own examples, and a t-test where services are of one size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from manyhands.measures import queries as measures


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [((48, 80), (56, 70), 0.0524, 0.3339), ((3, 10), (9, 10), 0.1705, 0.8090)],
)
def test_newcombes_examples(before, after, low, high):
    found = measures.difference(before, after)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert found.difference == after[0] / after[1] - before[0] / before[1]


def test_fewer_than_ten_are_too_few():
    assert measures.difference((3, 9), (50, 100)).reason == "few_people"
    assert measures.difference((50, 100), (3, 9)).difference is None


@given(st.integers(0, 40), st.integers(0, 40))
def test_turned_round_it_is_the_opposite(one, other):
    found, turned = measures.difference((one, 40), (other, 40)), measures.difference((other, 40), (one, 40))
    assert found.low == pytest.approx(-turned.high)
    assert found.low <= found.difference <= found.high


def test_services_of_one_size_are_a_t_test():
    before, after, size = np.array([1, 9, 4, 0]), np.array([9, 2, 17, 12]), np.full(4, 20)
    found = measures.difference_of_clusters((before, size), (after, size))
    oracle = ttest_ind(after / 20, before / 20).confidence_interval(0.95)
    assert (found.low, found.high) == (pytest.approx(oracle.low), pytest.approx(oracle.high))
    plain = measures.difference((14, 80), (40, 80))
    assert plain.low > found.low
    assert plain.high < found.high


def test_it_is_never_narrower_than_for_people_by_themselves():
    same = (np.array([10, 10, 10]), np.array([20, 20, 20]))
    found = measures.difference_of_clusters(same, same)
    assert (found.low, found.high) == measures.difference((30, 60), (30, 60))[3:5]


def test_two_services_are_too_few():
    found = measures.difference_of_clusters(([5, 5], [20, 20]), ([9, 9, 9], [20, 20, 20]))
    assert (found.difference, found.reason) == (None, "few_services")
    assert measures.difference_of_clusters(([1, 1], [2, 2]), ([9], [20])).reason == "few_people"
