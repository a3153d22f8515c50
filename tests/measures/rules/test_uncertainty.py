"""Intervals: reproducible, around the figure, and honest about too few."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from manyhands.measures import queries as measures
from manyhands.measures.rules import resampled
from manyhands.measures.rules.bootstrap import Population, population, replicates

from .strategies import counts

SKEWED = np.array([312, 98, 41, 30, 22, 15, 11, 9, 7, 7, 5, 4, 3, 3, 2, 2, 1, 1, 1, 1])
ZEROS = np.zeros(5, dtype=np.int64)


def one(name, values):
    """A figure by the resampled kind, of these people as they are."""
    distinct, people = resampled.distinct(values)
    return resampled.of(name)(resampled.Rows(distinct, people[None]))[0]


@given(counts)
def test_a_row_of_weights_gives_what_the_measure_gives(values):
    assert one("gini", values) == pytest.approx(measures.gini(values))
    assert one("gini_members", np.concatenate([values, ZEROS])) == pytest.approx(measures.gini(values, len(values) + 5))
    for k in (1, 3, 6):
        assert one(f"top_share:{k}", values) == pytest.approx(measures.top_share(values, k))
    for q in (0, 0.5, 1, 2):
        assert one(f"hill:{q}", values) == pytest.approx(measures.hill(values, q))
    assert one("evenness", values) == pytest.approx(measures.evenness(values))
    assert one("absence_factor", values) == measures.absence_factor(values)
    assert one("contributors", np.concatenate([values, ZEROS])) == len(values)
    assert one("contributions", values) == values.sum()


@given(counts, st.data())
def test_many_rows_give_what_each_gives(values, data):
    distinct, _ = resampled.distinct(np.append(values, 0))
    drawn = data.draw(st.lists(st.lists(st.integers(0, 3), min_size=len(distinct), max_size=len(distinct)), min_size=2))
    weights = np.array(drawn)
    for name in (*measures.FIGURES, "contributors"):
        figure = resampled.of(name)
        for row, value in zip(weights, figure(resampled.Rows(distinct, weights)), strict=True):
            repeated = np.repeat(distinct, row)
            if repeated.any():
                assert value == pytest.approx(one(name, repeated))
            elif name != "contributors":
                assert np.isnan(value)


@pytest.mark.parametrize("name", ["mean", "top_share", "top_share:0", "top_share:x", "hill:", "hill:-1"])
def test_a_figure_that_is_not_there(name):
    with pytest.raises(ValueError, match="no figure is called"):
        resampled.of(name)


def test_the_same_seed_gives_the_same_interval():
    first, again, other = (measures.estimate(SKEWED, "gini", seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert (first.low, first.high) != (other.low, other.high)
    assert first.value == other.value == measures.gini(SKEWED)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 500), min_size=10, max_size=60).map(np.array), st.integers(0, 200))
def test_the_figure_lies_in_its_interval(values, quiet):
    found = measures.estimates(values, members=len(values) + quiet, resamples=60)
    assert set(found) == set(measures.FIGURES)
    for name, estimate in found.items():
        if estimate.reason is None:
            assert estimate.low <= estimate.value <= estimate.high, name
        else:
            assert (estimate.value, estimate.low, estimate.high, estimate.reason) == (None, None, None, "wide"), name


def test_more_people_make_it_narrower():
    def width(k):
        estimate = measures.estimate(np.tile(SKEWED, k), "gini")
        return estimate.high - estimate.low

    assert width(1) > width(5) > width(50)


def test_where_all_did_the_same_nothing_is_uncertain():
    assert measures.estimate(np.full(12, 5), "gini")[:3] == (0, 0, 0)


def test_fewer_than_ten_are_too_few_to_say():
    estimate = measures.estimate(SKEWED[:9], "gini")
    assert estimate == (None, None, None, 0.95, 9, "few_people")
    assert measures.estimate(SKEWED[:10], "absence_factor").value is not None
    reasons = {"few_people", "few_services", "wide", "few_threads", "not_reached", "too_early"}
    assert reasons == measures.TOO_FEW.keys()


def test_an_interval_of_nearly_anything_is_too_few_to_say():
    few = np.array([50_000, 300, 40, 3, 1, 1, 1, 1, 1, 1])
    estimate = measures.estimate(few, "evenness")
    assert (estimate.value, estimate.low, estimate.high, estimate.reason) == (None, None, None, "wide")
    assert measures.estimate(np.tile(few, 3), "evenness").reason is None


def test_over_members_people_are_drawn_from_all_of_them():
    estimate = measures.estimate(SKEWED, "contributors", members=100)
    low, high = stats.binom.ppf([0.025, 0.975], 100, 0.2)
    assert estimate.value == 20
    assert abs(estimate.low - low) <= 1
    assert abs(estimate.high - high) <= 1
    assert estimate.people == 100
    with pytest.raises(ValueError, match="members"):
        measures.estimate(SKEWED, "gini_members")
    assert "gini_members" not in measures.estimates(SKEWED)
    with pytest.raises(ValueError, match="cannot be more"):
        measures.estimate(SKEWED, "gini_members", members=5)


def test_the_tail_is_a_pareto_tail():
    """The mean excess of ln x over the threshold is that of those it was fitted to, in expectation."""
    people = population(SKEWED)
    assert people.chances.sum() == pytest.approx(1)
    tail = people.values > 22  # the √20 → 4 busiest did 30 or more, the next 22
    assert people.chances[tail].sum() == pytest.approx(4 / 20)
    expected = np.log(SKEWED[:4] / 22.5).mean()
    weight = people.chances[tail] / people.chances[tail].sum()
    assert weight @ np.log(people.values[tail] / 22.5) == pytest.approx(expected, rel=0.1)
    assert people.values.max() > SKEWED.max()


def test_portions_do_not_change_how_many_are_drawn():
    people = population(np.arange(1, 5001))
    drawn = replicates(people, {"n": resampled.of("contributors")}, 1000, 3)["n"]
    assert drawn.shape == (1000,)
    assert (drawn == 5000).all()


@pytest.mark.parametrize("members", [60, 61, 400, 20_000])
def test_what_is_drawn_is_what_drawing_people_one_by_one_gives(members):
    """Both kinds of resamples against people drawn with replacement, figure by figure (Kolmogorov and Smirnov)."""
    random = np.random.default_rng(4)
    counts = np.tile(SKEWED, 3)
    values, people = resampled.distinct(counts)
    asked = {"gini": "gini", "contributions": "contributions", "gini_members": "gini_members", "hill": "hill:2"}
    figures = {name: resampled.of(figure) for name, figure in asked.items()}
    over = {name: figures[name] for name in ("gini_members", "contributions")}
    among = {name: figures[name] for name in ("gini", "hill")}
    found = replicates(Population(values, people / 60, 60), among, 1500, 1, over=over, members=members)
    plain = {name: [] for name in found}
    everybody = np.append(counts, np.zeros(members - 60, np.int64))
    for _ in range(1500):
        drawn, of_all = random.choice(counts, 60), random.choice(everybody, members)
        plain["gini"].append(measures.gini(drawn))
        plain["hill"].append(measures.hill(drawn, 2))
        plain["gini_members"].append(measures.gini(of_all[of_all > 0], members))
        plain["contributions"].append(of_all.sum())
    for name, drawn in found.items():
        assert stats.ks_2samp(drawn, plain[name]).pvalue > 0.001, name


def test_two_hundred_thousand_people_take_less_than_three_seconds():
    counts = np.random.default_rng(1).zipf(1.7, 200_000) % 100_000 + 1
    started = time.process_time()
    found = measures.estimates(counts, members=400_000)
    assert time.process_time() - started < 3
    assert found["gini"].high - found["gini"].low < 0.2


def test_a_change_is_the_difference_and_larger_than_chance_or_not():
    rng = np.random.default_rng(5)
    before, after = rng.geometric(0.1, 300), np.maximum(1, rng.lognormal(1, 2, 300)).astype(int)
    changed = measures.change(before, after, "gini")
    assert changed.difference == pytest.approx(measures.gini(after) - measures.gini(before))
    assert 0 < changed.low < changed.difference < changed.high
    assert changed.beyond_chance
    same = measures.change(before, rng.geometric(0.1, 300), "gini")
    assert same.low < 0 < same.high
    assert not same.beyond_chance


def test_the_change_of_what_is_turned_round_is_turned_round():
    before, after = np.tile(SKEWED, 3), np.full(40, 3)
    there, back = measures.change(before, after, "hill:2"), measures.change(after, before, "hill:2")
    assert there.difference == pytest.approx(-back.difference)
    assert there.low == pytest.approx(-back.high, rel=0.2)


def test_a_change_with_few_people_on_either_side_is_not_said():
    assert measures.change(SKEWED, SKEWED[:9], "gini")[:5] == (None, None, None, None, None)
    assert measures.change(SKEWED, SKEWED[:9], "gini").reason == "few_people"
    with pytest.raises(ValueError, match="members"):
        measures.change(SKEWED, SKEWED, "contributors")
    assert measures.change(SKEWED, SKEWED, "contributors", members=(40, 50)).difference == 0


def test_wilsons_interval():
    result = stats.binomtest(7, 20).proportion_ci(method="wilson")
    estimate = measures.proportion(7, 20)
    assert (estimate.low, estimate.high) == pytest.approx((result.low, result.high))
    assert measures.proportion(0, 10).low == 0
    assert measures.proportion(3, 9).reason == "few_people"
