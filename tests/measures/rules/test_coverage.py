"""Do intervals hold the truth as often as they say? Simulated, in worlds with light and heavy tails."""

import numpy as np
import pytest

from manyhands.measures import queries as measures
from manyhands.measures.rules import resampled
from manyhands.measures.rules.bootstrap import Population, population, replicates

NAMES = ("top_share:1", "top_share:6", "gini", "hill:1", "hill:2", "evenness", "absence_factor")
WORLDS = {
    "light": lambda random, n: random.geometric(0.1, n),
    "heavy": lambda random, n: np.ceil(random.lognormal(1.5, 1.3, n)).astype(int),
    "heavier": lambda random, n: np.ceil(random.lognormal(1, 1.8, n)).astype(int),
    "pareto": lambda random, n: np.ceil(random.pareto(1.3, n) * 3 + 0.01).astype(int),
}
TRIALS, RESAMPLES = 150, 300


def exactly(name, values, people):
    """A figure of these people as they are."""
    return resampled.of(name)(resampled.Rows(values, people[None]))[0]


def truth(draw, n):
    """What a figure typically is when n people of this world take part: its median over many such groups."""
    random = np.random.default_rng(1)
    groups = [resampled.distinct(draw(random, n)) for _ in range(401)]
    return {name: np.median([exactly(name, values, people) for values, people in groups]) for name in NAMES}


def held(draw, n, drawn_from):
    """How often, of TRIALS groups, the middle 95 % of the resamples held the truth."""
    random, true = np.random.default_rng(2), truth(draw, n)
    figures = {name: resampled.of(name) for name in NAMES}
    hits = dict.fromkeys(NAMES, 0)
    for trial in range(TRIALS):
        counts = draw(random, n)
        for name, drawn in replicates(drawn_from(counts), figures, RESAMPLES, trial).items():
            low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
            value = exactly(name, *resampled.distinct(counts))
            hits[name] += min(low, value) - 1e-9 <= true[name] <= max(high, value) + 1e-9
    return {name: count / TRIALS for name, count in hits.items()}


@pytest.mark.parametrize("n", [10, 40, 400])
@pytest.mark.parametrize("world", WORLDS)
def test_the_truth_is_held_nine_times_in_ten(world, n):
    found = held(WORLDS[world], n, population)
    assert min(found.values()) >= 0.88, found  # 0.9 less what 150 trials may miss by chance


def test_a_plain_bootstrap_would_not_do():
    """Why there is a tail: without it the largest share is held about half the time."""

    def plain(counts):
        values, people = resampled.distinct(counts)
        return Population(values, people / people.sum(), len(counts))

    assert held(WORLDS["heavy"], 400, plain)["top_share:1"] < 0.7


def test_estimates_are_these_intervals():
    counts = WORLDS["light"](np.random.default_rng(3), 40)
    drawn = replicates(population(counts), {"gini": resampled.of("gini")}, 1000, 0)["gini"]
    low, high = np.quantile(drawn, [0.025, 0.975], method="inverted_cdf")
    assert measures.estimate(counts, "gini")[1:3] == (low, high)
