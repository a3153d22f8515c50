"""Who comes back, who helps, and the funnel on nested sets."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyhands.measures import queries as measures
from manyhands.measures.rules.cohorts import _month, _ordinal

DAY = date(2026, 3, 1)
months = st.lists(st.tuples(st.integers(0, 8), st.integers(2024 * 12 + 8, 2024 * 12 + 16)), max_size=40)
people = st.lists(st.integers(0, 30), max_size=25)


def test_retention_by_hand():
    person = [1, 1, 1, 2, 2, 3, 3, 4, 1]
    month = [202611, 202612, 202702, 202611, 202611, 202612, 202701, 202702, 202703]
    found = measures.retention(person, month, 202702)
    assert found.cohorts.tolist() == [202611, 202612, 202701, 202702]
    assert found.size.tolist() == [2, 1, 0, 1]
    assert found.active[0].tolist() == [2, 1, 0, 1]
    assert found.active[1].tolist() == [1, 1, 0, 0]
    assert found.known.tolist() == [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]]
    assert found.share[0].tolist() == [1, 0.5, 0, 0.5]
    assert np.isnan(found.share[1]).tolist() == [False, False, False, True]
    assert np.isnan(found.share[2]).all()
    assert measures.retention([1], [202703], 202702).cohorts.size == 0


@given(months)
def test_retention_is_what_sets_say(drawn):
    until = 2024 * 12 + 14
    pairs = {(person, ordinal) for person, ordinal in drawn if ordinal <= until}
    rows = np.array(drawn, dtype=np.int64).reshape(-1, 2)
    found = measures.retention(rows[:, 0], _month(rows[:, 1]), int(_month(np.array(until))))
    first = {person: min(o for p, o in pairs if p == person) for person, _ in pairs}
    for c, cohort in enumerate(_ordinal(found.cohorts).tolist()):
        members = {person for person, start in first.items() if start == cohort}
        assert found.size[c] == len(members)
        for k in range(len(found.cohorts)):
            assert found.known[c, k] == (cohort + k <= until)
            back = sum((person, cohort + k) in pairs for person in members)
            assert found.active[c, k] == back
            if found.known[c, k] and members:
                assert found.share[c, k] == back / len(members)
            else:
                assert np.isnan(found.share[c, k])


@pytest.mark.parametrize(
    ("offsets", "survived"),
    [([0], False), ([0, 29], False), ([0, 30], True), ([0, 59], True), ([0, 60], False), ([0, 5, 45, 90], True)],
)
def test_surviving_is_coming_back_on_days_31_to_60(offsets, survived):
    days = [DAY + timedelta(days=offset) for offset in offsets]
    found = measures.newcomers([7] * len(days), days, DAY + timedelta(days=100))
    assert found.person.tolist() == [7]
    assert found.first.tolist() == [DAY]
    assert found.survived.tolist() == [survived]
    assert found.censored.tolist() == [False]


def test_it_is_too_early_until_the_sixtieth_day_is_over():
    days = [DAY, DAY + timedelta(days=40)]
    assert measures.newcomers([1, 1], days, DAY + timedelta(days=58)).censored.tolist() == [True]
    assert measures.newcomers([1, 1], days, DAY + timedelta(days=59)).censored.tolist() == [False]
    later = measures.newcomers([1, 2], [DAY, DAY + timedelta(days=9)], DAY)  # what is later than known is not known
    assert later.person.tolist() == [1]


def test_helpers_reply_to_somebody_new():
    known = measures.newcomers([1, 2, 3], [DAY, DAY - timedelta(days=90), DAY - timedelta(days=29)], DAY)

    def helped(who, whom, after=0):
        return measures.helpers([who], [whom], [DAY + timedelta(days=after)], known).tolist()

    assert helped(2, 1) == [2]
    assert helped(2, 1, 29) == [2]
    assert helped(2, 1, 30) == []
    assert helped(2, 3) == [2]
    assert helped(2, 3, 1) == []
    assert helped(1, 2) == []  # not new any more
    assert helped(1, 1) == []  # to oneself
    assert helped(2, 9) == []  # nobody we know
    assert helped(2, 1, -1) == []  # before they had contributed
    assert measures.helpers([2], [1], [DAY], measures.newcomers([], [], DAY)).size == 0


def test_a_funnel_by_hand():
    took = {
        "interested": None,
        "has_access": range(100),
        "signed_up": range(50),
        "contributed": [*range(20), 200, 201],  # two whom no register knows
        "regular": range(8),
        "helps_others": [0, 1, 19],
    }
    found = {step.key: step for step in measures.funnel(took, waiting={"regular": range(15, 20)})}
    assert list(found) == ["interested", "has_access", "signed_up", "contributed", "regular", "helps_others"]
    assert (found["interested"].people, found["interested"].share) == (None, None)
    assert (found["has_access"].people, found["has_access"].share) == (100, None)
    assert found["signed_up"].share.value == 0.5
    assert (found["contributed"].people, found["contributed"].outside) == (20, 2)
    assert (found["regular"].people, found["regular"].waiting) == (8, 5)
    assert found["regular"].share == measures.proportion(8, 15)
    assert (found["helps_others"].people, found["helps_others"].outside) == (2, 1)
    assert found["helps_others"].share.reason == "few_people"
    with pytest.raises(ValueError, match="no such steps"):
        measures.funnel({"paid": [1]})


@given(st.dictionaries(st.sampled_from(measures.STEPS), st.none() | people), people)
@settings(max_examples=60)
def test_no_step_is_larger_than_one_before(took, waiting):
    steps = measures.funnel(took, waiting={"regular": waiting})
    assert [step.key for step in steps] == list(measures.STEPS)
    before = None
    for step in steps:
        if step.people is None:
            continue
        assert step.people <= len(set(took[step.key]))
        if before is not None:
            assert step.people + step.waiting <= before
            assert step.share.people == before - step.waiting
        before = step.people
