"""Moments as the ledger keeps them, against Python's own calendar."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from manyhands.networks.rules import moments
from manyhands.networks.rules.moments import moments_writer, texts_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe"])
def test_as_python_writes_them(zone, monkeypatch):
    monkeypatch.setattr(moments, "MOST_QUARTERS", 1_000)
    some, write = random.Random(1), moments_writer(zone)
    for _ in range(5):
        seconds = [round(some.uniform(631_152_000, 1_900_000_000), 6) for _ in range(1_000)]
        published, dates = write(seconds)
        for second, said, date in zip(seconds, texts_of(published), dates, strict=True):
            moment = EPOCH + timedelta(microseconds=round(second * 1_000_000))
            assert said == moment.strftime("%Y-%m-%d %H:%M:%S.%f")
            assert date == moment.astimezone(ZoneInfo(zone)).date().isoformat()


def test_the_hours_in_which_clocks_change():
    before = datetime(2024, 3, 31, 0, 59, 59, 999_999, UTC).timestamp()
    published, dates = moments_writer("Europe/London")([before, before + 22 * 3600 + 1, 0.0])
    assert texts_of(published) == [
        "2024-03-31 00:59:59.999999",
        "2024-03-31 23:00:00.999999",
        "1970-01-01 00:00:00.000000",
    ]
    assert dates == ["2024-03-31", "2024-04-01", "1970-01-01"]
