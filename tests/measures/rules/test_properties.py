"""What must hold for any counts: scale, order, copies, merging, giving, bounds."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from manyhands.measures import queries as measures

from .strategies import counts, several

ORDERS = (0, 0.5, 1, 1.5, 2, 5)


@given(counts, st.integers(0, 30), st.sampled_from([1, 1_000, 1_000_003]))
def test_measures_of_a_spread_are_their_definitions_person_by_person(values, quiet, times):
    """People taken one by one, largest first; counts that are small and counts far apart are told apart differently."""
    each = np.sort(values * times)[::-1]
    everybody = np.append(each, np.zeros(quiet, np.int64))
    found, shares, n = measures.figures(values * times, len(everybody)), each / each.sum(), len(everybody)
    assert found.contributions == each.sum()
    for k in measures.TOP_RANKS:
        assert found.top_shares[str(k)] == pytest.approx(shares[:k].sum())
    ranks = np.arange(n, 0, -1)
    assert found.gini["members"] == pytest.approx(2 * (ranks @ everybody) / (n * each.sum()) - (n + 1) / n, abs=1e-12)
    assert found.absence_factor == int(np.searchsorted(2 * np.cumsum(each), each.sum())) + 1
    assert found.hill == pytest.approx(
        {"0": len(each), "1": np.exp(-(shares @ np.log(shares))), "2": 1 / (shares @ shares)}
    )
    assert [(band.contributors, band.contributions) for band in found.bands] == [
        (len(those), those.sum())
        for band in found.bands
        for those in [each[(each >= band.low) & (each <= (band.high or each.max()))]]
    ]
    curve = measures.lorenz(each, n)
    assert np.interp(np.arange(n + 1) / n, curve.people, curve.contributions) == pytest.approx(
        np.append(0, np.cumsum(everybody[::-1])) / each.sum()
    )


@given(counts, st.integers(2, 50))
def test_doing_everything_k_times_changes_no_share(values, k):
    for measure in (measures.gini, measures.evenness, measures.absence_factor, measures.needs_more_hands):
        assert measure(values * k) == pytest.approx(measure(values))
    assert measures.top_shares(values * k) == pytest.approx(measures.top_shares(values))


@given(counts, st.randoms(use_true_random=False))
def test_order_of_people_does_not_matter(values, random):
    shuffled = values.copy()
    random.shuffle(shuffled)
    assert measures.figures(shuffled, 100) == measures.figures(values, 100)


@given(counts, st.integers(2, 4))
def test_copies_of_a_group_are_as_unequal_and_that_many_times_as_many_hands(values, k):
    copies = np.tile(values, k)
    assert measures.gini(copies) == pytest.approx(measures.gini(values))
    for q in ORDERS:
        assert measures.hill(copies, q) == pytest.approx(k * measures.hill(values, q))


@given(several)
def test_merging_two_people_makes_fewer_hands(values):
    merged = np.append(values[2:], values[0] + values[1])
    for q in ORDERS:
        assert measures.hill(merged, q) <= measures.hill(values, q) * (1 + 1e-9)
    assert measures.absence_factor(merged) <= measures.absence_factor(values)
    assert measures.top_share(merged, 1) >= measures.top_share(values, 1)


@given(several, st.data())
def test_giving_some_of_it_to_one_who_does_less_makes_it_more_even(values, data):
    low, high = int(values.argmin()), int(values.argmax())
    assume(values[high] - values[low] >= 2)
    given_away = data.draw(st.integers(1, int(values[high] - values[low]) // 2))
    after = values.copy()
    after[low] += given_away
    after[high] -= given_away
    assert measures.gini(after) < measures.gini(values)
    assert measures.evenness(after) > measures.evenness(values)
    assert measures.hill(after, 1) > measures.hill(values, 1)
    assert measures.hill(after, 2) > measures.hill(values, 2)
    for k, share in measures.top_shares(after).items():
        assert share <= measures.top_share(values, k) + 1e-12


@given(counts, st.integers(0, 30))
def test_every_measure_stays_in_its_bounds(values, quiet):
    n, members = len(values), len(values) + quiet
    figures = measures.figures(values, members)
    assert 0 <= figures.gini["contributors"] <= 1 - 1 / n + 1e-12
    assert figures.gini["contributors"] - 1e-12 <= figures.gini["members"] <= 1 - 1 / members + 1e-12
    assert 1 - 1e-9 <= figures.hill["2"] <= figures.hill["1"] * (1 + 1e-9) <= figures.hill["0"] * (1 + 2e-9)
    assert 0 <= figures.evenness <= 1
    assert 1 <= figures.absence_factor <= -(-n // 2)
    assert (figures.absence_factor == 1) == (figures.top_shares["1"] >= 0.5) == measures.hangs_on_one(values)
    assert sum(band.contributors for band in figures.bands) == n
    assert sum(band.contributions for band in figures.bands) == values.sum()


@given(counts, st.integers(0, 30))
def test_lorenz_curve_rises_ever_faster_below_the_diagonal(values, quiet):
    curve = measures.lorenz(values, len(values) + quiet)
    slopes = np.diff(curve.contributions) / np.diff(curve.people)
    assert (np.diff(slopes) >= -1e-9).all()
    assert (curve.contributions <= curve.people + 1e-12).all()
    assert (curve.people[0], curve.contributions[0], curve.people[-1], curve.contributions[-1]) == (0, 0, 1, 1)
    for k in range(1, len(values) + 1):
        rest = np.interp(1 - k / (len(values) + quiet), curve.people, curve.contributions)
        assert 1 - rest == pytest.approx(measures.top_share(values, k))


@given(counts)
def test_absence_factor_is_the_first_rank_to_reach_half(values):
    factor = measures.absence_factor(values)
    assert measures.top_share(values, factor) >= 0.5
    assert factor == 1 or measures.top_share(values, factor - 1) < 0.5
