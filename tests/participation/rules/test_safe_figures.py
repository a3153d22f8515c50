"""What is shown of one set of people does not tell what any one of them did."""

from collections import defaultdict
from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from manyhands.measures import queries as measures
from manyhands.participation.rules.safe_figures import SafeFigures, cut_points, merge_bands, safe_figures
from tests.measures.slack_export import read

counts = st.lists(st.integers(1, 300), max_size=60).map(lambda values: np.array(values, dtype=np.int64))


def ways(total: int, people: int, most: int) -> list[tuple[int, ...]]:
    """All ways in which so many people can have contributed so often in total, busiest first."""
    if people == 1:
        return [(total,)] if 1 <= total <= most else []
    return [
        (first, *rest)
        for first in range(min(most, total - people + 1), 0, -1)
        for rest in ways(total - first, people - 1, first)
    ]


@pytest.mark.parametrize(("people", "most"), [(5, 34), (6, 34), (7, 24), (10, 24)])
def test_no_figures_of_a_small_set_have_only_one_explanation(people, most):
    explained = defaultdict(list)
    for total in range(people, most + 1):
        for each in ways(total, people, total):
            explained[str(asdict(safe_figures(np.array(each))))].append(each)
    for figures, explanations in explained.items():
        busiest = {each[0] for each in explanations}
        assert len(explanations) >= 3, figures
        assert len(busiest) >= 2, figures
    assert len(explained) > 2


def test_exact_figures_would_have_only_one_explanation():
    """Why small sets show so little: what total, Gini and Hill numbers with few digits give away."""
    explained = defaultdict(set)
    for each in ways(20, 6, 20):
        figures = measures.figures(np.array(each), 6)
        told = round(figures.gini["contributors"], 2), round(figures.hill["1"], 1), round(figures.hill["2"], 1)
        explained[told].add(each[0])
    assert sum(len(busiest) == 1 for busiest in explained.values()) > len(explained) * 0.9


@pytest.mark.parametrize("seed", range(3))
def test_measures_of_larger_sets_leave_the_busiest_open(seed):
    """A walk through other counts with the very same figures meets busiest people a twentieth apart, or more."""
    rng = np.random.default_rng(seed)
    each = (rng.pareto([0.8, 1.2, 2][seed % 3], int(rng.integers(20, 40))) * 9 + 1).astype(np.int64)
    figures = safe_figures(each)
    assert figures.bands  # it is large enough for measures
    busiest = {int(each.max())}
    for _ in range(5000):
        gives, takes = rng.integers(0, len(each), 2)
        step = int(rng.integers(1, max(2, each[gives] // 4)))
        tried = each.copy()
        tried[gives] -= step
        tried[takes] += step
        if tried[gives] > 0 and safe_figures(tried) == figures:
            each = tried
            busiest.add(int(each.max()))
    assert max(busiest) >= 1.05 * min(busiest)
    assert len(busiest) >= 3


def test_one_to_four_show_nothing_but_that_hands_are_welcome():
    for people in range(1, 5):
        assert safe_figures(np.full(people, 50), 60) == SafeFigures(None, members=60, needs_more_hands=True)


def test_nobody_is_shown_as_nobody():
    assert safe_figures(np.empty(0, dtype=np.int64), 30) == SafeFigures(0, 0, members=30)


def test_small_sets_show_people_hands_and_about_how_often():
    assert safe_figures(np.array([40, 9, 5, 2, 1, 1, 1]), 60) == SafeFigures(7, 60, True, 60, True)
    assert safe_figures(np.array([3, 2, 2, 2, 2]), 60) == SafeFigures(5, 10, True, 60, False)


def test_ten_people_show_what_the_busier_five_did_in_steps_of_five_per_cent():
    figures = safe_figures(np.array([60, 20, 10, 8, 6, 5, 5, 4, 2, 1]), 60)
    assert figures.top_shares == {5: 0.85}
    assert figures.contributions == 120
    assert (figures.gini, figures.hill, figures.bands, figures.absence_factor) == ({}, {}, (), None)
    assert safe_figures(np.array([8, 2, 2, 2, 2, 2, 2, 2, 2, 1]), 60).top_shares == {}  # too few ways to do 25


def test_real_export_says_what_the_page_opens_with():
    figures = safe_figures(read().counts(), 71)
    assert (figures.contributors, figures.contributions, figures.about, figures.members) == (32, 1025, False, 71)
    assert figures.top_shares == {6: 0.87, 11: 0.95, 16: 0.97, 21: 0.99, 26: 0.99}
    assert figures.hill == {"0": 32, "1": 8, "2": 5}
    assert figures.gini == {"contributors": 0.81, "members": 0.91}
    assert figures.evenness == 0.6
    assert figures.absence_factor is None  # it is 2
    assert [tuple(band) for band in figures.bands] == [(1, 4, 18), (5, 24, 7), (25, None, 7)]
    assert figures.lorenz["contributors"] == (
        *((0, 0), (6 / 32, 0.01), (11 / 32, 0.01), (0.5, 0.03), (21 / 32, 0.05), (26 / 32, 0.13), (1, 1)),
    )
    assert figures.lorenz["members"][:2] == ((0, 0), (39 / 71, 0))


def test_measures_that_are_about_fewer_than_five_are_left_out():
    one_does_all = np.array([900] + [3] * 25)
    figures = safe_figures(one_does_all, 60)
    assert (figures.hill, figures.evenness, figures.absence_factor) == ({"0": 26}, None, None)
    assert figures.gini == {}
    assert figures.needs_more_hands
    even = safe_figures(np.array([9] * 26), 60)
    assert (even.hill, even.evenness, even.absence_factor) == ({"0": 26, "1": 26, "2": 26}, 1.0, 13)


@pytest.mark.parametrize(("members", "shown"), [(None, None), (26, 26), (27, None), (30, None), (31, 31)])
def test_members_are_left_out_where_few_of_them_did_not_contribute(members, shown):
    figures = safe_figures(np.array([9] * 26), members)
    assert figures.members == shown
    assert ("members" in figures.gini) == ("members" in figures.lorenz) == (shown is not None)


@given(st.integers(0, 3000))
def test_every_piece_between_cuts_has_five_people_or_more(people):
    cuts = cut_points(people)
    assert all(after - before >= 5 for before, after in pairwise((0, *cuts, people))) or not cuts
    assert bool(cuts) == (people >= 10)
    assert len(cuts) <= 100
    if people >= 11:
        assert cuts[0] == 6


@given(counts)
def test_merged_bands_hold_everyone_and_five_each(each):
    merged = merge_bands(measures.bands(each))
    assert all(band.contributors >= 5 for band in merged)
    assert sum(band.contributors for band in merged) == (len(each) if len(each) >= 5 else 0)
    for band in merged:
        assert band.contributors == np.count_nonzero((each >= band.low) & (each <= (band.high or each.max())))


@given(counts, st.integers(0, 40))
def test_nothing_shown_is_about_one_to_four(each, quiet):
    figures = safe_figures(each, len(each) + quiet)
    assume(len(each))
    told = [figures.contributors, figures.absence_factor, figures.members, *figures.hill.values()]
    assert all(value is None or value >= 5 for value in told)
    assert all(k >= 5 and len(each) - k >= 5 for k in figures.top_shares)
    if figures.members:
        assert figures.members - len(each) not in range(1, 5)
