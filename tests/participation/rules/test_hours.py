"""Local time, bank holidays, and which hours of the week may be shown: against calendars and by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.participation.rules.answering import DAY, HOUR, MINUTE, Span, coarse, may_say
from manyhands.participation.rules.hours import PARTS, part_of, shown_cells, shown_hours
from manyhands.participation.rules.local_time import bank_holidays, local

ZONES = ["Europe/London", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]


@pytest.mark.parametrize("zone", ZONES)
@given(st.lists(st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1)), min_size=1, max_size=20))
def test_local_time_is_what_the_clock_showed(zone, moments):
    moments = [moment.replace(microsecond=0) for moment in moments]
    found = local(np.array(moments, "datetime64[s]"), zone)
    clock = [moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in moments]
    assert found.tolist() == clock


def test_the_hour_in_which_clocks_change():
    quarters = [datetime(2026, 3, 29, 0, 0) + timedelta(minutes=15 * at) for at in range(8)]
    found = local(np.array(quarters, "datetime64[s]"), "Europe/London").tolist()
    assert [moment.hour for moment in found] == [0, 0, 0, 0, 2, 2, 2, 2]
    autumn = [datetime(2026, 10, 25, at, 30) for at in range(3)]
    assert [each.hour for each in local(np.array(autumn, "datetime64[s]"), "Europe/London").tolist()] == [1, 1, 2]


def test_what_is_not_known_stays_so():
    found = local(np.array(["NaT", "2026-07-01T12:00"], "datetime64[s]"), "Europe/London")
    assert np.isnat(found[0])
    assert found[1] == np.datetime64("2026-07-01T13:00")
    assert local(np.empty(0, "datetime64[s]"), "Europe/London").size == 0


def test_the_bank_holidays_of_england_in_2026():
    """As gov.uk lists them."""
    assert bank_holidays("Europe/London", [2026]) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 26),  # a Saturday
        date(2026, 12, 28),
    ]
    assert date(2022, 9, 19) in bank_holidays("Europe/London", range(2022, 2024)), "the funeral of Elizabeth II"
    assert date(2026, 3, 17) in bank_holidays("Europe/Belfast", [2026])
    assert bank_holidays("America/New_York", [2026]) == []


def test_parts_of_the_week():
    assert part_of(np.array([0, 8, 9, 11, 12, 13, 14, 16, 17, 23, 24])).tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5]


def test_a_cell_of_few_and_one_more_are_held_back():
    cell = np.repeat([0, 1, 2], [2, 6, 9])
    person = np.concatenate([np.arange(2), np.arange(10, 16), np.arange(20, 29)])
    assert shown_cells(cell, person, 4).tolist() == [False, False, True, True]


def test_cells_of_few_together_may_be_enough():
    cell = np.repeat([0, 1, 2], [2, 3, 9])
    person = np.concatenate([np.arange(2), np.arange(10, 13), np.arange(20, 29)])
    assert shown_cells(cell, person, 3).tolist() == [False, False, True]


@given(st.lists(st.tuples(st.integers(0, 167), st.integers(0, 15)), max_size=150))
def test_no_sum_or_difference_of_hours_and_parts_is_about_one_to_four(facts):
    cell, person = np.array(facts, np.int64).reshape(-1, 2).T
    if len(set(person.tolist())) in (1, 2, 3, 4):
        return  # the page does not show them at all
    week = part_of(cell)
    parts = shown_cells(week, person, 7 * len(PARTS))
    hours = shown_hours(cell, person, parts)
    part_people = [set(person[week == at].tolist()) for at in range(35)]
    left = set().union(*(part_people[at] for at in range(35) if not parts[at]), set())
    assert len(left) not in (1, 2, 3, 4)
    for at in range(35):
        if parts[at]:
            assert len(part_people[at]) not in (1, 2, 3, 4)
            hidden = set(person[(week == at) & ~hours[cell]].tolist())
            assert len(hidden) not in (1, 2, 3, 4)
    for at in np.flatnonzero(hours):
        assert len(set(person[cell == at].tolist())) not in (1, 2, 3, 4)
        assert parts[part_of(np.array([at]))[0]]


def test_answer_times_are_said_of_many_answers_alone():
    many = np.arange(20)
    assert may_say(many, np.arange(100, 112))
    assert not may_say(many, np.arange(100, 109)), "nine who answer"
    assert not may_say(np.arange(5), np.arange(100, 112)), "seventeen in all"
    assert not may_say(many, np.concatenate([np.arange(100, 112), np.full(30, 100)])), "one gives most answers"
    four = np.concatenate([np.arange(100, 112), np.repeat([100, 101, 102, 103], 3)])
    assert not may_say(many, four), "half of them come from four"
    assert not may_say(np.concatenate([many, np.full(30, 3)]), np.arange(100, 112)), "one asks most of it"
    assert not may_say(many, np.empty(0, np.int64))


def test_times_are_coarse_and_intervals_outward():
    assert coarse(Span(44 * MINUTE, 31 * MINUTE, 61 * MINUTE)) == Span(40 * MINUTE, 30 * MINUTE, 70 * MINUTE)
    assert coarse(Span(5.4 * HOUR, 4.9 * HOUR, 5.1 * DAY)) == Span(5 * HOUR, 4 * HOUR, 6 * DAY)
    assert coarse(Span(10, 0, None)) == Span(10 * MINUTE, 0, None)
