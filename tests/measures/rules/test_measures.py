"""Each measure against a closed form, another library or an example that somebody else worked out."""

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import trapezoid

from manyhands.measures import queries as measures

SKEWED = np.array([312, 98, 41, 7, 7, 3, 1, 1])
EQUAL = np.full(10, 6)
ALONE = np.array([9])


def test_top_share_is_the_part_of_the_largest():
    assert measures.top_share(np.array([1, 6, 3]), 1) == 0.6
    assert measures.top_share(np.array([1, 6, 3]), 2) == 0.9
    assert measures.top_share(np.array([1, 6, 3]), 7) == 1
    assert measures.top_shares(np.array([1, 6, 3]), (1, 2, 7)) == {1: 0.6, 2: 0.9, 7: 1}


def test_gini_is_half_the_relative_mean_difference():
    differences = np.abs(SKEWED[:, None] - SKEWED[None, :]).mean()
    assert measures.gini(SKEWED) == pytest.approx(differences / (2 * SKEWED.mean()), rel=1e-12)


def test_gini_over_members_counts_the_others_as_nothing():
    everyone = np.concatenate([SKEWED, np.zeros(12)])
    differences = np.abs(everyone[:, None] - everyone[None, :]).mean()
    assert measures.gini(SKEWED, members=20) == pytest.approx(differences / (2 * everyone.mean()), rel=1e-12)
    assert measures.gini(ALONE, members=50) == pytest.approx(1 - 1 / 50)


@pytest.mark.parametrize("members", [None, 8, 20])
def test_gini_is_twice_the_area_between_lorenz_curve_and_diagonal(members):
    curve = measures.lorenz(SKEWED, members)
    assert measures.gini(SKEWED, members) == pytest.approx(1 - 2 * trapezoid(curve.contributions, curve.people))


def test_lorenz_curve_of_three():
    curve = measures.lorenz(np.array([5, 1, 4]))
    assert curve.people.tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert curve.contributions.tolist() == pytest.approx([0, 0.1, 0.5, 1])


def test_lorenz_curve_over_members_lies_flat_for_those_who_did_nothing():
    curve = measures.lorenz(np.array([3, 1]), members=10)
    assert curve.people.tolist() == pytest.approx([0, 0.8, 0.9, 1])
    assert curve.contributions.tolist() == pytest.approx([0, 0, 0.25, 1])


def test_hill_numbers_are_the_known_indices():
    shares = SKEWED / SKEWED.sum()
    assert measures.hill(SKEWED, 0) == pytest.approx(len(SKEWED))
    assert measures.hill(SKEWED, 1) == pytest.approx(np.exp(stats.entropy(SKEWED)))
    assert measures.hill(SKEWED, 2) == pytest.approx(1 / (shares**2).sum())
    assert measures.hill(SKEWED, 3) == pytest.approx((shares**3).sum() ** -0.5)
    assert measures.hill(SKEWED, 0.5) == pytest.approx((shares**0.5).sum() ** 2)
    assert measures.hill(SKEWED, float("inf")) == pytest.approx(1 / shares.max())


@pytest.mark.parametrize("step", [1e-3, 1e-6, 1e-9, 1e-12])
def test_hill_numbers_tend_to_order_one_from_both_sides(step):
    limit = measures.hill(SKEWED, 1)
    assert measures.hill(SKEWED, 1 - step) == pytest.approx(limit, rel=5 * step + 1e-9)
    assert measures.hill(SKEWED, 1 + step) == pytest.approx(limit, rel=5 * step + 1e-9)


def test_evenness_is_shannon_over_its_largest_value():
    assert measures.evenness(SKEWED) == pytest.approx(stats.entropy(SKEWED) / np.log(len(SKEWED)))
    assert measures.evenness(EQUAL) == pytest.approx(1)


def test_one_contributor_alone_is_even_and_needs_hands():
    figures = measures.figures(ALONE, members=1)
    assert (figures.evenness, figures.gini["contributors"], figures.hill["2"], figures.absence_factor) == (1, 0, 1, 1)
    assert figures.needs_more_hands
    assert measures.hangs_on_one(ALONE)


def test_absence_factor_of_chaoss_own_example():
    assert measures.absence_factor(np.array([1000, 202, 90, 33, 332, 343, 42, 433])) == 2


@pytest.mark.parametrize(("counts", "factor"), [([5, 5], 1), ([5, 4, 2], 2), ([5, 4, 1], 1), ([1] * 11, 6)])
def test_absence_factor_takes_half_as_enough(counts, factor):
    assert measures.absence_factor(np.array(counts)) == factor
    assert measures.hangs_on_one(np.array(counts)) == (factor == 1)


def test_fewer_than_four_effective_hands_need_more():
    assert measures.needs_more_hands(np.array([7, 7, 7]))
    assert not measures.needs_more_hands(np.array([7, 7, 7, 7]))
    assert measures.needs_more_hands(np.array([8, 7, 7, 7]))


def test_bands_count_people_and_contributions_at_their_edges():
    bands = measures.bands(np.array([1, 4, 5, 24, 25, 99, 100, 5000]))
    assert [tuple(band) for band in bands] == [(1, 4, 2, 5), (5, 24, 2, 29), (25, 99, 2, 124), (100, None, 2, 5100)]


def test_monthly_actives_count_people_once_and_list_quiet_months():
    months = measures.monthly_actives(
        np.array([201512, 201511, 201602, 201511]), np.array([4, 4, 9, 4]), np.array([1, 2, 3, 4])
    )
    assert months.months.tolist() == [201511, 201512, 201601, 201602]
    assert months.contributors.tolist() == [1, 1, 0, 1]
    assert months.contributions.tolist() == [6, 1, 0, 3]


def test_nobody_has_figures_without_measures():
    nobody = np.empty(0, dtype=np.int64)
    figures = measures.figures(nobody, members=7)
    assert (figures.members, figures.contributors, figures.contributions) == (7, 0, 0)
    assert figures.evenness is None
    assert figures.top_shares == {}
    assert figures.gini["members"] is None
    assert [band.contributors for band in figures.bands] == [0, 0, 0, 0]
    assert measures.monthly_actives(nobody, nobody, nobody).months.size == 0
    for measure in (measures.gini, measures.absence_factor, measures.evenness, measures.lorenz):
        with pytest.raises(ValueError, match="at least one contributor"):
            measure(nobody)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="at least one contribution"):
        measures.gini(np.array([3, 0]))
    with pytest.raises(ValueError, match="8 contributors cannot be more than 7 members"):
        measures.gini(SKEWED, members=7)
    with pytest.raises(ValueError, match="order"):
        measures.hill(SKEWED, -1)
    with pytest.raises(ValueError, match="k must"):
        measures.top_share(SKEWED, 0)
