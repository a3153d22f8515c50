"""Hill numbers within groups, between them and together."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from manyhands.measures import queries as measures

rows = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.integers(0, 30)), min_size=1, max_size=40)


def columns(drawn):
    group, kind, n = np.array(drawn, dtype=np.int64).reshape(-1, 3).T
    return group, kind, n


@pytest.mark.parametrize("q", [0, 1, 2])
def test_places_that_share_no_service_are_that_many(q):
    # three places, each with its own two services, all alike
    found = measures.hill_partition(np.repeat([0, 1, 2], 2), np.arange(6), np.full(6, 4), q=q, equal=True)
    assert found == pytest.approx((2, 3, 6, 3))


@pytest.mark.parametrize("q", [0, 1, 2])
def test_places_with_the_same_mix_are_effectively_one(q):
    found = measures.hill_partition(np.repeat([0, 1], 3), np.tile([0, 1, 2], 2), np.tile([6, 3, 1], 2), q=q, equal=True)
    assert found.beta == pytest.approx(1)
    assert found.alpha == pytest.approx(measures.hill(np.array([6, 3, 1]), q)) == pytest.approx(found.gamma)


def test_a_partition_worked_by_hand():
    # place 0: 3 of service 0, 1 of service 1; place 1: 4 of service 1; weights 1/2 each
    found = measures.hill_partition([0, 0, 1], [0, 1, 1], [3, 1, 4])
    alpha = math.exp(0.5 * -(0.75 * math.log(0.75) + 0.25 * math.log(0.25)))
    gamma = math.exp(-(3 / 8 * math.log(3 / 8) + 5 / 8 * math.log(5 / 8)))
    assert found == pytest.approx((alpha, gamma / alpha, gamma, 2))
    two = measures.hill_partition([0, 0, 1], [0, 1, 1], [3, 1, 4], q=2, equal=True)
    inside = (0.75**2 + 0.25**2 + 1) / 2
    assert two.alpha == pytest.approx(1 / inside)
    assert two.gamma == pytest.approx(1 / ((3 / 8) ** 2 + (5 / 8) ** 2))


def test_services_as_groups_of_people_say_how_many_services_take_part():
    # nobody is in two services: beta is the Hill number of what the services did
    service, done = np.repeat([0, 1, 2], [3, 2, 1]), np.array([10, 20, 30, 5, 15, 20])
    found = measures.hill_partition(service, np.arange(6), done)
    assert found.beta == pytest.approx(measures.hill(np.array([60, 20, 20]), 1))
    assert found.gamma == pytest.approx(measures.hill(done, 1))


@given(rows, st.sampled_from([(0, False), (1, False), (0, True), (0.5, True), (1, True), (2, True), (3, True)]))
def test_gamma_is_alpha_times_beta_and_beta_at_most_the_number_of_groups(drawn, order):
    group, kind, n = columns(drawn)
    assume(n.sum())
    q, equal = order
    found = measures.hill_partition(group, kind, n, q=q, equal=equal)
    assert found.groups == len(np.unique(group[n > 0]))
    assert found.gamma == pytest.approx(found.alpha * found.beta)
    assert 1 - 1e-9 <= found.beta <= found.groups + 1e-9
    assert found.alpha >= 1 - 1e-9
    if not equal:
        together = np.bincount(kind, n).astype(int)
        assert found.gamma == pytest.approx(measures.hill(together[together > 0], q))


def test_what_can_not_be_parted():
    with pytest.raises(ValueError, match="order"):
        measures.hill_partition([0, 1], [0, 1], [3, 4], q=2)
    with pytest.raises(ValueError, match="something done"):
        measures.hill_partition([0, 1], [0, 1], [0, 0])
