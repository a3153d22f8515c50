import datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import timezone, translation

from manyhands.ui import formats

AFTERNOON = datetime.datetime(2026, 7, 9, 13, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (formats.number(1025), "1,025"),
        (formats.number(0.5, digits=2), "0.50"),
        (formats.number(None), ""),
        (formats.percent(0.8702), "87%"),
        (formats.percent(0.8702, digits=1), "87.0%"),
        (formats.date(datetime.date(2026, 7, 9)), "9 July 2026"),
        (formats.month(datetime.date(2016, 7, 1)), "July 2016"),
        (formats.size(3_400_000), "3.4 MB"),
        (formats.size(999_960), "1 MB"),
        (formats.size(2_147_483_647), "2.1 GB"),
        (formats.size(12), "12 bytes"),
    ],
)
def test_english(written, shown):
    assert written == shown


def test_times_are_in_the_organisations_zone():
    with timezone.override(ZoneInfo("Europe/London")):
        assert formats.datetime(AFTERNOON) == "9 July 2026 at 2:30pm"
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        assert formats.datetime(AFTERNOON) == "10 July 2026 at 1:30am"
        assert formats.date(AFTERNOON) == "10 July 2026"


def test_welsh():
    with translation.override("cy"):
        assert formats.date(datetime.date(2026, 7, 9)) == "9 Gorffennaf 2026"
        assert formats.number(1025) == "1,025"


def test_numbers_in_sentences_are_written_as_people_write_them():
    template = engines["jinja2"].from_string(
        """{{ ngettext("%(num)s person", "%(num)s people", n) }}|"""
        """{% trans count=n, share="87%" %}{{ count }} act, {{ share }}"""
        """{% pluralize %}{{ count }} acts, {{ share }}{% endtrans %}|"""
        """{% trans who="<b>" %}Thanks, {{ who }}{% endtrans %}"""
    )
    assert template.render({"n": 1025}) == "1,025 people|1,025 acts, 87%|Thanks, &lt;b&gt;"
    assert template.render({"n": 1}) == "1 person|1 act, 87%|Thanks, &lt;b&gt;"
