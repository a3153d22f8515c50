"""Many groups at once give what each gives alone."""

import time

import numpy as np
import pytest
from hypothesis import given

from manyhands.measures import queries as measures

from .strategies import rows


@given(rows)
def test_each_group_is_measured_as_if_alone(drawn):
    group, actor, n = np.array(drawn, dtype=np.int64).reshape(-1, 3).T
    grouped = measures.by_group(group, actor, n, 7)
    for i in range(7):
        counts = np.array([n[(group == i) & (actor == a)].sum() for a in np.unique(actor[group == i])], dtype=np.int64)
        assert grouped.contributors[i] == len(counts)
        assert grouped.contributions[i] == counts.sum()
        if len(counts):
            assert grouped.top_share[i] == pytest.approx(measures.top_share(counts, 1))
            assert grouped.absence_factor[i] == measures.absence_factor(counts)
            assert grouped.effective_hands[i] == pytest.approx(measures.hill(counts, 2))
            assert grouped.hangs_on_one[i] == measures.hangs_on_one(counts)
        else:
            assert grouped.top_share[i] == grouped.absence_factor[i] == grouped.effective_hands[i] == 0
            assert not grouped.needs_more_hands[i]
            assert not grouped.hangs_on_one[i]


def test_needs_more_hands_below_four_only():
    group = np.repeat([0, 1, 2], [3, 4, 5])
    grouped = measures.by_group(group, np.arange(12), np.full(12, 5), 3)
    assert grouped.needs_more_hands.tolist() == [True, False, False]


def test_ten_thousand_groups_take_less_than_a_second():
    rng = np.random.default_rng(7)
    group, actor = rng.integers(0, 10_000, 300_000), rng.integers(0, 2**62, 5_000)[rng.integers(0, 5_000, 300_000)]
    started = time.process_time()
    grouped = measures.by_group(group, actor, rng.integers(1, 90, 300_000), 10_000)
    assert time.process_time() - started < 1
    assert (grouped.contributors > 0).all()
