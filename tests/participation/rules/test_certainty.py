"""Intervals and changes: no more of them than of their figures, and they leave open what the busiest did."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.measures import queries as measures
from manyhands.participation.rules.certainty import (
    Changed,
    Interval,
    changes,
    chosen,
    intervals,
    measured,
    safe_changes,
)
from manyhands.participation.rules.safe_figures import safe_figures
from tests.measures.slack_export import read

SKEWED = np.array([90, 60, 40, 30, 22, 15, 12, 9, 7, 6, 5, 5, 4, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1], np.int64)


def names_of(figures):
    """Those that the page lists for everybody."""
    found = [("top_shares", str(rank)) for rank in figures.top_shares]
    found += [("gini", of) for of in figures.gini] + [("hill", order) for order in figures.hill]
    found += [("evenness", "")] if figures.evenness is not None else []
    return found + ([("absence_factor", "")] if figures.absence_factor is not None else [])


def test_what_the_measures_call_them():
    assert measured(("top_shares", "6")) == "top_share:6"
    assert measured(("gini", "members")) == "gini_members"
    assert measured(("gini", "contributors")) == "gini"
    assert measured(("hill", "0")) is None, "how many there are is counted"
    assert measured(("evenness", "")) == "evenness"


def test_exactly_they_are_those_of_the_measures():
    names = [("top_shares", "6"), ("hill", "0"), ("hill", "2"), ("gini", "members")]
    found = intervals(SKEWED, names, 60, exactly=True)
    direct = measures.estimates(SKEWED, ["top_share:6", "hill:2", "gini_members"], members=60)
    assert set(found) == {("top_shares", "6"), ("hill", "2"), ("gini", "members")}
    assert found["top_shares", "6"] == Interval(direct["top_share:6"].low, direct["top_share:6"].high)
    assert found["hill", "2"] == Interval(direct["hill:2"].low, direct["hill:2"].high)


def test_of_the_real_export():
    found = intervals(read().counts(), [("top_shares", "1"), ("top_shares", "6")], 71, exactly=True)
    one, six = found["top_shares", "1"], found["top_shares", "6"]
    assert one.low < 0.304 < one.high
    assert 0.5 < six.low < 0.8702 < six.high <= 1


def test_for_everybody_they_are_coarse_and_outward():
    figures = safe_figures(SKEWED, 60)
    names = names_of(figures)
    safe, exact = (intervals(SKEWED, names, 60, exactly=exactly) for exactly in (False, True))
    assert set(safe) == set(chosen(names))
    for name, found in safe.items():
        step = {"hill": 5, "absence_factor": 5, "evenness": 0.1}.get(name[0], 0.05)
        for end in (found.low, found.high):
            assert end is None or end == pytest.approx(round(end / step) * step)
        assert found.low is None or found.low <= exact[name].low + 1e-6
        assert found.high >= exact[name].high - 1e-6
        if name[0] in ("hill", "absence_factor"):
            assert found.low is None or found.low >= 5


def test_too_few_to_say():
    assert intervals(SKEWED[:9], [("gini", "contributors")], None, exactly=True) == {
        ("gini", "contributors"): Interval(None, None, "few_people")
    }
    few = np.array([50_000, 300, 40, 3, 1, 1, 1, 1, 1, 1])
    assert intervals(few, [("evenness", "")], None, exactly=True)["evenness", ""].reason == "wide"


def test_changes_exactly():
    name = ("top_shares", "1")
    (found,) = changes(SKEWED, np.append(SKEWED, 5000), [name]).values()
    assert found.before == pytest.approx(90 / SKEWED.sum())
    assert found.difference == pytest.approx(5000 / (SKEWED.sum() + 5000) - 90 / SKEWED.sum())
    assert found.low <= found.difference <= found.high
    assert changes(SKEWED[:9], SKEWED, [name]) == {}


def test_changes_for_everybody_are_differences_of_what_is_shown():
    after = np.concatenate([SKEWED * 3, [1] * 40])
    shown = safe_figures(SKEWED), safe_figures(after)
    found = safe_changes(SKEWED, after, shown)
    assert found["top_shares", "6"].before == shown[0].top_shares[6]
    assert found["top_shares", "6"].difference == pytest.approx(shown[1].top_shares[6] - shown[0].top_shares[6])
    assert found["top_shares", "6"].low is None
    assert isinstance(found["top_shares", "6"].beyond_chance, bool)
    assert all(name[1] != "members" for name in found)


def test_whether_by_chance_is_said_of_twenty_people_on_both_sides():
    fifteen = SKEWED[:15]
    found = safe_changes(fifteen, SKEWED, (safe_figures(fifteen), safe_figures(SKEWED)))
    assert found == {("top_shares", "6"): Changed(0.8, round(safe_figures(SKEWED).top_shares[6] - 0.8, 2), None)}


@given(st.lists(st.integers(1, 300), max_size=60), st.lists(st.integers(1, 300), max_size=60))
@settings(max_examples=40)
def test_what_is_not_shown_of_a_period_has_no_change(before, after):
    sides = np.array(before, np.int64), np.array(after, np.int64)
    shown = safe_figures(sides[0]), safe_figures(sides[1])
    found = safe_changes(*sides, shown)
    for key, of in found:
        for side in shown:
            assert of in getattr(side, key) or int(of or 0) in getattr(side, key) if of.isdigit() else True
    if shown[0].contributors is None or shown[1].contributors is None:
        assert not found


@pytest.mark.parametrize("seed", [0, 1])
def test_with_intervals_too_the_busiest_is_left_open(seed):
    """A walk through other counts with the very same figures and intervals meets busiest people a twentieth apart."""
    rng = np.random.default_rng(seed)
    each = (rng.pareto([0.8, 1.2][seed], int(rng.integers(20, 40))) * 9 + 1).astype(np.int64)
    figures = safe_figures(each)
    assert figures.bands
    names = names_of(figures)
    told = intervals(each, names, None, exactly=False)
    busiest = {int(each.max())}
    for _ in range(1500):
        gives, takes = int(np.argmax(each)), int(rng.integers(0, len(each)))
        if rng.random() < 0.5:
            gives, takes = takes, gives
        step = int(rng.integers(1, max(2, each[gives] // 8)))
        tried = each.copy()
        tried[gives] -= step
        tried[takes] += step
        same = tried[gives] > 0 and safe_figures(tried) == figures
        if same and intervals(tried, names, None, exactly=False) == told:
            each = tried
            busiest.add(int(each.max()))
        if len(busiest) >= 3 and max(busiest) >= 1.05 * min(busiest):
            return
    pytest.fail(f"the busiest is nearly told: {sorted(busiest)}")
