"""Times as people and programs write them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.networks.rules import times
from manyhands.networks.rules.times import believed, is_month_first, seconds

WHEN = datetime(2016, 7, 16, 14, 51, tzinfo=UTC).timestamp()
DAY = datetime(2016, 7, 16, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "value",
    [
        "2016-07-16T14:51:00Z",
        "2016-07-16T14:51:00.000+00:00",
        "2016-07-16 15:51:00+01:00",
        "2016/07/16 14:51:00 +0000",
        "2016-07-16 14:51:00 UTC",
        " 2016-07-16 14:51 ",
        "16/07/2016 14:51",
        "16/7/16 2:51 pm",
        "16.07.2016 14.51",
        "16/07/2016, 15:51:00 +01:00",
        "16 July 2016 14:51",
        "Sat, 16 Jul 2016 14:51:00 GMT",
        "16th July 2016 2:51pm",
        "1468680660",
        "1468680660000",
        "42567.61875",
        42567.61875,
        1468680660,
        datetime(2016, 7, 16, 14, 51),
        datetime(2016, 7, 16, 15, 51, tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_times(value):
    assert seconds(value) == WHEN


@pytest.mark.parametrize("value", ["2016-07-16", "16/07/2016", "16-Jul-2016", "20160716", date(2016, 7, 16), 42567])
def test_days(value):
    assert seconds(value) == DAY


@pytest.mark.parametrize(
    "value",
    ["", "soon", "31/02/2016", "2016", "13/13/2016", "7/16/2016", "9" * 400, "nan", None, True, [], "١٢/٠٣/٢٠٢٠"],
)
def test_no_times(value):
    assert seconds(value) is None


def test_what_names_no_zone_is_local():
    assert seconds("2016-07-16 15:51", zone=ZoneInfo("Europe/London")) == WHEN
    assert seconds("2016-07-16T14:51Z", zone=ZoneInfo("Europe/London")) == WHEN
    assert seconds(42567.61875 + 1 / 24, zone=ZoneInfo("Europe/London")) == pytest.approx(WHEN)


def test_the_american_order():
    assert seconds("07/16/2016 14:51", month_first=True) == WHEN
    assert seconds("2016-07-16 14:51", month_first=True) == WHEN
    assert is_month_first(["7/6/2016", "07/16/2016"])
    assert not is_month_first(["7/6/2016", "8/6/2016"])  # can't be told: day first
    assert not is_month_first(["7/16/2016", "16/7/2016"])
    assert not is_month_first(["2016-07-16", "soon"])


def test_microseconds_are_kept():
    assert seconds("2016-07-16T14:51:00.000002Z") == WHEN + 0.000002


@pytest.mark.parametrize(
    ("when", "expected"),
    [(None, False), (0.0, False), (times.EARLIEST - 1, False), (times.EARLIEST, True), (float("nan"), False)],
)
def test_what_is_believed(when, expected):
    assert believed(when, times.latest()) is expected


def test_the_future_is_believed_for_a_day():
    now = times.latest() - times.A_DAY
    assert believed(now + 3_600, times.latest())
    assert not believed(now + 2 * times.A_DAY, times.latest())


@given(st.text(max_size=40) | st.text(alphabet="0123456789/-.: TZ+pm", max_size=30) | st.floats() | st.integers())
def test_nothing_raises(value):
    assert seconds(value) is None or isinstance(seconds(value), float)


@given(st.datetimes(datetime(1991, 1, 1), datetime(2090, 1, 1)))
def test_iso_times_come_back(when):
    assert seconds(when.isoformat()) == when.replace(tzinfo=UTC).timestamp()
    assert seconds(when.strftime("%d/%m/%Y %H:%M:%S")) == when.replace(tzinfo=UTC, microsecond=0).timestamp()
