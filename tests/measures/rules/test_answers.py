"""Answer times beside scipy's Kaplan–Meier, the working clock by hand, hours and weekdays, the elephant factor."""

import warnings
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from manyhands.measures import queries as measures

NAT = np.datetime64("NaT")
MONDAY = datetime(2026, 11, 16)
DAY = 86_400


def threads(waits, until):
    """Threads asked on Monday at 0:00, answered after so many seconds (None: not), known for so long each."""
    asked = np.full(len(waits), np.datetime64(MONDAY, "s"))
    answered = np.array([NAT if wait is None else np.datetime64(MONDAY + timedelta(seconds=wait)) for wait in waits])
    return measures.answer_times(asked, answered, MONDAY + timedelta(seconds=until))


def test_what_has_no_answer_is_not_dropped():
    hour = 3600
    found = threads([hour, 2 * hour, 3 * hour, 4 * hour, *[None] * 6], 100 * hour)
    assert (found.threads, found.answered) == (10, 4)
    assert found.median.value is None  # of those answered it would be 2.5 hours
    assert found.median.reason == "not_reached"
    assert found.within_working_day.value == pytest.approx(0.4)
    most = threads([hour, 2 * hour, 3 * hour, 4 * hour, 5 * hour, 6 * hour, *[None] * 4], 100 * hour)
    assert most.median.value == 5 * hour
    assert most.median.low < 5 * hour
    assert most.median.high is None


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=10, max_size=60))
@settings(deadline=None, max_examples=60)
def test_the_median_is_that_of_scipys_survival_function(drawn):
    took = np.array([seconds for seconds, _ in drawn])
    seen = np.array([is_seen for _, is_seen in drawn])
    end = np.datetime64(MONDAY + timedelta(hours=5), "s")
    asked = np.where(seen, np.datetime64(MONDAY, "s"), end - took)  # the unanswered have waited so long until now
    answered = np.where(seen, asked + took.astype("timedelta64[s]"), NAT)
    found = measures.answer_times(asked, answered, MONDAY + timedelta(hours=5)).median
    peer = stats.ecdf(stats.CensoredData(uncensored=took[seen], right=took[~seen])).sf
    if not seen.any():
        assert found.value is found.low is found.high is None
        return

    def first(curve):
        under = np.flatnonzero((curve <= 0.5 + 1e-12) & (np.isin(peer.quantiles, took[seen])))
        return float(peer.quantiles[under[0]]) if under.size else None

    assert found.value == first(peer.probabilities)
    low, high = _loglog(peer)
    assert (found.low, found.high) == (first(low), first(high))


def _loglog(curve):
    """The log-log interval of scipy, which warns where the curve is 1 or 0 and the interval not defined."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        interval = curve.confidence_interval(confidence_level=0.95, method="log-log")
    ends = [np.asarray(end.probabilities, dtype=float) for end in (interval.low, interval.high)]
    return [np.where(curve.probabilities <= 0, 0, end) for end in ends]


@pytest.mark.parametrize(
    ("asked", "answered", "hours"),
    [
        ("2026-11-18T15:00", "2026-11-19T15:00", 24),  # Wednesday to Thursday
        ("2026-11-20T15:00", "2026-11-23T15:00", 24),  # Friday to Monday
        ("2026-11-21T10:00", "2026-11-23T09:00", 9),  # asked on Saturday: from Monday's beginning
        ("2026-11-21T10:00", "2026-11-22T20:00", 0),  # answered at the weekend
        (
            "2026-12-24T12:00",
            "2026-12-29T12:00",
            24,
        ),  # Thursday; Christmas on Friday, Boxing Day's substitute on Monday
        ("1969-12-30T12:00", "1970-01-02T12:00", 72),  # a Tuesday, no holiday passed in
    ],
)
def test_the_working_clock(asked, answered, hours):
    holidays = [date(2026, 12, 25), date(2026, 12, 28)]
    start, end = measures.working_seconds([asked, answered], holidays)
    assert end - start == hours * 3600


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), min_size=2))
def test_the_working_clock_never_runs_backwards_or_faster(moments):
    ordered = np.sort(np.array(moments, dtype="datetime64[s]"))
    worked = np.diff(measures.working_seconds(ordered, [date(2024, 12, 25)]))
    assert (worked >= 0).all()
    assert (worked <= np.diff(ordered).astype(np.int64)).all()


def test_answered_within_a_working_day():
    friday = datetime(2026, 11, 20, 15)
    asked = np.full(10, np.datetime64(friday, "s"))
    answered = np.array([np.datetime64(friday + timedelta(days=d), "s") for d in (0, 1, 2, 3, 3, 4, 4, 5, 5, 6)])
    found = measures.answer_times(asked, answered, datetime(2026, 12, 1))
    assert found.within_working_day.value == pytest.approx(0.5)  # up to Monday at three
    peer = stats.ecdf([0, 9, 9, 24, 24, 48, 48, 72, 72, 96]).sf
    assert found.within_working_day.low < 0.5 < found.within_working_day.high
    assert peer.evaluate(24) == 0.5
    monday_off = measures.answer_times(asked, answered, datetime(2026, 12, 1), holidays=[date(2026, 11, 23)])
    assert monday_off.within_working_day.value == pytest.approx(0.7)


def test_what_is_later_than_known_is_not_known():
    found = threads([10] * 12 + [5000] * 3, 100)
    assert (found.threads, found.answered) == (15, 12)
    assert found.within_working_day.value is None
    assert found.within_working_day.reason == "too_early"
    few = threads([10] * 9, 100)
    assert few.median.reason == few.within_working_day.reason == "few_threads"


def test_hours_and_weekdays():
    moments = ["2026-11-16T00:10", "2026-11-16T00:59", "2026-11-22T23:59", "1969-12-31T12:00"]
    found = measures.by_hour_and_weekday(moments)
    assert found.shape == (7, 24)
    assert {(int(d), int(h)): int(found[d, h]) for d, h in np.argwhere(found)} == {(0, 0): 2, (6, 23): 1, (2, 12): 1}
    assert measures.by_hour_and_weekday(moments, [5, 1, 2, 3])[0, 0] == 6


def test_the_elephant_factor_of_chaosss_own_example():
    companies = [1000, 202, 90, 33, 332, 343, 42, 433]
    service, done = np.repeat(np.arange(8), 2), np.repeat(np.array(companies), 2) // 2
    found = measures.elephant_factor(service, done)
    assert found.value == 2
    assert 1 <= found.low <= 2 <= found.high <= 8
    assert found.people == 16
    assert measures.elephant_factor(np.arange(16) // 2, np.full(16, 125)).value == 4
    one = np.append(np.full(8, 700), [10] * 8)
    assert measures.elephant_factor(np.repeat([0, 1], 8), one)[:3] == (1, 1, 1)


def test_people_of_unknown_service_and_too_few():
    service, done = np.append(np.repeat([0, 1], 6), [-1] * 5), np.append(np.full(12, 3), [1000] * 5)
    found = measures.elephant_factor(service, done, seed=1)
    assert (found.value, found.people) == (1, 12)
    assert found == measures.elephant_factor(service, done, seed=1)
    assert measures.elephant_factor(service[8:], done[8:]).reason == "few_people"


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 50)), min_size=10, max_size=50))
@settings(deadline=None, max_examples=30)
def test_the_elephant_factor_is_the_absence_factor_of_services(drawn):
    service, done = np.array(drawn).T
    sums = np.bincount(service, done).astype(int)
    found = measures.elephant_factor(service, done, resamples=20)
    assert found.value == measures.absence_factor(sums[sums > 0])
    assert found.low <= found.value <= found.high
